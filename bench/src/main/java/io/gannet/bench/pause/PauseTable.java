package io.gannet.bench.pause;

import io.gannet.bench.pause.PauseResult.LongCall;
import io.gannet.bench.pause.PauseResult.Times;
import io.gannet.bench.report.Figures;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Results as text, for a terminal and for a page of Markdown alike. */
public final class PauseTable {
  /** What no operation of an engine is to exceed, in CPU time. */
  private static final long BAR_NS = 200_000;

  private static final String ROW =
      "| %-13s | %-8s | %12s | %7s | %7s | %7s | %5s | %7s | %7s | %6s |%n";

  private PauseTable() {}

  /** What the columns hold. */
  public static String head() {
    return row("engine", "calls", "count", "CPU", "CPU", "CPU", "above", "wall", "wall", "looked")
        + row("", "", "", "p99.9", "p99.99", "most", "200", "p99.99", "most", "at")
        + "|---|---|---|---|---|---|---|---|---|---|\n";
  }

  /** An engine's three rows; times in µs. */
  public static String rows(PauseResult result) {
    return row(result.engine(), "requests", result.operations())
        + row("", "maintain", result.upkeep())
        + row("", "nothing", result.control());
  }

  private static String row(String engine, String calls, Times times) {
    Histogram cpu = times.cpu();
    Histogram wall = times.wall();
    return row(
        engine, calls, Figures.count(cpu.getTotalCount()), us(cpu.getValueAtPercentile(99.9)),
        us(cpu.getValueAtPercentile(99.99)), us(cpu.getMaxValue()),
        String.valueOf(times.above(BAR_NS)), us(wall.getValueAtPercentile(99.99)),
        us(wall.getMaxValue()), String.valueOf(times.stepsMax()));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private static String us(long ns) {
    return Figures.three(ns / 1e3);
  }

  /** What a reader has to know beside; {@code longest} for a line on each of the longest calls. */
  public static String notes(PauseResult result, boolean longest) {
    StringBuilder notes = new StringBuilder(result.engine()).append(": ");
    notes.append(Figures.count(result.foreground())).append(" times in the foreground, ")
        .append(Figures.count(result.refused())).append(" sets refused; the JVM compiled for ")
        .append(result.compilingMs()).append(" ms, collected ").append(result.collections())
        .append(" times\n");
    if (longest) {
      result.operations().longest().forEach(call -> notes.append(line(call)));
      result.upkeep().longest().forEach(call -> notes.append(line(call)));
    }
    return notes.toString();
  }

  private static String line(LongCall call) {
    return String.format(Locale.ROOT, "  %-8s %8s µs of CPU, %8s µs, looked at %d%n", call.call(),
        us(call.cpuNs()), us(call.wallNs()), call.steps());
  }
}
