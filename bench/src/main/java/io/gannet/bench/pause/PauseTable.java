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
      "| %-13s | %-8s | %11s | %9s | %10s | %8s | %5s | %11s | %9s | %9s |%n";

  private PauseTable() {}

  /** What the columns hold. */
  public static String head() {
    return "Times in µs; 'above' counts calls of more than " + BAR_NS / 1_000 + " µs of CPU.\n\n"
        + row("engine", "calls", "count", "CPU p99.9", "CPU p99.99", "CPU most", "above",
            "wall p99.99", "wall most", "looked at")
        + "|---|---|---|---|---|---|---|---|---|---|\n";
  }

  /** An engine's three rows. */
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
