package io.gannet.bench.search;

import io.gannet.bench.report.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of a server: {@code p99 ≤ 1 ms}.
 *
 * @param percentile 0 to 100
 * @param limitNs the most that it may be
 */
public record Objective(double percentile, long limitNs) {
  private static final Pattern POINT = Pattern.compile("p?(\\d{1,2}(?:\\.\\d+)?|100)");
  private static final Pattern NO_POINT = Pattern.compile("p(9\\d)(\\d+)");

  /** Checks both. */
  public Objective {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException("a percentile is above 0 and at most 100: " + percentile);
    }
    if (limitNs <= 0) {
      throw new IllegalArgumentException("a latency is more than nothing: " + limitNs + " ns");
    }
  }

  /** From {@code p99}, {@code p99.9}, {@code p999} (the same) or {@code 99.9}. */
  public static Objective of(String percentile, Duration limit) {
    return new Objective(percentile(percentile), limit.toNanos());
  }

  private static double percentile(String text) {
    Matcher point = POINT.matcher(text);
    if (point.matches()) {
      return Double.parseDouble(point.group(1));
    }
    Matcher noPoint = NO_POINT.matcher(text);
    if (noPoint.matches()) {
      return Double.parseDouble(noPoint.group(1) + "." + noPoint.group(2));
    }
    throw new IllegalArgumentException("no percentile: " + text + " (p50, p99, p99.9, …)");
  }

  /** Whether a latency is within it. */
  public boolean isMetBy(long latencyNs) {
    return latencyNs <= limitNs;
  }

  /** {@code p99.9}. */
  public String name() {
    return percentile == Math.rint(percentile)
        ? String.format(Locale.ROOT, "p%.0f", percentile)
        : "p" + percentile;
  }

  @Override
  public String toString() {
    return name() + " ≤ " + Figures.timeUs(limitNs / 1000.0);
  }
}
