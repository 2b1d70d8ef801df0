package io.gannet.bench.table;

import static io.gannet.bench.table.Bars.PEER;

import io.gannet.bench.cluster.Cluster;
import io.gannet.bench.cluster.ClusterTrace;
import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.ratio.Tally;
import io.gannet.bench.report.Figures;
import io.gannet.bench.table.Case.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Workloads like Twitter's clusters × memory: misses, refusals, bytes an item. */
public final class ClusterTable {
  /** What is measured with less memory as well. */
  private static final List<String> PROMISED = List.of("seg-merge", "seg-s3fifo");

  /** With less, pages of memcached and segments of ours are measured: no bar is held against it. */
  private static final long JUDGED_BYTES_MIN = 4 << 20;

  /**
   * What to measure.
   *
   * @param sizes shares of each working set
   * @param workingSetBytes about as large as each is to be
   * @param requestsMax and then it is smaller
   * @param keep where results outlive the run, or null
   */
  public record Plan(
      List<Cluster> clusters, List<MemorySize> sizes, List<Subject> subjects,
      long workingSetBytes, long requestsMax, int threads, long seed, Path keep) {
    private String settings() {
      return String.format(
          Locale.ROOT, "miss-clusters, working sets of %s, %d requests at most, seed %d",
          Figures.bytes(workingSetBytes), requestsMax, seed);
    }

    private List<Subject> all() {
      List<Subject> all = new ArrayList<>(subjects);
      subjects.stream()
          .filter(subject -> PROMISED.contains(subject.name()))
          .forEach(subject -> all.add(new LessMemory(subject, Bars.LESS_MEMORY)));
      return all;
    }
  }

  private final Plan plan;
  private final List<String> names;
  private final List<TableRow> rows;

  private ClusterTable(Plan plan, List<TableRow> rows) {
    this.plan = plan;
    this.rows = rows;
    this.names = TableRow.measured(rows, plan.all().stream().map(Subject::name).toList());
  }

  /**
   * Blocks until all of it is measured. What nothing was published of is left out.
   *
   * @throws SubjectException if results cannot be kept
   */
  public static ClusterTable measure(Plan plan, Consumer<String> progress) {
    Ledger ledger = Ledger.open(plan.keep(), plan.settings());
    List<Case> cases = plan.clusters().stream()
        .filter(Cluster::isKnown)
        .map(cluster -> new Case(cluster.word(), plan.sizes(), () -> prepared(plan, cluster)))
        .toList();
    try (TableRun run = new TableRun(ledger, plan.all(), plan.threads(), progress)) {
      return new ClusterTable(plan, run.rows(cases));
    }
  }

  private static Prepared prepared(Plan plan, Cluster cluster) {
    ClusterTrace like =
        ClusterTrace.of(cluster, plan.workingSetBytes(), plan.requestsMax(), plan.seed());
    return new Prepared(like.trace(), like.workingSetBytes());
  }

  /** In Markdown. */
  public String text() {
    List<String> weighed = names.stream().filter(this::isWeighed).toList();
    return Markdown.versions(plan.subjects())
        + "Misses of 100 gets (– where there is no get).\n\n"
        + table(rows, names, (row, name) -> Markdown.number(row.missPercent(name), 2))
        + "\n"
        + refusals()
        + "\nBytes of memory for each item held at the end, its key and value among them.\n\n"
        + table(rows, weighed, (row, name) -> Markdown.number(bytes(row, name), 0))
        + "\n"
        + verdicts();
  }

  /** Those who refused, where any did. */
  private String refusals() {
    List<String> refusing = names.stream()
        .filter(name -> rows.stream().anyMatch(row -> refused(row, name) > 0))
        .toList();
    List<TableRow> some = rows.stream()
        .filter(row -> refusing.stream().anyMatch(name -> refused(row, name) > 0))
        .toList();
    return some.isEmpty()
        ? "No store was refused.\n"
        : "Stores refused, where any was.\n\n"
            + table(some, refusing, (row, name) -> Figures.count(refused(row, name)));
  }

