package io.gannet.bench.load;

/** Counts that one thread keeps: {@link Counts} as they grow. */
final class Tally {
  long requests;
  long errors;
  long dropped;
  long hits;
  long misses;
  long sets;
  long fills;
  long bytesSent;
  long bytesReceived;

  /** Them as they are now; any thread that knows them to be still. */
  Counts counts() {
    return new Counts(
        requests, errors, dropped, hits, misses, sets, fills, bytesSent, bytesReceived);
  }

  /** Takes all that another one has. */
  void copy(Tally other) {
    requests = other.requests;
    errors = other.errors;
    dropped = other.dropped;
    hits = other.hits;
    misses = other.misses;
    sets = other.sets;
    fills = other.fills;
    bytesSent = other.bytesSent;
    bytesReceived = other.bytesReceived;
  }
}
