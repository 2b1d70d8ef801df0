package io.gannet.engine.metrics;

import java.util.List;

/** What is told of many times in few numbers. Shares are bounds of buckets: 1/16 above at most. */
public enum Digest {
  /** How many there are. */
  COUNT("count"),
  MEAN("mean_ns"),
  P50("p50_ns"),
  P90("p90_ns"),
  P99("p99_ns"),
  P999("p999_ns"),
  MAX("max_ns");

  /** All, in order. */
  static final List<Digest> ALL = List.of(values());

  private final String stat;

  Digest(String stat) {
    this.stat = stat;
  }

  /** Its name in {@code stats}, behind that of the histogram. */
  public String stat() {
    return stat;
  }

  /** Reads it. Any thread, without allocating. */
  public long of(Histogram histogram) {
    return switch (this) {
      case COUNT -> histogram.count();
      case MEAN -> histogram.sum() / Math.max(1, histogram.count());
      case P50 -> histogram.quantile(500);
      case P90 -> histogram.quantile(900);
      case P99 -> histogram.quantile(990);
      case P999 -> histogram.quantile(999);
      case MAX -> histogram.quantile(1000);
    };
  }
}
