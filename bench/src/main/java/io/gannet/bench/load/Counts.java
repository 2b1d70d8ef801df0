package io.gannet.bench.load;

/**
 * What was counted over some time.
 *
 * @param requests answered, fills among them; a refusal is an answer too
 * @param errors refused, wrong, lost with their connection, or not answered in time
 * @param dropped due, and never sent: the backlog was full
 * @param hits gets that brought their value, or pings
 * @param misses gets and deletes that found nothing
 * @param sets stored
 * @param fills those of {@code sets} that followed a miss: beside the rate of an open loop
 * @param bytesSent of requests
 * @param bytesReceived of replies
 */
public record Counts(
    long requests,
    long errors,
    long dropped,
    long hits,
    long misses,
    long sets,
    long fills,
    long bytesSent,
    long bytesReceived) {

  /** Nothing yet. */
  public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        requests + other.requests,
        errors + other.errors,
        dropped + other.dropped,
        hits + other.hits,
        misses + other.misses,
        sets + other.sets,
        fills + other.fills,
        bytesSent + other.bytesSent,
        bytesReceived + other.bytesReceived);
  }

  /** What came since {@code earlier}. */
  public Counts minus(Counts earlier) {
    return new Counts(
        requests - earlier.requests,
        errors - earlier.errors,
        dropped - earlier.dropped,
        hits - earlier.hits,
        misses - earlier.misses,
        sets - earlier.sets,
        fills - earlier.fills,
        bytesSent - earlier.bytesSent,
        bytesReceived - earlier.bytesReceived);
  }
}
