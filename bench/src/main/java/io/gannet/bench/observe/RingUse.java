package io.gannet.bench.observe;

/** What a Gannet server's rings did between two moments: calls of io_uring_enter, and CQEs. */
public record RingUse(long enters, long cqes) {
  /** Completions that one call brought. */
  public double cqesPerEnter() {
    return enters == 0 ? 0 : (double) cqes / enters;
  }
}
