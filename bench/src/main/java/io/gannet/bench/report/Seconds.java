package io.gannet.bench.report;

import io.gannet.bench.load.Interval;

/** A run second by second. */
final class Seconds {
  private static final double SEC_NS = 1e9;

  private Seconds() {}

  /** Answered a second, within it. */
  static double rate(Interval interval) {
    long ns = interval.toNs() - interval.fromNs();
    return ns <= 0 ? 0 : interval.counts().requests() * SEC_NS / ns;
  }

  /** Its middle, in seconds since the measuring began. */
  static double middle(Interval interval) {
    return (interval.fromNs() + interval.toNs()) / 2 / SEC_NS;
  }
}
