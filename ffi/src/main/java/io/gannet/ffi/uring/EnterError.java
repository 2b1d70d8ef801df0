package io.gannet.ffi.uring;

import io.gannet.ffi.linux.Errno;

/**
 * What a result of io_uring_enter(2) means to whoever drives a ring. Nothing that was submitted is
 * lost by an error: entries that the kernel did not take stay in the queue, and go with the next
 * enter. Stateless; any thread.
 *
 * <pre>
 *   EINTR, ETIME             a signal, or the time was over: nothing is wrong
 *   EAGAIN, EBUSY, ENOMEM    scarcity: reap what has completed, give back what can be, try again
 *   EBADR                    a completion is lost for want of memory; the ring goes on
 *   all others               a mistake of ours, or a ring that is gone: no enter will work again
 * </pre>
 *
 * <p>io_uring_enter(2); {@code io_cqring_wait} and {@code io_submit_sqes} in io_uring/io_uring.c.
 */
public final class EnterError {
  private EnterError() {}

  /** True if a later enter may work: the result is no error, or one that passes. */
  public static boolean passes(int result) {
    return result >= 0
        || result == -Errno.EINTR
        || result == -Errno.ETIME
        || result == -Errno.EBADR
        || isScarcity(result);
  }

  /** True if the kernel lacks something now: to try again at once would only burn the CPU. */
  public static boolean isScarcity(int result) {
    return result == -Errno.EAGAIN || result == -Errno.EBUSY || result == -Errno.ENOMEM;
  }
}
