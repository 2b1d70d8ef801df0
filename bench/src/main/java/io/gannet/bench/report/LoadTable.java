package io.gannet.bench.report;

import io.gannet.bench.load.Counts;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.CpuUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A run as the table that ends it on a terminal. */
public final class LoadTable {
  /** Percentiles that tables show. */
  static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

  private static final double[] BESIDE_PERCENTILES = {50, 90, 99, 99.9};

  private static final int LABEL_WIDTH = 16;
  private static final int CELL_WIDTH = 12;

  private final LoadReport report;
  private final LoadResult result;
  private final List<String> lines = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /** A figure, or some that belong together. */
  record Row(String label, String text) {}

  private LoadTable(LoadReport report) {
    this.report = report;
    this.result = report.result();
  }

  /** Its lines. */
  public static String of(LoadReport report) {
    LoadTable table = new LoadTable(report);
    table.head();
    table.counted();
    table.flushRows();
    table.latency();
    table.beside();
    table.costs();
    table.flushRows();
    table.warnings();
    return String.join("\n", table.lines) + "\n";
  }

  /** What is counted beside latency. */
  static List<Row> rows(LoadReport report) {
    LoadTable table = new LoadTable(report);
    table.counted();
    table.costs();
    return table.rows;
  }

  private void head() {
    lines.add(Words.server(report) + ": " + Words.load(report.plan()));
    lines.add(Words.workload(report.plan()));
    lines.add("");
  }

  private void row(String label, String text) {
    rows.add(new Row(label, text));
  }

  private void flushRows() {
    rows.forEach(row -> lines.add(cells(row.label()) + row.text()));
    rows.clear();
  }

  private void counted() {
    Counts counts = result.counts();
    double seconds = result.elapsedNs() / 1e9;
    row("throughput", Figures.count(result.requestsPerSecond()) + " requests/s over "
        + Figures.three(seconds) + " s" + asked());
    row("requests", Figures.count(counts.requests()) + ", " + Figures.count(counts.errors())
        + " errors, " + Figures.count(counts.dropped()) + " dropped");
    row("hits", hits(counts));
    row("traffic", Figures.si(counts.bytesSent() / seconds) + "B/s out, "
        + Figures.si(counts.bytesReceived() / seconds) + "B/s in");
  }

  private String asked() {
    double asked = report.plan().arrivals().perSecond();
    return asked > 0 ? ", of " + Figures.count(asked) + " asked for" : "";
  }

  private static String hits(Counts counts) {
    String ratio =
        LoadReport.hitRatio(counts).isPresent()
            ? Figures.share(LoadReport.hitRatio(counts).getAsDouble()) + ", "
            : "";
    String fills = counts.fills() > 0 ? ", " + Figures.count(counts.fills()) + " after a miss" : "";
    return ratio + Figures.count(counts.misses()) + " misses, " + Figures.count(counts.sets())
        + " sets" + fills;
  }

  private void latency() {
    lines.add("");
    boolean open = report.plan().arrivals().open();
    lines.add(
        open
            ? cells("latency", "service", "slip", "perceived")
            : cells("latency", "service") + "    (closed loop: it hides stalls)");
    for (double percentile : PERCENTILES) {
      latencyRow(label(percentile), open, ns -> ns.getValueAtPercentile(percentile));
    }
    latencyRow("max", open, Histogram::getMaxValue);
    latencyRow("mean", open, Histogram::getMean);
    lines.add("");
  }

  /** A percentile's name. */
  static String label(double percentile) {
    return "p" + Figures.digits(percentile, 6);
  }

  private interface Reading {
    double of(Histogram histogram);
  }

  private void latencyRow(String label, boolean open, Reading reading) {
    String service = us(reading.of(result.service()));
    lines.add(
        open
            ? cells("  " + label, service, us(reading.of(result.slip())),
                us(reading.of(result.perceived())))
            : cells("  " + label, service));
  }

  /** The client beside: it waits for this host's CPUs as the load does. */
  private void beside() {
    report.beside().ifPresent(seen -> {
      lines.add(cells("beside", "its waits", "its own delay") + "    (1 connection, 1 ms between)");
      for (double percentile : BESIDE_PERCENTILES) {
        lines.add(cells("  " + label(percentile),
            us(seen.waits().getValueAtPercentile(percentile)),
            us(seen.oversleeps().getValueAtPercentile(percentile))));
      }
      lines.add(cells("  max", us(seen.waits().getMaxValue()),
          us(seen.oversleeps().getMaxValue())));
      lines.add(cells("  requests", Figures.count(seen.requests())) + ", "
          + Figures.count(seen.unanswered()) + " unanswered");
      lines.add("");
    });
  }

  private static String us(double ns) {
    return Figures.timeUs(ns / 1e3);
  }

  private static String cells(String label, String... cells) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "  %-" + LABEL_WIDTH + "s", label));
    for (String cell : cells) {
      line.append(String.format(Locale.ROOT, "%" + CELL_WIDTH + "s", cell));
    }
    return line.toString();
  }

  private void costs() {
    CpuUse cpu = report.seen().cpu();
    if (report.server().isPresent()) {
      row("server CPU", each(report.serverCpuUsPerRequest().orElse(0)) + ", "
          + Figures.three(cpu.cpus(cpu.serverNs())) + " CPUs (its busiest thread "
          + Figures.three(cpu.cpus(cpu.serverBusiestNs())) + "), "
          + Figures.bytes(report.seen().residentBytes()) + " resident, pid "
          + report.server().get().pid());
    }
    report.seen().ring().ifPresent(ring ->
        row("server ring", Figures.three(report.serverEntersPerRequest().orElse(0))
            + " io_uring_enter a request, " + Figures.three(ring.cqesPerEnter()) + " CQEs each"));
    row("generator CPU", each(report.generatorCpuUsPerRequest().orElse(0)) + ", "
        + Figures.share(result.busy()) + " of its busiest CPU, "
        + Figures.three(report.generatorEntersPerRequest().orElse(0))
        + " io_uring_enter a request");
    report.generatorCeiling().ifPresent(this::ceiling);
    row("others", Figures.three(cpu.othersCpus()) + " CPUs, steal "
        + Figures.three(cpu.cpus(cpu.stealNs())));
  }

  private void ceiling(double most) {
    row("its ceiling", Figures.si(most) + " requests/s at " + report.plan().connections() + " × "
        + report.plan().depth() + " (ping); this run at "
        + Figures.share(result.requestsPerSecond() / most) + " of it");
  }

  private static String each(double us) {
    return Figures.three(us) + " µs a request";
  }

  private void warnings() {
    List<Warning> warnings = report.warnings();
    if (!warnings.isEmpty()) {
      lines.add("");
    }
    for (Warning warning : warnings) {
      lines.add("warning: " + warning.what());
      lines.add("   cure: " + warning.cure());
    }
  }
}
