package io.gannet.server.worker.turn;

import io.gannet.engine.store.Walk;
import io.gannet.ffi.uring.Kernel;
import java.util.function.Supplier;

/**
 * The walk that a worker has under way: a slice a turn, when everyone has had what that turn has
 * for them. The worker's thread.
 */
final class WalkSlices {
  /** What a slice may look at: as much as the longest call to a store may, some 150 µs. */
  static final int STEPS = 640;

  private final Supplier<Walk> beginning;
  private final Kernel kernel;
  private final WorkerMetrics metrics;
  private WalkTicket ticket;
  private Walk walk;
  private long beganNs;
  private long longestNs;

  /** @param beginning begins a walk over the worker's store */
  WalkSlices(Supplier<Walk> beginning, Kernel kernel, WorkerMetrics metrics) {
    this.beginning = beginning;
    this.kernel = kernel;
    this.metrics = metrics;
  }

  /** True if there is more to walk. */
  boolean areUnderWay() {
    return ticket != null;
  }

  /** Begins what was ordered, if anything was. */
  void begin(WalkTicket ordered) {
    if (ordered == null) {
      return;
    }
    drop();
    try {
      beganNs = kernel.nowNs();
      longestNs = 0;
      walk = beginning.get();
      ticket = ordered;
    } catch (RuntimeException | Error e) { // who asked is told; who is served shall not suffer
      ordered.answer.completeExceptionally(e);
    }
  }

  /** One slice more. */
  void advance() {
    assert areUnderWay();
    if (ticket.answer.isDone()) { // nobody waits for it any more
      drop();
      return;
    }
    try {
      long startNs = kernel.nowNs();
      boolean over = walk.advance(STEPS);
      long nowNs = kernel.nowNs();
      longestNs = Math.max(longestNs, nowNs - startNs);
      ticket.madeSlice();
      metrics.walkSlices.increment();
      if (over) {
        tell(nowNs);
      }
    } catch (RuntimeException | Error e) {
      ticket.answer.completeExceptionally(e);
      drop();
    }
  }

  private void tell(long nowNs) {
    WalkTicket done = ticket;
    ticket = null;
    done.answer.complete(new WalkReport(walk, done.slices(), longestNs, nowNs - beganNs));
    walk = null;
  }

  /** The worker ends, and what is under way with it. */
  void end() {
    if (areUnderWay()) {
      ticket.refuse();
      drop();
    }
  }

  private void drop() {
    if (areUnderWay()) {
      walk.abandon();
      walk = null;
      ticket = null;
    }
  }
}
