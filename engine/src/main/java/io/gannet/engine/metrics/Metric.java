package io.gannet.engine.metrics;

import java.util.function.LongSupplier;

/**
 * One figure that is told to the outside.
 *
 * @param name Prometheus' spelling without the product's prefix: {@code ring_enters_total}; null if
 *     it is not told there
 * @param stat memcached's name for it in {@code stats}, or null if it has none
 * @param kind whether it only grows, and what several shards have of it together
 * @param decimals behind how many of its digits the point is: 6 for microseconds told as seconds
 * @param help one sentence
 * @param value reads it, as it is told; from any thread
 */
public record Metric(
    String name, String stat, Kind kind, int decimals, String help, LongSupplier value) {
  /** What the figure does over time. */
  public enum Kind {
    /** Only grows, from the last reset on. */
    COUNTER("sum"),
    /** Only grows, and no reset touches it: it is told as others count it. */
    LIFETIME("sum"),
    /** Goes up and down; that of several shards is the sum of theirs. */
    GAUGE("sum"),
    /** Goes up and down; that of several shards is the largest of theirs: a size, an age. */
    MAXIMUM("largest");

    private final String together;

    Kind(String together) {
      this.together = together;
    }

    /** In a word, what several shards have of it together. */
    public String together() {
      return together;
    }

    /** True if it only grows. */
    public boolean grows() {
      return this == COUNTER || this == LIFETIME;
    }

    /** What two shards have of it together. */
    long together(long one, long other) {
      return this == MAXIMUM ? Math.max(one, other) : one + other;
    }
  }

  /** A whole number. */
  public Metric(String name, String stat, Kind kind, String help, LongSupplier value) {
    this(name, stat, kind, 0, help, value);
  }

  /** The figure as if nobody had reset it. Any thread. */
  public long sinceStart() {
    return value instanceof SinceReset count ? count.sinceStart() : value.getAsLong();
  }
}
