package io.gannet.bench.table;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.Tally;
import java.util.List;
import java.util.Optional;

/** One trace with so much memory, a cell for each subject. */
record TableRow(String name, MemorySize size, long memoryBytes, List<Cell> cells) {
  /** Those of some subjects that could be measured in some row. */
  static List<String> measured(List<TableRow> rows, List<String> subjects) {
    return subjects.stream()
        .filter(name -> rows.stream().anyMatch(row -> row.tally(name).isPresent()))
        .toList();
  }

  /** What a subject counted, if it is there and could be measured. */
  Optional<Tally> tally(String subject) {
    return cells.stream()
        .filter(cell -> cell.subject().equals(subject) && cell.tally() != null)
        .map(Cell::tally)
        .findFirst();
  }

  /** Misses of 100 gets; NaN if that is not known, or there were no gets. */
  double missPercent(String subject) {
    return tally(subject)
        .filter(tally -> tally.gets() > 0)
        .map(tally -> tally.missRatio() * 100)
        .orElse(Double.NaN);
  }

  /** Misses by those of another, or NaN. */
  double missesBy(String subject, String other) {
    return missPercent(subject) / missPercent(other);
  }
}
