package io.gannet.bench.table;

import static io.gannet.bench.table.Bars.PEER;
import static io.gannet.bench.table.Bars.REFERENCE;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.report.Figures;
import io.gannet.bench.table.Case.Prepared;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Variation;
import io.gannet.bench.trace.Verb;
import io.gannet.bench.trace.VerbShares;
import io.gannet.bench.workload.Ttls;
import io.gannet.bench.workload.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Deadlines × overwrites × memory, over one trace. */
public final class MissTable {
  /** Kinds of deadlines, by their names in the table, as {@link Ttls#parse} reads them. */
  public static final Map<String, String> DEADLINES = deadlines();

  /**
   * What to measure.
   *
   * @param trace its values are made as large as they are to be; it lasts as long as it is to last
   * @param overwrites shares of the requests, 0 to 1
   * @param subjects with those that bars are about, if they are to be judged
   * @param keep where results outlive the run, or null
   */
  public record Plan(
      Trace trace, List<Double> overwrites, List<MemorySize> sizes, List<Subject> subjects,
      int threads, long seed, Path keep) {
    private String settings() {
      return String.format(
          Locale.ROOT, "miss-table of %s, %d requests over %d s, values × %.6g, seed %d",
          trace.name(), trace.requests(), trace.atNs(trace.requests() - 1) / 1_000_000_000L,
          trace.scale(), seed);
    }
  }

  private final Plan plan;
  private final List<TableRow> rows;

  private MissTable(Plan plan, List<TableRow> rows) {
    this.plan = plan;
    this.rows = rows;
  }

  private static Map<String, String> deadlines() {
    Map<String, String> deadlines = new LinkedHashMap<>();
    deadlines.put("no TTL", "none");
    deadlines.put("ten TTLs", "1m,5m,10m,30m,1h,2h,4h,8h,12h,1d");
    deadlines.put("a day's", "uniform:1s-1d");
    deadlines.put("jittered", "jitter:1h:5m");
    return deadlines;
  }

  /**
   * Blocks until all of it is measured.
   *
   * @throws SubjectException if results cannot be kept
   */
  public static MissTable measure(Plan plan, Consumer<String> progress) {
    Ledger ledger = Ledger.open(plan.keep(), plan.settings());
    try (TableRun run = new TableRun(ledger, plan.subjects(), plan.threads(), progress)) {
      return new MissTable(plan, run.rows(cases(plan)));
    }
  }

  private static List<Case> cases(Plan plan) {
    List<Case> cases = new ArrayList<>();
    DEADLINES.forEach((name, ttl) -> {
      for (double overwrites : plan.overwrites()) {
        Variation variation =
            new Variation(
                Ttls.parse(ttl), new VerbShares(Map.of(Verb.SET, overwrites)), 1, 1, plan.seed());
        String words = name + ", " + Words.number(overwrites * 100) + " %";
        cases.add(new Case(words, plan.sizes(), () -> prepared(plan.trace(), variation)));
      }
    });
    return cases;
  }

  private static Prepared prepared(Trace trace, Variation variation) {
    Trace varied = variation.of(trace);
    return new Prepared(varied, varied.footprintBytes());
  }

  /** In Markdown: the table, and what is to be said of bars. */
  public String text() {
    List<String> all = plan.subjects().stream().map(Subject::name).toList();
    List<String> names = TableRow.measured(rows, all);
    List<String> head = new ArrayList<>(List.of("deadlines, overwrites", "memory"));
    head.addAll(names);
    head.add("bound");
    return "Misses of 100 gets; the bound is the better of " + String.join(", ", Bars.BOUNDS)
        + ".\n\n"
        + Markdown.versions(plan.subjects())
        + Markdown.table(head, rows.stream().map(row -> line(row, names)).toList())
        + "\n"
        + verdicts(names)
        + refusals(names);
  }

  private static List<String> line(TableRow row, List<String> names) {
    List<String> line = new ArrayList<>();
    line.add(row.name());
    line.add(row.size().text() + " = " + Figures.bytes(row.memoryBytes()));
    names.forEach(name -> line.add(Markdown.number(row.missPercent(name), 2)));
    line.add(Markdown.number(Bars.bound(row), 2));
    return line;
  }

  /** Each policy against memcached, and on its way to the bound. */
  private String verdicts(List<String> names) {
    List<String> head = List.of(
        "policy", "cells with more misses than memcached × " + Bars.MISSES_MAX,
        "misses by memcached's, median", "the worst",
        "% of the way from memcached to the bound, median", "of exact S3-FIFO's way", "bars");
    double reference = Bars.median(rows.stream().mapToDouble(row -> Bars.way(row, REFERENCE)));
    List<List<String>> lines = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(PEER)) {
        lines.add(verdict(name, reference));
      }
    }
    return Markdown.table(head, lines);
  }

  private List<String> verdict(String name, double reference) {
    List<TableRow> worse =
        rows.stream().filter(row -> Bars.missesTooMuch(row, name)).toList();
    double way = Bars.median(rows.stream().mapToDouble(row -> Bars.way(row, name)));
    double median = Bars.median(rows.stream().mapToDouble(row -> row.missesBy(name, PEER)));
    boolean holds = worse.isEmpty() && way >= Bars.WAY_MIN * reference;
    return List.of(
        name,
        worse.size() + " of " + rows.size(),
        Markdown.more(median),
        worst(name),
        Markdown.number(way * 100, 0),
        Markdown.number(way / reference, 2),
        name.startsWith("seg-") && Double.isFinite(way) ? Bars.verdict(holds) : "");
  }

  private String worst(String name) {
    return rows.stream()
        .filter(row -> Double.isFinite(row.missesBy(name, PEER)))
        .max((a, b) -> Double.compare(a.missesBy(name, PEER), b.missesBy(name, PEER)))
        .map(row -> Markdown.more(row.missesBy(name, PEER)) + " (" + row.name() + ", "
            + row.size().text() + ")")
        .orElse("–");
  }

  /** Who refused to store how often, in all. */
  private String refusals(List<String> names) {
    String words = names.stream()
        .filter(name -> refused(name) > 0)
        .map(name -> name + " " + Figures.count(refused(name)))
        .collect(Collectors.joining(", "));
    return "\nStores refused, in all: " + (words.isEmpty() ? "none" : words) + ".\n";
  }

  private long refused(String name) {
    return rows.stream()
        .flatMap(row -> row.tally(name).stream())
        .mapToLong(tally -> tally.refused())
        .sum();
  }
}
