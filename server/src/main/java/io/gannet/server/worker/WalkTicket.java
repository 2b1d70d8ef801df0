package io.gannet.server.worker;

import io.gannet.engine.metrics.Counter;
import java.util.concurrent.CompletableFuture;

/** An order for a walk: who gave it waits for the answer, and sees that the walk goes on. */
final class WalkTicket {
  /** The worker's, or that nobody waits for it any more. */
  final CompletableFuture<WalkReport> answer = new CompletableFuture<>();

  /** Slices made so far. The worker writes it. */
  final Counter slices = new Counter();

  /** Nobody is left to carry it out. */
  void refuse() {
    answer.completeExceptionally(new IllegalStateException("the worker has ended"));
  }
}
