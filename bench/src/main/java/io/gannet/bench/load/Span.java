package io.gannet.bench.load;

/**
 * What is measured, in {@link System#nanoTime}, which on Linux counts from the start of the host
 * and is compared as it is. One per load thread.
 *
 * <p>Open loop: requests due in {@code [fromNs, untilNs)}, whenever they are answered, for a server
 * that is late owes them all the same. Closed loop: replies that come before {@code untilNs} and
 * after the cut that the measuring begins with, whenever they were asked for: as many are on their
 * way at the end as were at the beginning, so that neither makes the rate more than it was.
 */
final class Span {
  static final long NEVER = Long.MAX_VALUE;

  long fromNs;
  long untilNs = NEVER;

  /** Requests that may still be taken from the source. */
  long left = NEVER;

  /**
   * A warm-up begins. What comes in its first tenth is left out of its own figures, only so that
   * the compiler meets requests that are not measured before the measuring begins.
   */
  void warmUp(long startNs, long warmUpNs) {
    fromNs = startNs + warmUpNs / 10;
  }

  /** Of a request that is due (open loop) or composed (closed loop) then. */
  boolean isMeasured(long dueNs) {
    return dueNs >= fromNs;
  }

  /** Whether a reply that comes now is in the time measured. */
  boolean isBeforeEnd(long nowNs) {
    return nowNs < untilNs;
  }
}
