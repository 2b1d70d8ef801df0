package io.gannet.engine.metrics;

import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Counts as they are told: what they are, less what they were at the last reset. A count has one
 * writer, so a reset does not touch it; whoever resets last wins. Any thread may read and reset.
 */
final class SinceReset implements LongSupplier, IntToLongFunction {
  private final IntToLongFunction counts;
  private final Counters baseline;

  SinceReset(LongSupplier count) {
    this(1, row -> count.getAsLong());
  }

  SinceReset(int rows, IntToLongFunction counts) {
    this.counts = counts;
    this.baseline = new Counters(rows);
  }

  @Override
  public long getAsLong() {
    return applyAsLong(0);
  }

  /** The baseline is read first: a reset in between makes less of it, but nothing below 0. */
  @Override
  public long applyAsLong(int row) {
    long before = baseline.get(row);
    return Math.max(0, counts.applyAsLong(row) - before);
  }

  /** What was counted from the start on. */
  long sinceStart() {
    return counts.applyAsLong(0);
  }

  /** From now on counts are told from what they are now. */
  void reset() {
    for (int row = 0; row < baseline.rows(); row++) {
      baseline.set(row, counts.applyAsLong(row));
    }
  }
}
