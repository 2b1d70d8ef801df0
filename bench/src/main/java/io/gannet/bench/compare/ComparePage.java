package io.gannet.bench.compare;

import io.gannet.bench.report.Axis;
import io.gannet.bench.report.BarChart;
import io.gannet.bench.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a comparison: for each measure the ratios to the baseline, with their spread. */
public final class ComparePage {
  private ComparePage() {}

  /** A page that opens offline. */
  public static String text(CompareReport report) {
    StringBuilder page = new StringBuilder();
    charts(report).forEach(chart -> page.append(chart.svg()));
    for (Outcome outcome : report.outcomes()) {
      page.append("<h2>").append(escaped(outcome.job().name())).append("</h2>\n<p>");
      page.append(escaped(CompareReport.describe(outcome.job()))).append("</p>\n");
      page.append(table(outcome));
      outcome.notes().forEach(note -> page.append("<p>").append(escaped(note)).append("</p>\n"));
    }
    page.append("<p>").append(escaped(CompareText.legend(report))).append("</p>\n");
    page.append("<h2>Servers</h2>\n<table>\n");
    report.servers().forEach((name, server) -> page.append(
        row("td", name, server.version(), server.protocol(), server.command())));
    page.append("</table>\n<h2>Where</h2>\n<table>\n");
    report.provenance().forEach((name, value) -> page.append(row("td", name, value)));
    page.append("</table>\n");
    String title = String.join(", ", report.servers().keySet()) + " compared";
    return SimplePage.of(title, page.toString());
  }

  private static String table(Outcome outcome) {
    StringBuilder table = new StringBuilder("<table>\n");
    table.append(row("th", "measure", "server", "median", "ratio", "spread", ""));
    for (CompareReport.Row row : CompareReport.rows(outcome)) {
      table.append(row("td", row.measure().title(), row.subject(),
          CompareText.figure(row.figures()), CompareText.ratio(row.ratio()),
          CompareText.spread(row.ratio()), row.verdict()));
    }
    return table.append("</table>\n").toString();
  }

  private static String row(String cell, String... texts) {
    StringBuilder row = new StringBuilder("<tr>");
    for (String text : texts) {
      row.append('<').append(cell).append('>').append(escaped(text));
      row.append("</").append(cell).append('>');
    }
    return row.append("</tr>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** One for each measure in which anyone differs. */
  public static List<BarChart> charts(CompareReport report) {
    List<BarChart> charts = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      List<CompareReport.Row> rows = report.outcomes().stream()
          .flatMap(outcome -> CompareReport.rows(outcome).stream())
          .filter(row -> row.measure() == measure && row.ratio().isPresent())
          .toList();
      boolean allSame = rows.stream().allMatch(row ->
          row.outcome().verdict(row.subject(), measure) == Verdict.SAME);
      if (!allSame) {
        charts.add(chart(measure, rows));
      }
    }
    return charts;
  }

  private static BarChart chart(Measure measure, List<CompareReport.Row> rows) {
    String baseline = rows.get(0).outcome().baseline();
    String better = switch (measure.better()) {
      case HIGHER -> ", more is better";
      case LOWER -> ", less is better";
      case NEITHER -> "";
    };
    Axis axis = Axis.log("ratio to " + baseline + better).format(Figures::three);
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
