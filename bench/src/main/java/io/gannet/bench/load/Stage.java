package io.gannet.bench.load;

import java.util.concurrent.CountDownLatch;

/**
 * Where a run is: what the conductor tells the load threads, and they it. A thread looks at one
 * volatile word per turn ({@link #epoch}), and waits for nobody while it makes load.
 *
 * <pre>
 *   thread:     connect ─► connected   fill ─► filled   load ── cut, cut, … ─► finished   close
 *   conductor:                    goFill ↗        goLoad ↗     ↖ epoch                goClose ↗
 * </pre>
 */
final class Stage {
  final CountDownLatch connected;
  final CountDownLatch filled;
  final CountDownLatch finished;
  final CountDownLatch goFill = new CountDownLatch(1);
  final CountDownLatch goLoad = new CountDownLatch(1);
  final CountDownLatch goClose = new CountDownLatch(1);

  private volatile boolean aborted;
  private volatile RuntimeException failure;

  // Written by the conductor before epoch, read by threads after it.
  private long startNs;
  private long fromNs;
  private long untilNs = Span.NEVER;
  private volatile int epoch;

  Stage(int threads) {
    connected = new CountDownLatch(threads);
    filled = new CountDownLatch(threads);
    finished = new CountDownLatch(threads);
  }

  /** From this time on requests are due; none of them is measured yet. */
  void start(long nowNs) {
    startNs = nowNs;
  }

  /** When the first request is due; after {@link #goLoad}. */
  long startNs() {
    return startNs;
  }

  /** Has each thread cut, and measure what is due from now on. */
  int measure(long nowNs, long durationNs) {
    fromNs = nowNs;
    untilNs = nowNs + durationNs;
    return cut();
  }

  /** Has each thread cut: the number of the cut. */
  int cut() {
    int next = epoch + 1;
    epoch = next;
    return next;
  }

  /** The number of the last cut asked for. */
  int epoch() {
    return epoch;
  }

  /** When the measured requests begin, 0 before that is known; after {@link #epoch}. */
  long fromNs() {
    return fromNs;
  }

  /** When they end. */
  long untilNs() {
    return untilNs;
  }

  /** Everybody is to stop now. */
  void abort() {
    aborted = true;
    goFill.countDown();
    goLoad.countDown();
    goClose.countDown();
  }

  boolean isAborted() {
    return aborted;
  }

  /** The first failure of a thread is the run's. */
  synchronized void fail(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Throws what a thread failed with, if one did. */
  void check() {
    if (failure != null) {
      throw failure;
    }
  }
}
