package io.gannet.bench.ratio;

import java.util.List;
import java.util.Optional;

/**
 * Miss ratios by memory and subject.
 *
 * @param footprintBytes of all items
 * @param rows one for each size, with a cell for each subject
 */
public record MissRatioResult(MissRatioPlan plan, long footprintBytes, List<Row> rows) {
  /** All subjects with so much memory. */
  public record Row(MemorySize size, long memoryBytes, List<Cell> cells) {
    /** The cell of a subject. */
    public Optional<Cell> of(String subject) {
      return cells.stream().filter(cell -> cell.subject().equals(subject)).findFirst();
    }
  }

  /**
   * One subject with so much memory.
   *
   * @param tally null if it could not be measured
   * @param why then
   */
  public record Cell(String subject, Tally tally, String why) {
    /** In percent, or NaN. */
    public double missPercent() {
      return tally == null ? Double.NaN : tally.missRatio() * 100;
    }
  }

  /** Names, in the order of the cells. */
  public List<String> subjects() {
    return plan.subjects().stream().map(Subject::name).toList();
  }
}
