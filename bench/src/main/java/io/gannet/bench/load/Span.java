package io.gannet.bench.load;

/**
 * Which requests are measured: those due in {@code [fromNs, untilNs)}, in {@link System#nanoTime},
 * which on Linux counts from the start of the host and is compared as it is. One per load thread.
 */
final class Span {
  static final long NEVER = Long.MAX_VALUE;

  long fromNs;
  long untilNs = NEVER;

  /** Requests that may still be taken from the source. */
  long left = NEVER;

  boolean isMeasured(long dueNs) {
    return dueNs >= fromNs;
  }
}
