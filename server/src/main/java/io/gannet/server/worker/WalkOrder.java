package io.gannet.server.worker;

import io.gannet.engine.process.Processor;
import io.gannet.engine.store.Walk;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.UserData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How the control plane asks a worker for a walk over its store: the order waits here while a
 * message from ring to ring wakes the worker, which carries it out on its own thread, within a
 * turn. Orders are rare, so each opens a ring of its own for the message.
 */
final class WalkOrder {
  private static final long MESSAGE_NS_MAX = 1_000_000_000L;

  private final AtomicReference<CompletableFuture<WalkReport>> placed = new AtomicReference<>();
  private volatile boolean closed;

  /** Asks, and waits for the answer. The control plane. */
  WalkReport place(int ringFd, long patienceNs) {
    CompletableFuture<WalkReport> answer = new CompletableFuture<>();
    placed.set(answer);
    try {
      if (closed) {
        refuse();
      } else {
        post(ringFd);
      }
      return await(answer, patienceNs);
    } finally {
      placed.compareAndSet(answer, null); // nobody waits for it any more
    }
  }

  private static WalkReport await(CompletableFuture<WalkReport> answer, long patienceNs) {
    try {
      return answer.get(patienceNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no walk within " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the walk failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a walk", e);
    }
  }

  private static void post(int ringFd) {
    try (Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      ring.getSqe().prepMsgRing(ringFd, 0, UserData.pack(Op.WALK, 0, 0), 0);
      int entered = ring.submitAndWaitTimeout(1, MESSAGE_NS_MAX);
      int result = ring.cqReady() > 0 ? ring.cqe(0).res() : entered;
      // A busy worker may take the message later; what the kernel has taken reaches it.
      LinuxException.check(
          result == -Errno.ETIME ? 0 : result,
          "io_uring_enter(IORING_OP_MSG_RING)",
          "has the worker ended? see the log");
    }
  }

  /** Carries an order out, if there is one. The worker. */
  void carryOut(Processor processor) {
    CompletableFuture<WalkReport> answer = placed.getAndSet(null);
    if (answer == null) {
      return;
    }
    try {
      long startNs = System.nanoTime();
      Walk walk = processor.walk();
      answer.complete(new WalkReport(walk, System.nanoTime() - startNs));
    } catch (RuntimeException | Error e) { // who asked is told; who is served shall not suffer
      answer.completeExceptionally(e);
    }
  }

  /** Refuses what is asked, now and later: nobody is left to carry it out. The worker. */
  void close() {
    closed = true;
    refuse();
  }

  /** Whoever comes later of the one that asks and the one that ends finds what the other wrote. */
  private void refuse() {
    CompletableFuture<WalkReport> answer = placed.getAndSet(null);
    if (answer != null) {
      answer.completeExceptionally(new IllegalStateException("the worker has ended"));
    }
  }
}
