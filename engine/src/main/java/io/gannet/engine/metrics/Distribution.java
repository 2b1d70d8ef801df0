package io.gannet.engine.metrics;

/**
 * A histogram that is told to the outside. Of times {@code stats} tells a {@link Digest}, of all
 * others each bucket in which there is something.
 *
 * @param name Prometheus' spelling without the product's prefix: {@code eviction_age_seconds}
 * @param label Prometheus' name of what tells it apart from others of that name; null if there are
 *     none
 * @param stat what its rows in {@code stats} begin with, and the text of the label
 * @param help one sentence
 * @param histogram what it tells
 */
public record Distribution(
    String name, String label, String stat, String help, Histogram histogram) {
  /** Behind how many digits of a time the point is, which is told in seconds. */
  private static final int NS_DECIMALS = 9;

  /** What the row of a bucket is called in {@code stats}: {@code eviction_age:8}. */
  public String rowName(int bucket) {
    long bound = histogram.bound(bucket);
    return stat + ":" + (bound == Long.MAX_VALUE ? "more" : Long.toString(bound));
  }

  /** What the row of a part of the digest is called: {@code get:p99_ns}. */
  public String rowName(Digest part) {
    return stat + ":" + part.stat();
  }

  /** How many rows there are in {@code stats}, those that are not told now included. */
  public int rows() {
    return histogram.isOfTimes() ? Digest.ALL.size() : histogram.buckets();
  }

  /** What one of them is called. */
  public String rowOf(int row) {
    return histogram.isOfTimes() ? rowName(Digest.ALL.get(row)) : rowName(row);
  }

  /** What it tells; 0 if it is not told. Any thread, without allocating. */
  public long valueOf(int row) {
    return histogram.isOfTimes() ? Digest.ALL.get(row).of(histogram) : histogram.count(row);
  }

  /** How many decimals Prometheus is told of bounds and sum. */
  public int decimals() {
    return histogram.isOfTimes() ? NS_DECIMALS : 0;
  }
}
