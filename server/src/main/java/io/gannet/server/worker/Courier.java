package io.gannet.server.worker;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Restrictions;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.Sqe;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Brings the workers what the control plane has to tell them, from ring to ring: by one ring for
 * all, which is there before clients come, so that a message needs no descriptor, and no call that
 * a filter forbids. A ring is one thread's: this one's thread sends what others hand it, in turn.
 * Any thread.
 */
public final class Courier implements AutoCloseable {
  private static final RingOptions OPTIONS =
      RingOptions.defaults().withSqEntries(8).withCqEntries(64);
  private static final Restrictions RESTRICTIONS =
      new Restrictions().allowSqeOps(IoUring.IORING_OP_MSG_RING);
  private static final long MESSAGE_NS_MAX = 1_000_000_000L;

  /** Of the one that has just been sent; an older one may be taken only now. */
  private static final int NOT_YET = 1;

  private final Kernel kernel;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("courier").factory());

  /** The thread's own. */
  private Ring ring;

  private RingWait wait;
  private long number;

  /** Not there yet. */
  public Courier(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Ready to send from now on.
   *
   * @throws LinuxException if there is no ring to be had
   */
  public void open() {
    call(this::openRing);
  }

  private int openRing() {
    ring = Ring.open(OPTIONS, kernel);
    LinuxException.check(
        ring.registerRestrictions(RESTRICTIONS),
        "io_uring_register(IORING_REGISTER_RESTRICTIONS)", "");
    ring.enable();
    wait = new RingWait(ring);
    return 0;
  }

  /**
   * Sends a message.
   *
   * @return 0 once it is taken; {@code -ETIME} if the kernel has it, but its worker, which is busy,
   *     has not; any other -errno if nobody will get it
   */
  public int send(Consumer<Sqe> message) {
    try {
      return call(() -> sendNow(message));
    } catch (RejectedExecutionException e) {
      return -Errno.ECANCELED; // closed
    }
  }

  private int sendNow(Consumer<Sqe> message) {
    Sqe sqe = ring.getSqe();
    message.accept(sqe);
    sqe.userData(++number);
    while (wait.awaitOne(MESSAGE_NS_MAX)) {
      int result = take();
      if (result != NOT_YET) {
        return result;
      }
    }
    return -Errno.ETIME;
  }

  /** What became of the last message, having let those go that were too late. */
  private int take() {
    int result = NOT_YET;
    int ready = ring.cqReady();
    for (int i = 0; i < ready; i++) {
      Cqe cqe = ring.cqe(i);
      result = cqe.userData() == number ? Math.min(cqe.res(), 0) : result;
    }
    ring.cqAdvance(ready);
    return result;
  }

  private int call(Callable<Integer> task) {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinuxException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a message is under way", e);
    }
  }

  /** Once nobody has anything to tell any more. */
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      call(this::closeRing);
      thread.shutdown();
    }
  }

  private int closeRing() {
    if (ring != null) {
      ring.close();
    }
    return 0;
  }
}
