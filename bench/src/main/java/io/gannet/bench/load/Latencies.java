package io.gannet.bench.load;

import org.HdrHistogram.Histogram;

/** The three histograms of {@link LoadResult}, in nanoseconds up to an hour. */
final class Latencies {
  private static final long NS_MAX = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  final Histogram service = histogram();
  final Histogram slip = histogram();
  final Histogram perceived = histogram();

  private static Histogram histogram() {
    return new Histogram(1, NS_MAX, DIGITS);
  }

  /** What a histogram of these takes: nothing below 0 or above an hour. Allocates nothing. */
  static void record(Histogram into, long ns, long count) {
    into.recordValueWithCount(Math.clamp(ns, 0L, NS_MAX), count);
  }

  /** The same once. */
  static void record(Histogram into, long ns) {
    into.recordValue(Math.clamp(ns, 0L, NS_MAX));
  }

  void add(Latencies other) {
    service.add(other.service);
    slip.add(other.slip);
    perceived.add(other.perceived);
  }

  void reset() {
    service.reset();
    slip.reset();
    perceived.reset();
  }
}
