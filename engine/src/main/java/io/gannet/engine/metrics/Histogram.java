package io.gannet.engine.metrics;

/**
 * How often values of which size were met: buckets that are fixed at construction, with one writer,
 * readable from any thread. To record is two plain stores and allocates nothing.
 *
 * <p>A bucket is known by its bound, the largest value in it; behind the last bound is one more for
 * whatever is larger. A reader may see a value counted that is not in the sum yet.
 */
public sealed class Histogram permits HistogramTotal {
  /** How a value finds its bucket. */
  private enum Scale {
    EACH,
    POWERS,
    LOG_LINEAR
  }

  /** Of times: buckets of one power of two, so that a bound is 1/16 above its value at most. */
  private static final int PARTS_SHIFT = 4;

  private static final int PARTS = 1 << PARTS_SHIFT;

  /** The largest time that has a bucket, 69 s. */
  private static final int NS_SHIFT_MAX = 36;

  /** Of times, the bounds that are told where all would be too many: 512 ns to 1.07 s. */
  private static final int MARK_SHIFT_MIN = 9;

  private static final int MARK_SHIFT_MAX = 30;

  private static final long[] NS_BOUNDS = nsBounds();

  private final long[] bounds;
  private final Scale scale;
  private final Counters counts;
  private final Counter sum = new Counter();

  /** What they were at the last reset; the sum behind the buckets. */
  private final Counters baseline;

  private Histogram(long[] bounds, Scale scale, int rows) {
    this.bounds = bounds;
    this.scale = scale;
    this.counts = new Counters(rows);
    this.baseline = new Counters(rows + 1);
  }

  private Histogram(long[] bounds, Scale scale) {
    this(bounds, scale, bounds.length + 1);
  }

  /** With the buckets of another, and no counts of its own. */
  Histogram(Histogram like) {
    this(like.bounds, like.scale, 0);
  }

  /** A bucket for each number from 0 to {@code max}. */
  public static Histogram ofEach(int max) {
    long[] bounds = new long[max + 1];
    for (int i = 0; i <= max; i++) {
      bounds[i] = i;
    }
    return new Histogram(bounds, Scale.EACH);
  }

  /** Buckets up to 1, 2, 4, 8, … {@code 1 << maxShift}. */
  public static Histogram ofPowers(int maxShift) {
    long[] bounds = new long[maxShift + 1];
    for (int i = 0; i <= maxShift; i++) {
      bounds[i] = 1L << i;
    }
    return new Histogram(bounds, Scale.POWERS);
  }

  /**
   * Of times in ns, log-linear as in HdrHistogram: each power of two has 16 buckets of one width.
   *
   * <pre>
   *   bound   1 2 3 … 16 | 17 18 … 32 | 34 36 … 64 | 68 72 … 128 | 136 …     ≤ 2^36, then the rest
   *   width   1          | 1          | 2          | 4           | 8
   * </pre>
   */
  public static Histogram ofNs() {
    return new Histogram(NS_BOUNDS, Scale.LOG_LINEAR);
  }

  private static long[] nsBounds() {
    long[] bounds = new long[PARTS * (NS_SHIFT_MAX - PARTS_SHIFT + 1)];
    for (int i = 0; i < bounds.length; i++) {
      int shift = Math.max(0, i / PARTS - 1);
      bounds[i] = (long) (i + 1 - shift * PARTS) << shift;
    }
    return bounds;
  }

  /** Counts a value ≥ 0. The writer only. */
  public void record(long value) {
    record(value, 1);
  }

  /** Counts a value ≥ 0 so many times. The writer only. */
  public void record(long value, long times) {
    assert value >= 0 && times >= 0;
    counts.add(bucket(value), times);
    sum.add(value * times);
  }

  private int bucket(long value) {
    long bucket =
        switch (scale) {
          case EACH -> value;
          case POWERS -> value <= 1 ? 0 : shiftOf(value - 1) + 1;
          case LOG_LINEAR -> logLinear(Math.max(0, value - 1));
        };
    return (int) Math.min(bucket, bounds.length);
  }

  private static long logLinear(long value) {
    int shift = Math.max(0, shiftOf(value | 1) - PARTS_SHIFT);
    return (long) shift * PARTS + (value >>> shift);
  }

  /** The number of the highest bit. */
  private static int shiftOf(long value) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
  }

  /** True of times: then shares of them are told rather than all the buckets. */
  public boolean isOfTimes() {
    return scale == Scale.LOG_LINEAR;
  }

  /** True if the bound is told where not all can be: of times, powers of two and the last. */
  public boolean isMark(int bucket) {
    long bound = bound(bucket);
    return scale != Scale.LOG_LINEAR
        || bound == Long.MAX_VALUE
        || Long.bitCount(bound) == 1
            && 1L << MARK_SHIFT_MIN <= bound
            && bound <= 1L << MARK_SHIFT_MAX;
  }

  /**
   * The bound of the bucket below or in which so many of all values are; 0 if there is none. Of the
   * last bucket, which has no bound, that of the one before.
   *
   * @param perMille 500 for the median, 1000 for the largest
   */
  public long quantile(int perMille) {
    long count = count();
    long rank = (count * perMille + 999) / 1000;
    long below = 0;
    for (int bucket = 0; bucket < buckets(); bucket++) {
      below += count(bucket);
      if (below >= rank && below > 0) {
        return bucket < bounds.length ? bounds[bucket] : bounds[bounds.length - 1];
      }
    }
    return 0;
  }

  /** How many buckets there are, that of the largest values included. */
  public int buckets() {
    return bounds.length + 1;
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
