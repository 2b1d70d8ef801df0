package io.gannet.bench.ratio;

import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.MissRatioResult.Row;
import io.gannet.bench.report.Axis;
import io.gannet.bench.report.Chart;
import java.util.ArrayList;
import java.util.List;

/** A result as a picture and as rows. */
public final class MissRatioReport {
  private MissRatioReport() {}

  /** Miss ratio by memory, a line for each subject. */
  public static Chart chart(MissRatioResult result) {
    Chart chart =
        new Chart(
            "Misses by memory: " + result.plan().trace().name(),
            Axis.bytes("memory"),
            Axis.linear("misses of 100 gets"));
    for (int i = 0; i < result.subjects().size(); i++) {
      chart.line(result.subjects().get(i), points(result, i));
    }
    return chart;
  }

  /** The same as percent of the misses of one of them: what differs by little is seen here. */
  public static Chart differences(MissRatioResult result, String against) {
    Chart chart =
        new Chart(
            "More misses than " + against + " (above 0) or fewer (below)",
            Axis.bytes("memory"),
            Axis.linear("difference, in percent of its misses"));
    int reference = result.subjects().indexOf(against);
    for (int i = 0; i < result.subjects().size(); i++) {
      int subject = i;
      chart.line(
          result.subjects().get(i),
          result.rows().stream()
              .map(row -> new Chart.Point(
                  row.memoryBytes(),
                  (row.cells().get(subject).missPercent()
                          / row.cells().get(reference).missPercent() - 1) * 100))
              .toList());
    }
    return chart;
  }

  private static List<Chart.Point> points(MissRatioResult result, int subject) {
    List<Chart.Point> points = new ArrayList<>();
    for (Row row : result.rows()) {
      Cell cell = row.cells().get(subject);
      points.add(new Chart.Point(row.memoryBytes(), cell.missPercent()));
    }
    return points;
  }

  /** A line for each subject and size. */
  public static String csv(MissRatioResult result) {
    StringBuilder csv =
        new StringBuilder(
            "trace,scale,footprint_bytes,size,memory_bytes,subject,"
                + "gets,hits,misses,miss_ratio,sets,deletes,refused,bytes_per_item\n");
    for (Row row : result.rows()) {
      row.cells().stream()
          .filter(cell -> cell.tally() != null)
          .forEach(cell -> csv.append(line(result, row, cell)));
    }
    return csv.toString();
  }

  private static String line(MissRatioResult result, Row row, Cell cell) {
    Tally tally = cell.tally();
    List<Object> columns =
        List.of(
            '"' + result.plan().trace().name().replace("\"", "\"\"") + '"',
            result.plan().trace().scale(),
            result.footprintBytes(),
            row.size().text(),
            row.memoryBytes(),
            cell.subject(),
            tally.gets(),
            tally.hits(),
            tally.misses(),
            tally.missRatio(),
            tally.sets(),
            tally.deletes(),
            tally.refused(),
            Double.isNaN(tally.bytesPerItem()) ? "" : tally.bytesPerItem());
    return String.join(",", columns.stream().map(Object::toString).toList()) + "\n";
  }
}
