package io.gannet.bench.ratio;

/** Counts to a {@link Tally}; what comes before the counted requests is forgotten. */
final class TallyCounter {
  private final int uncounted;
  private long hits;
  private long misses;
  private long sets;
  private long deletes;
  private long refused;

  /** {@code uncounted} requests of the trace are warm-up. */
  TallyCounter(int uncounted) {
    this.uncounted = uncounted;
  }

  void got(int request, boolean hit) {
    int one = counts(request);
    hits += hit ? one : 0;
    misses += hit ? 0 : one;
  }

  void set(int request) {
    sets += counts(request);
  }

  void deleted(int request) {
    deletes += counts(request);
  }

  /** A store for this request was not taken. */
  void refused(int request) {
    refused += counts(request);
  }

  private int counts(int request) {
    return request >= uncounted ? 1 : 0;
  }

  Tally tally(double bytesPerItem) {
    return new Tally(hits + misses, hits, misses, sets, deletes, refused, bytesPerItem);
  }
}
