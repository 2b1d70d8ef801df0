package io.gannet.bench.compare;

import io.gannet.bench.report.Axis;
import io.gannet.bench.report.BarChart;
import io.gannet.bench.report.Figures;
import io.gannet.bench.report.HtmlPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a comparison: for each measure the ratios to the baseline, with their spread. */
public final class ComparePage {
  private ComparePage() {}

  /** A page that opens offline. */
  public static String text(CompareReport report) {
    String names = String.join(", ", report.servers().keySet());
    HtmlPage page = new HtmlPage(names + " compared", CompareText.legend(report));
    report.outcomes().forEach(outcome -> outcome.notes().forEach(
        note -> page.words(outcome.job().name() + ": " + note)));
    if (charts(report).isEmpty()) {
      page.words("There is no ratio to draw: nobody differs, or nobody was measured.");
    } else {
      page.words("A whisker is the spread of a bar's ratio; a pale bar's covers 1, so that the two "
          + "are not distinguishable.");
      charts(report).forEach(page::picture);
    }
    for (Outcome outcome : report.outcomes()) {
      page.heading(outcome.job().name());
      page.words(CompareReport.describe(outcome.job()));
      page.table(List.of("", "server", "median", "ratio", "spread", "verdict"), cells(outcome));
    }
    Map<String, String> servers = new LinkedHashMap<>();
    report.servers().forEach((name, server) ->
        servers.put(name, server.version() + " by " + server.protocol() + ": " + server.command()));
    page.heading("Servers").facts(servers);
    return page.heading("Where it was measured").facts(report.provenance()).text();
  }

  private static List<List<String>> cells(Outcome outcome) {
    return CompareReport.rows(outcome).stream()
        .map(row -> List.of(
            row.isBaseline() ? row.measure().title() : "",
            row.subject(),
            CompareText.figure(row.figures()),
            CompareText.ratio(row.ratio()),
            CompareText.spread(row.ratio()),
            row.verdict()))
        .toList();
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
    BarChart chart = new BarChart(measure.title() + ", as a ratio", axis);
    chart.reference(1, "as " + baseline);
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
