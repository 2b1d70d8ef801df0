package io.gannet.bench.cluster;

import io.gannet.bench.trace.Verb;
import java.util.Map;

/**
 * What was published of one cluster.
 *
 * @param number 1 to 54
 * @param keyBytes in the mean; 0 if nothing was published
 * @param valueBytes likewise
 * @param meanFrequency requests by objects
 * @param oneHitShare of objects, 0 to 1, that are asked for once
 * @param ttls the commonest, in seconds, with their shares
 * @param liveShare of all bytes asked for the part that lives at a time, 0 to 1; NaN if not told
 * @param verbs shares of operations, 1 in all
 * @param alpha of Zipf's law; NaN if not told
 */
public record Cluster(
    int number,
    int keyBytes,
    int valueBytes,
    double meanFrequency,
    double oneHitShare,
    Map<Integer, Double> ttls,
    double liveShare,
    Map<Verb, Double> verbs,
    double alpha) {
  /** Whether anything was published but that it exists. */
  public boolean isKnown() {
    return keyBytes > 0;
  }

  /** Key and value. */
  public int itemBytes() {
    return keyBytes + valueBytes;
  }

  /** As {@code --like} has it. */
  public String word() {
    return "twitter:" + number;
  }
}
