package io.gannet.server.worker.turn;

/**
 * The time that timeouts are measured by: as the worker's own, but for those stretches in which it
 * was not running. A client must not be closed because the process was stopped, or its host.
 *
 * <p>A worker's timer ends every sleep within {@link Plant#TICK_NS}, so more than a few of them
 * between two turns can only be a pause, and is counted as {@link #STEP_NS_MAX}. One thread.
 */
final class PatienceClock {
  static final long STEP_NS_MAX = 1_000_000_000L;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private long lastNs;
  private long patienceNs;

  PatienceClock(long nowNs) {
    lastNs = nowNs;
  }

  /** Tells the time, of the monotonic clock. */
  void advance(long nowNs) {
    patienceNs += Math.clamp(nowNs - lastNs, 0, STEP_NS_MAX);
    lastNs = nowNs;
  }

  /** Seconds of running since the start. */
  int nowSec() {
    return (int) (patienceNs / NS_PER_SEC);
  }

  /** The same in nanoseconds. */
  long nowNs() {
    return patienceNs;
  }
}
