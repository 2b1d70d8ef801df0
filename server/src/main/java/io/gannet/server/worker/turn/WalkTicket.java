package io.gannet.server.worker.turn;

import io.gannet.engine.metrics.Counter;
import java.util.concurrent.CompletableFuture;

/** An order for a walk: who gave it waits for the answer, and sees that the walk goes on. */
public class WalkTicket {
  /** The worker's, or that nobody waits for it any more. */
  public final CompletableFuture<WalkReport> answer = new CompletableFuture<>();

  private final Counter slices = new Counter();

  /** A slice more was made. The worker. */
  final void madeSlice() {
    slices.increment();
  }

  /** Slices made so far. Any thread. */
  public long slices() {
    return slices.get();
  }

  /** Nobody is left to carry it out. */
  public final void refuse() {
    answer.completeExceptionally(new IllegalStateException("the worker has ended"));
  }
}
