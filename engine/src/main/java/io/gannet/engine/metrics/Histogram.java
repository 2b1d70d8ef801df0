package io.gannet.engine.metrics;

/**
 * How often values of which size were met: buckets that are fixed at construction, with one writer,
 * readable from any thread. To record is two plain stores and allocates nothing.
 *
 * <p>A bucket is known by its bound, the largest value in it; behind the last bound is one more for
 * whatever is larger. A reader may see a value counted that is not in the sum yet.
 */
public sealed class Histogram permits HistogramTotal {
  private final long[] bounds;
  private final boolean exact;
  private final Counters counts;
  private final Counter sum = new Counter();

  /** What they were at the last reset; the sum behind the buckets. */
  private final Counters baseline;

  private Histogram(long[] bounds, boolean exact) {
    this.bounds = bounds;
    this.exact = exact;
    this.counts = new Counters(bounds.length + 1);
    this.baseline = new Counters(counts.rows() + 1);
  }

  /** With the buckets of another. */
  Histogram(Histogram like) {
    this(like.bounds, like.exact);
  }

  /** A bucket for each number from 0 to {@code max}. */
  public static Histogram ofEach(int max) {
    long[] bounds = new long[max + 1];
    for (int i = 0; i <= max; i++) {
      bounds[i] = i;
    }
    return new Histogram(bounds, true);
  }

  /** Buckets up to 1, 2, 4, 8, … {@code 1 << maxShift}. */
  public static Histogram ofPowers(int maxShift) {
    long[] bounds = new long[maxShift + 1];
    for (int i = 0; i <= maxShift; i++) {
      bounds[i] = 1L << i;
    }
    return new Histogram(bounds, false);
  }

  /** Counts a value ≥ 0. The writer only. */
  public void record(long value) {
    assert value >= 0;
    counts.increment(bucket(value));
    sum.add(value);
  }

  private int bucket(long value) {
    long bucket =
        exact ? value : value <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(value - 1);
    return (int) Math.min(bucket, bounds.length);
  }

  /** How many buckets there are, that of the largest values included. */
  public int buckets() {
    return counts.rows();
  }

  /** The largest value of a bucket; {@link Long#MAX_VALUE} of the last one. */
  public long bound(int bucket) {
    return bucket < bounds.length ? bounds[bucket] : Long.MAX_VALUE;
  }

  /** How many values came into a bucket since the last reset. Any thread. */
  public long count(int bucket) {
    long before = baseline.get(bucket);
    return Math.max(0, counts.get(bucket) - before);
  }

  /** How many came into all of them. Any thread. */
  public long count() {
    long count = 0;
    for (int bucket = 0; bucket < buckets(); bucket++) {
      count += count(bucket);
    }
    return count;
  }

  /** The sum of all these values. Any thread. */
  public long sum() {
    long before = baseline.get(counts.rows());
    return Math.max(0, sum.get() - before);
  }

  /** From now on values are counted anew. Any thread; the last one wins. */
  void reset() {
    for (int bucket = 0; bucket < counts.rows(); bucket++) {
      baseline.set(bucket, counts.get(bucket));
    }
    baseline.set(counts.rows(), sum.get());
  }
}
