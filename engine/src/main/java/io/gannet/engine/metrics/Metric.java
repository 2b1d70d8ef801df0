package io.gannet.engine.metrics;

import java.util.function.LongSupplier;

/**
 * One figure that is told to the outside.
 *
 * @param name Prometheus' spelling without the product's prefix: {@code ring_enters_total}
 * @param stat memcached's name for it in {@code stats}, or null if it has none
 * @param kind whether it only grows
 * @param help one sentence
 * @param value reads it; from any thread
 */
public record Metric(String name, String stat, Kind kind, String help, LongSupplier value) {
  /** What the figure does over time. */
  public enum Kind {
    /** Only grows, until a reset. */
    COUNTER,
    /** Goes up and down; that of several shards is the sum of theirs. */
    GAUGE,
    /** Goes up and down; that of several shards is the largest of theirs: a size, an age. */
    MAXIMUM;

    /** What two shards have of it together. */
    long together(long one, long other) {
      return this == MAXIMUM ? Math.max(one, other) : one + other;
    }
  }
}
