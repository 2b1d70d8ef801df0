package io.gannet.server.worker;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.Sqe;
import io.gannet.server.worker.turn.Post;
import io.gannet.server.worker.turn.WalkReport;
import io.gannet.server.worker.turn.WalkTicket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * How the control plane asks a worker for a walk over its store: the order waits here while a
 * message from ring to ring wakes the worker, which carries it out on its own thread, in slices of
 * its turns.
 */
final class WalkOrder {
  private final AtomicReference<WalkTicket> placed = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * Asks, and waits for the answer. The control plane.
   *
   * @param patienceNs how long to wait for the next slice
   * @param lengthNs how long at most to wait for the last one
   */
  WalkReport place(Courier courier, int ringFd, long patienceNs, long lengthNs) {
    WalkTicket ticket = new WalkTicket();
    placed.set(ticket);
    try {
      if (closed) {
        refuse();
      } else {
        post(courier, sqe -> Post.prepWalk(sqe, ringFd));
      }
      return await(ticket, patienceNs, lengthNs);
    } finally {
      placed.compareAndSet(ticket, null);
      ticket.answer.cancel(false); // nobody waits for it any more
    }
  }

  /** Waits for the answer as long as slices are made. */
  static WalkReport await(WalkTicket ticket, long patienceNs, long lengthNs) {
    long startNs = System.nanoTime();
    for (long seen = 0; ; ) {
      try {
        return ticket.answer.get(patienceNs, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        long slices = ticket.slices();
        if (slices == seen) {
          throw new IllegalStateException(
              "no walk: no slice of it within " + seconds(patienceNs) + ", after " + slices, e);
        }
        if (System.nanoTime() - startNs > lengthNs) {
          throw new IllegalStateException("no walk within " + seconds(lengthNs), e);
        }
        seen = slices;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the walk failed: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a walk", e);
      }
    }
  }

  private static String seconds(long ns) {
    return TimeUnit.NANOSECONDS.toSeconds(ns) + " s";
  }

  /** Tells the worker that one is over that a conversation of its has asked for. */
  static void tellOver(Courier courier, int ringFd, long origin) {
    post(courier, sqe -> Post.prepWalked(sqe, ringFd, origin));
  }

  /** A busy worker may take the message later; what the kernel has taken reaches it. */
  private static void post(Courier courier, Consumer<Sqe> message) {
    int result = courier.send(message);
    LinuxException.check(
        result == -Errno.ETIME ? 0 : result,
        "io_uring_enter(IORING_OP_MSG_RING)",
        "has the worker ended? see the log");
  }

  /** What was ordered, or null: to be carried out now. The worker. */
  WalkTicket take() {
    return placed.getAndSet(null);
  }

  /** Refuses what is asked, now and later: nobody is left to carry it out. The worker. */
  void close() {
    closed = true;
    refuse();
  }

  /** Whoever comes later of the one that asks and the one that ends finds what the other wrote. */
  private void refuse() {
    WalkTicket ticket = take();
    if (ticket != null) {
      ticket.refuse();
    }
  }
}
