package io.gannet.engine.metrics;

/**
 * A histogram that is told to the outside.
 *
 * @param name Prometheus' spelling without the product's prefix: {@code eviction_age_seconds}
 * @param stat what its rows in {@code stats} begin with
 * @param help one sentence
 * @param histogram what it tells
 */
public record Distribution(String name, String stat, String help, Histogram histogram) {
  /** What the row of a bucket is called in {@code stats}: {@code eviction_age:8}. */
  public String rowName(int bucket) {
    long bound = histogram.bound(bucket);
    return stat + ":" + (bound == Long.MAX_VALUE ? "more" : Long.toString(bound));
  }
}
