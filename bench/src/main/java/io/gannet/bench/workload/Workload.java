package io.gannet.bench.workload;

/**
 * A workload: from one seed, any number of independent sources of requests.
 *
 * @see RequestSource
 */
public interface Workload {
  /**
   * What load thread {@code index} of {@code count} asks; together they ask the whole workload.
   *
   * @param index 0 to count - 1
   */
  RequestSource source(int index, int count);

  /** The sets, one a key, that fill a server before it is measured; shared out as above. */
  RequestSource fill(int index, int count);

  /** How many requests {@link #fill} makes in all; 0 when there is nothing to fill. */
  long fillCount();

  /** Whether a get that misses is followed by a set of its key. */
  boolean fillsOnMiss();

  /** The longest value asked or stored, in bytes: buffers are made for it. */
  int valueBytesMax();

  /** Of its chance; a generator draws random arrivals from it as well. */
  default long seed() {
    return 1;
  }

  /** In words, for reports: {@code 100000 keys of 32 bytes, zipf 0.99, get 90 set 10, …}. */
  String describe();
}
