package io.gannet.bench.ratio;

/**
 * What a replay counted, after its warm-up.
 *
 * @param gets hits and misses together
 * @param hits gets that found their key
 * @param misses gets that did not
 * @param sets stores of any kind that the trace has, not those that follow a miss
 * @param deletes of the trace
 * @param refused stores of either kind that the cache would not take
 * @param bytesPerItem of memory, all in, for each item held at the end; NaN if that is not known
 */
public record Tally(
    long gets, long hits, long misses, long sets, long deletes, long refused,
    double bytesPerItem) {
  /** Misses of all gets, 0 to 1; 0 of none. */
  public double missRatio() {
    return gets == 0 ? 0 : (double) misses / gets;
  }
}