  private static String table(
      List<TableRow> rows, List<String> subjects, BiFunction<TableRow, String, String> cell) {
    List<String> head = new ArrayList<>(List.of("like", "memory"));
    head.addAll(subjects);
    List<List<String>> lines = new ArrayList<>();
    for (TableRow row : rows) {
      List<String> line = new ArrayList<>();
      line.add(row.name());
      line.add(row.size().text() + " = " + Figures.bytes(row.memoryBytes()));
      subjects.forEach(subject -> line.add(cell.apply(row, subject)));
      lines.add(line);
    }
    return Markdown.table(head, lines);
  }

  private static long refused(TableRow row, String name) {
    return row.tally(name).map(Tally::refused).orElse(0L);
  }

  private boolean isWeighed(String name) {
    return rows.stream()
        .anyMatch(row -> row.tally(name).map(tally -> tally.bytesPerItem() > 0).orElse(false));
  }

  private static double bytes(TableRow row, String name) {
    return row.tally(name).map(Tally::bytesPerItem).orElse(Double.NaN);
  }

  /** Each policy against memcached. */
  private String verdicts() {
    String words = "Of the " + judged().size() + " rows of " + Figures.bytes(JUDGED_BYTES_MIN)
        + " or more:\n\n";
    List<String> head = List.of(
        "policy", "more misses than memcached × " + Bars.MISSES_MAX, "the worst",
        "more refusals", "misses by memcached's, median", "bytes an item by memcached's, median",
        "bars");
    List<List<String>> lines = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(PEER)) {
        lines.add(verdict(name));
      }
    }
    return words + Markdown.table(head, lines) + sameWithLess();
  }

  private List<TableRow> judged() {
    return rows.stream().filter(row -> row.memoryBytes() >= JUDGED_BYTES_MIN).toList();
  }

  private List<String> verdict(String name) {
    long worse = judged().stream().filter(row -> Bars.missesTooMuch(row, name)).count();
    long refusing = judged().stream().filter(row -> Bars.refusesMore(row, name)).count();
    double misses = median(row -> row.missesBy(name, PEER));
    double bytes = median(row -> bytes(row, name) / bytes(row, PEER));
    boolean isJudged = name.startsWith("seg-") && !name.contains("×") && Double.isFinite(misses);
    boolean isMuchBetter = misses <= Bars.MISSES_MEDIAN_MAX || missesWithLess(name) <= 1;
    boolean holds = worse == 0 && refusing == 0 && isMuchBetter;
    return List.of(
        name, worse + " of " + judged().size(), worst(name), Long.toString(refusing),
        Markdown.more(misses), Markdown.more(bytes), isJudged ? Bars.verdict(holds) : "");
  }

  private double median(ToDoubleFunction<TableRow> figure) {
    return Bars.median(judged().stream().mapToDouble(figure));
  }

  private String worst(String name) {
    return judged().stream()
        .filter(row -> Double.isFinite(row.missesBy(name, PEER)))
        .max((a, b) -> Double.compare(a.missesBy(name, PEER), b.missesBy(name, PEER)))
        .map(row -> row.name() + " at " + row.size().text() + ", "
            + Markdown.more(row.missesBy(name, PEER)))
        .orElse("–");
  }

  /** NaN where it was not measured. */
  private double missesWithLess(String name) {
    String less = LessMemory.name(name, Bars.LESS_MEMORY);
    return median(row -> row.missesBy(less, PEER));
  }

  /** The other half of the bar: as few misses with a quarter less of memory. */
  private String sameWithLess() {
    return PROMISED.stream()
        .filter(name -> !Double.isNaN(missesWithLess(name)))
        .map(name -> String.format(
            Locale.ROOT, "%n%s with %.0f %% of memcached's memory: %s misses in the median (%s).%n",
            name, Bars.LESS_MEMORY * 100, Markdown.more(missesWithLess(name)),
            Bars.verdict(missesWithLess(name) <= 1)))
        .collect(Collectors.joining());
  }
}
