package io.gannet.engine.metrics;

import java.util.function.IntToLongFunction;

/**
 * One figure of each row of a group's {@link RowLabels}.
 *
 * @param name Prometheus' spelling without the product's prefix, or null if it is not told there
 * @param stat its name in {@code stats} behind the row's, or null if it is not told there
 * @param kind whether it only grows
 * @param decimals behind how many of its digits the point is
 * @param help one sentence
 * @param value reads it, by row; from any thread
 */
public record Column(
    String name, String stat, Metric.Kind kind, int decimals, String help,
    IntToLongFunction value) {
  /** Whole numbers. */
  public Column(
      String name, String stat, Metric.Kind kind, String help, IntToLongFunction value) {
    this(name, stat, kind, 0, help, value);
  }
}
