package io.gannet.bench.workload;

/**
 * What a synthetic workload is made of.
 *
 * @param keys how many there are, 1 to {@link #KEYS_MAX}
 * @param keyBytes a function of the key
 * @param valueBytes likewise, so that a key's value has always one length
 * @param ttlSec drawn anew for each request
 * @param fillOnMiss whether a get that misses is followed by a set of its key
 * @param seed the same options and seed give the same requests
 */
public record SyntheticOptions(
    long keys,
    Distribution keyBytes,
    Distribution valueBytes,
    Mix mix,
    Popularity popularity,
    Distribution ttlSec,
    boolean fillOnMiss,
    long seed) {

  /** As many keys as any popularity can be spread over. */
  public static final long KEYS_MAX = 1L << 40;

  /** Refuses a count of keys that is out of bounds. */
  public SyntheticOptions {
    if (keys < 1 || keys > KEYS_MAX) {
      throw new IllegalArgumentException(
          "keys: " + keys + " is out of bounds; allowed: 1 to " + KEYS_MAX);
    }
  }
}
