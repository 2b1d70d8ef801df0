package io.gannet.bench.hostile;

import io.gannet.bench.beside.Seen;
import io.gannet.bench.report.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Episodes as a table in Markdown, which a terminal shows as well. */
public final class HostileTable {
  private static final double MIB = 1 << 20;
  private static final double MS_NS = 1e6;

  /** On few CPUs a client waits for its own, whatever the server does. */
  private static final double NOISE_NS = 1e6;

  private static final double RATIO_MAX = 2;
  private static final double WAIT_NS_MAX = 1e9;
  private static final String FORM =
      "| %-14s | %-9s | %6s | %7s | %7s | %7s | %5s | %5s | %-14s | %-14s | %-9s | %s |%n";

  private HostileTable() {}

  /** The headings, and what they mean. */
  public static String head() {
    String text = "What a well-behaved client saw, in ms; RSS in MiB and descriptors before, during"
        + " and after.\n\n";
    return text
        + row("case", "server", "asked", "p50", "p99", "max", "lost", "p99 ×", "RSS", "descriptors",
            "recovery", "the hostile ones; what is wrong")
        + row("---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---", "---");
  }

  /** A case's rows, the last of the servers being the one to compare with. */
  public static String rows(List<Episode> turns) {
    Optional<Seen> yardstick = turns.size() < 2
        ? Optional.empty()
        : turns.get(turns.size() - 1).seen();
    return turns.stream().map(one -> row(one, yardstick)).collect(Collectors.joining());
  }

  /** What a reader may stumble over. */
  public static String foot() {
    return "\nlost: no answer within 5 s. p99 ×: of the last server's. recovery: until nothing was"
        + " held any more.\n'late' is p99 above 1 ms and above twice the last server's, or a wait"
        + " of more than 1 s; it is no failure here.\n";
  }

  private static String row(Episode one, Optional<Seen> yardstick) {
    if (one.seen().isEmpty()) {
      String why = one.skipped().isEmpty() ? wrongs(one) : "not tried: " + one.skipped();
      return row(one.about().name(), one.server(), "", "", "", "", "", "", "", "", "", why);
    }
    Seen seen = one.seen().get();
    Histogram waits = seen.waits();
    double p99 = waits.getValueAtPercentile(99);
    boolean isCompared = yardstick.isPresent() && yardstick.get() != seen;
    double ratio =
        isCompared ? p99 / yardstick.get().waits().getValueAtPercentile(99) : Double.NaN;
    return row(
        one.about().name(), one.server(), Long.toString(seen.requests()),
        ms(waits.getValueAtPercentile(50)), ms(p99), ms(waits.getMaxValue()),
        seen.unanswered() == 0 ? "" : Long.toString(seen.unanswered()),
        isCompared ? Figures.three(ratio) : "",
        three(one, held -> mib(held.residentBytes())),
        three(one, held -> Integer.toString(held.descriptors())),
        one.recoveryMs().isPresent() ? one.recoveryMs().getAsLong() + " ms" : "NONE",
        remarks(one, waits, isCompared ? ratio : 0));
  }

  private static String remarks(Episode one, Histogram waits, double ratio) {
    boolean isLate = waits.getMaxValue() > WAIT_NS_MAX
        || ratio > RATIO_MAX && waits.getValueAtPercentile(99) > NOISE_NS;
    String toll = one.toll().entrySet().stream()
        .map(HostileTable::counted)
        .collect(Collectors.joining(", "));
    return toll + (isLate ? "; late" : "") + (one.isWell() ? "" : "; " + wrongs(one));
  }

  private static String wrongs(Episode one) {
    return "**WRONG**: " + String.join("; ", one.wrongs()).replaceAll("\\s+", " ");
  }

  private static String counted(Map.Entry<String, Long> count) {
    return String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey());
  }

  private static String three(Episode one, java.util.function.Function<Holdings, String> what) {
    return what.apply(one.before()) + " " + what.apply(one.during()) + " "
        + what.apply(one.after());
  }

  private static String mib(long bytes) {
    return Long.toString(Math.round(bytes / MIB));
  }

  private static String ms(double ns) {
    return Figures.three(ns / MS_NS);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, FORM, cells);
  }
}
