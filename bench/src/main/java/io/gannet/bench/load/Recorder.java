package io.gannet.bench.load;

import io.gannet.engine.metrics.Counter;

/**
 * What one load thread counts and times. The thread writes; at each cut it hands what it recorded
 * since the last one over to the conductor, by a volatile store, and goes on with the other of two
 * sets of histograms.
 */
final class Recorder {
  final Tally tally = new Tally();
  final ErrorKinds kinds = new ErrorKinds();
  final Span span;
  private final boolean open;

  private Latencies now = new Latencies();
  private Latencies handedOver = new Latencies();
  private final Tally atCut = new Tally();
  private final Counter answered = new Counter();
  private volatile int cuts;

  Recorder(Span span, boolean open) {
    this.span = span;
    this.open = open;
  }

  // The load thread.

  /** {@code count} measured replies to one send. */
  void served(long serviceNs, int count) {
    Latencies.record(now.service, serviceNs, count);
  }

  /** A measured reply, from when its request was due; open loop. */
  void perceived(long perceivedNs) {
    Latencies.record(now.perceived, perceivedNs);
  }

  /** All that is composed on the connection is handed to the kernel now. */
  void sends(InFlight inFlight, long nowNs) {
    if (!open) {
      return;
    }
    int count = inFlight.unsentCount();
    for (int i = 0; i < count; i++) {
      long dueNs = inFlight.unsentIntendedNs(i);
      if (span.isMeasured(dueNs) && !inFlight.unsentIsFill(i)) {
        Latencies.record(now.slip, nowNs - dueNs);
      }
    }
  }

  /** A request is not answered and never will be. */
  void lost(InFlight inFlight, String kind) {
    if (span.isMeasured(inFlight.headIntendedNs())) {
      tally.errors++;
      kinds.add(kind, 1);
    }
  }

  /** As {@link #lost}, having waited until now: that much is recorded, as a lower bound. */
  void unanswered(InFlight inFlight, long nowNs, String kind) {
    lost(inFlight, kind);
    if (!span.isMeasured(inFlight.headIntendedNs())) {
      return;
    }
    if (inFlight.headIsSent()) {
      served(nowNs - inFlight.headSentNs(), 1);
    }
    if (open && !inFlight.headIsFill()) {
      perceived(nowNs - inFlight.headIntendedNs());
    }
  }

  /** Something went wrong that is no request. */
  void failed(String kind) {
    kinds.add(kind, 1);
  }

  /** Hands over, as cut {@code number}; the set before must have been emptied. */
  void cut(int number) {
    Latencies recorded = now;
    now = handedOver;
    handedOver = recorded;
    atCut.copy(tally);
    cuts = number;
  }

  /** Shows the conductor how far it is; once a turn. */
  void show() {
    answered.set(tally.requests);
  }

  // The conductor.

  /** Replies so far, or shortly before. */
  long answered() {
    return answered.get();
  }

  /** The last cut that was made. */
  int cuts() {
    return cuts;
  }

  /** What was handed over with the last cut: to be read and reset before the next. */
  Latencies handedOver() {
    return handedOver;
  }

  /** All that was counted until the last cut. */
  Counts countsAtCut() {
    return atCut.counts();
  }
}
