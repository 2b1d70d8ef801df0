package io.gannet.bench.compare;

import io.gannet.bench.report.Axis;
import io.gannet.bench.report.BarChart;
import io.gannet.bench.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a comparison: for each measure the ratios to the baseline, with their spread. */
public final class ComparePage {
  private ComparePage() {}

  /** One for each measure that anyone can be compared by. */
  public static List<BarChart> charts(CompareReport report) {
    List<BarChart> charts = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      List<CompareReport.Row> rows = report.outcomes().stream()
          .flatMap(outcome -> CompareReport.rows(outcome).stream())
          .filter(row -> row.measure() == measure && row.ratio().isPresent())
          .toList();
      if (!rows.isEmpty()) {
        charts.add(chart(measure, rows));
      }
    }
    return charts;
  }

  private static BarChart chart(Measure measure, List<CompareReport.Row> rows) {
    String baseline = rows.get(0).outcome().baseline();
    String better = measure.better() == Measure.Better.LOWER ? "less is better" : "more is better";
    Axis axis = Axis.log("ratio to " + baseline + ", " + better).format(Figures::three);
    BarChart chart = new BarChart(measure.title(), axis).reference(1, "as " + baseline);
    Outcome last = null;
    for (CompareReport.Row row : rows) {
      if (row.outcome() != last) {
        chart.group(row.outcome().job().name());
        last = row.outcome();
      }
      Spread ratio = row.ratio().get();
      int series = row.outcome().subjects().indexOf(row.subject());
      chart.bar(row.subject(), series, ratio.median(), ratio.low(), ratio.high());
    }
    return chart;
  }
}
