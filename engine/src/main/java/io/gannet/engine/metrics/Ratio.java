package io.gannet.engine.metrics;

import java.util.function.LongSupplier;

/**
 * One figure by another, told with decimals. Over several shards it is the sum of the one by the
 * sum of the other.
 *
 * @param name Prometheus' spelling without the product's prefix
 * @param stat its name in {@code stats}
 * @param help one sentence
 * @param value what is divided; from any thread
 * @param per what it is divided by; from any thread
 */
public record Ratio(String name, String stat, String help, LongSupplier value, LongSupplier per) {
  /** What is told is a whole number of this part. */
  public static final int PARTS = 1000;

  private static final int DECIMALS = 3;

  /** As it is told: with three decimals. */
  Metric told() {
    return new Metric(
        name, stat, Metric.Kind.GAUGE, DECIMALS, help,
        () -> parts(value.getAsLong(), per.getAsLong()));
  }

  /** The value by another, in {@link #PARTS}, rounded; 0 if there is nothing to divide by. */
  public static long parts(long value, long per) {
    return per == 0 ? 0 : Math.round((double) value * PARTS / per);
  }
}
