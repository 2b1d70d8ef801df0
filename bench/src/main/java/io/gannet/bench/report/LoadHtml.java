package io.gannet.bench.report;

import io.gannet.bench.load.Interval;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.report.Chart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A run as a page with pictures. */
public final class LoadHtml {
  private static final int STEPS_PER_HALVING = 8;

  private final LoadReport report;
  private final LoadResult result;
  private final boolean open;

  private LoadHtml(LoadReport report) {
    this.report = report;
    this.result = report.result();
    this.open = report.plan().arrivals().open();
  }

  /** The whole file. */
  public static String of(LoadReport report) {
    return new LoadHtml(report).page().text();
  }

  private HtmlPage page() {
    HtmlPage page =
        new HtmlPage(
            Words.server(report),
            Words.load(report.plan()),
            Words.workload(report.plan()));
    page.figures(headline());
    report.warnings().forEach(page::warning);
    page.words(howToRead());
    page.heading("Latency").picture(byPercentile()).table(latencyHead(), latencyRows());
    page.heading("Over time").picture(rateOverTime()).picture(latencyOverTime());
    if (report.counts().misses() > 0) {
      page.picture(hitRatioOverTime());
    }
    page.heading("Counts and costs").facts(costs());
    page.heading("Where it was measured").facts(report.provenance().facts());
    return page;
  }

  private Map<String, String> headline() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("requests a second", Figures.count(result.requestsPerSecond()));
    figures.put("p50", us(result.perceived().getValueAtPercentile(50)));
    figures.put("p99", us(result.perceived().getValueAtPercentile(99)));
    figures.put("p99.9", us(result.perceived().getValueAtPercentile(99.9)));
    report.serverCpuUsPerRequest().ifPresent(
        cpu -> figures.put("server CPU a request", Figures.three(cpu) + " µs"));
    if (report.counts().misses() > 0) {
      double ratio = LoadReport.hitRatio(report.counts()).orElse(0);
      figures.put("of gets hit", Figures.share(ratio));
    }
    figures.put("errors", Figures.count(report.counts().errors()));
    return figures;
  }

  private String howToRead() {
    return open
        ? "Requests were made at a rate of their own, whatever the server did. Perceived latency "
            + "counts from when a request was due, as a client feels it; service is the part "
            + "after the request was handed to the kernel, and slip the part before, which is "
            + "this generator's or that of a pipeline that was full. Where slip is a large part "
            + "of perceived, measure again with more connections or load CPUs."
        : "Each connection asked again as soon as it was answered, so throughput is what server "
            + "and generator could do together, and latency follows from it: connections × depth "
            + "/ throughput. A stall delays only the requests that were on their way, so the "
            + "highest percentiles flatter the server. For latency, measure at a rate.";
  }

  private static String us(double ns) {
    return Figures.timeUs(ns / 1e3);
  }

  private Chart byPercentile() {
    Chart chart =
        new Chart(
            (open ? "Latency" : "Service latency") + " by percentile",
            Axis.nines("percentile of requests"),
            Axis.latencyUs(""));
    chart.line("service", percentiles(result.service()));
    if (open) {
      chart.line("perceived", percentiles(result.perceived()));
    }
    return chart;
  }

  /** Ends where one request is left: a further nine would repeat the maximum. */
  private static List<Point> percentiles(Histogram ns) {
    List<Point> points = new ArrayList<>();
    for (HistogramIterationValue step : ns.percentiles(STEPS_PER_HALVING)) {
      double percent = step.getPercentileLevelIteratedTo();
      if (percent < 100) {
        points.add(new Point(percent, step.getValueIteratedTo() / 1e3));
      }
    }
    return points;
  }

  private List<Interval> measured() {
    return result.intervals().stream().filter(one -> one.fromNs() >= 0).toList();
  }

  private List<Point> overTime(ToDoubleFunction<Interval> figure) {
    return measured().stream()
        .map(one -> new Point(Seconds.middle(one), figure.applyAsDouble(one)))
        .toList();
  }

  private Axis seconds() {
    long endNs = result.intervals().stream().mapToLong(Interval::toNs).max().orElse(0);
    return Axis.linear("seconds").range(0, Math.max(endNs, 1) / 1e9);
  }

  private Chart rateOverTime() {
    Chart chart = new Chart("Requests a second, over time", seconds(), Axis.linear(""));
    chart.size(760, 240);
    double asked = report.plan().arrivals().perSecond();
    if (asked > 0) {
      chart.mark(asked, "asked for");
    }
    return chart.line("answered", overTime(Seconds::rate));
  }

  private Chart latencyOverTime() {
    Chart chart =
        new Chart(
            (open ? "Perceived" : "Service") + " latency, over time",
            seconds(),
            Axis.latencyUs(""));
    for (double percentile : new double[] {50, 99, 99.9, 100}) {
      String name = percentile == 100 ? "max" : LoadTable.label(percentile);
      chart.line(name, overTime(one -> usOf(one.perceived(), percentile)));
    }
    return chart;
  }

  private static double usOf(Histogram ns, double percentile) {
    return ns.getTotalCount() == 0 ? Double.NaN : ns.getValueAtPercentile(percentile) / 1e3;
  }

  private Chart hitRatioOverTime() {
    String title = "Hit ratio over time: gets that found their key";
    return new Chart(title, seconds(), hitShare())
        .size(760, 240)
        .line("hit ratio", overTime(one -> LoadReport.hitRatio(one.counts()).orElse(Double.NaN)));
  }

  private static Axis hitShare() {
    return Axis.linear("").range(0, 1).format(Figures::share);
  }

  private List<String> latencyHead() {
    return open ? List.of("", "service", "slip", "perceived") : List.of("", "service");
  }

  private List<List<String>> latencyRows() {
    List<List<String>> rows = new ArrayList<>();
    for (double percentile : LoadTable.PERCENTILES) {
      rows.add(latencyRow(LoadTable.label(percentile), ns -> ns.getValueAtPercentile(percentile)));
    }
    rows.add(latencyRow("max", Histogram::getMaxValue));
    rows.add(latencyRow("mean", Histogram::getMean));
    return rows;
  }

  private List<String> latencyRow(String label, ToDoubleFunction<Histogram> reading) {
    String service = us(reading.applyAsDouble(result.service()));
    return open
        ? List.of(label, service, us(reading.applyAsDouble(result.slip())),
            us(reading.applyAsDouble(result.perceived())))
        : List.of(label, service);
  }

  private Map<String, String> costs() {
    Map<String, String> facts = new LinkedHashMap<>();
    LoadTable.rows(report).forEach(row -> facts.put(row.label(), row.text()));
    return facts;
  }
}
