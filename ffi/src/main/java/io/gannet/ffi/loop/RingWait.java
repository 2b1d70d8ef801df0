package io.gannet.ffi.loop;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.EnterError;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Ring;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The io_uring_enter(2) between two turns: submits what is pending, waits as it is told to, and
 * judges the result, which is then nobody else's to look at.
 *
 * <pre>
 *   poll        enters, and does not wait
 *   await       looks for so long, then sleeps, until a completion is ready
 *   awaitUntil  sleeps until so long before a time, then looks until it has come
 * </pre>
 *
 * <p>To look is to read the flags that the kernel shares, and to enter it when they say that there
 * is something to get: a thread that looks answers sooner than one that has to be woken.
 *
 * <p>All of them return at once when a completion is ready, may return when none is, and are false
 * if the kernel lacks something. Then they have let it be for a while, if the turn before got
 * nowhere either: 1 ms, then twice as long each time, at most {@link #BACK_OFF_NS_MAX}. They throw
 * {@link LinuxException} if no later enter can work. Nothing is allocated. The ring's driver only.
 */
public final class RingWait {
  /** How long the kernel is let be at most when it lacks something. */
  static final long BACK_OFF_NS_MAX = 8_000_000L;

  static final long BACK_OFF_NS_MIN = 1_000_000L;

  /** How long to sleep at most after a completion was lost: it may have been what ends a sleep. */
  static final long AFTER_LOSS_NS = 1_000_000_000L;

  /** How long {@link #awaitOne} waits at a time. */
  private static final long WAIT_NS = 10_000_000L;

  private static final long FOR_EVER = Long.MAX_VALUE;

  /** No count of completions: the last enter lacked nothing. */
  private static final long NONE = -1;

  private final Ring ring;
  private final Kernel kernel;
  private final LongConsumer park;
  private long backOffNs = BACK_OFF_NS_MIN;
  private long reapedBefore = NONE;
  private boolean lost;

  /** Waits on a ring that is enabled by the time of the first wait. */
  public RingWait(Ring ring) {
    this(ring, LockSupport::parkNanos);
  }

  RingWait(Ring ring, LongConsumer park) {
    this.ring = ring;
    this.park = park;
    this.kernel = ring.kernel();
  }

  /**
   * Throws what is thrown here if the result of an enter is a mistake of ours, or a ring's that is
   * gone; for those who enter in the middle of a turn.
   */
  public static void check(int result) {
    if (!EnterError.passes(result)) {
      throw new LinuxException("io_uring_enter", result, "");
    }
  }

  /** Submits, and lets completions be made. */
  public boolean poll() {
    return judge(ring.submitAndGetEvents());
  }

  /** Waits until a completion is ready, looking for {@code spinNs} before it sleeps. */
  public boolean await(long spinNs) {
    return await(spinNs, FOR_EVER);
  }

  /** The same, but not for longer than {@code timeoutNs} asleep. */
  public boolean await(long spinNs, long timeoutNs) {
    if (ring.cqReady() > 0) {
      return poll();
    }
    return judge(spinNs > 0 ? lookThenSleep(spinNs, timeoutNs) : sleep(timeoutNs));
  }

  /**
   * Waits until a completion is ready or a time of {@link Kernel#nowNs} has come; waking up takes
   * long, so it does not sleep in the last {@code spinNs} before it.
   */
  public boolean awaitUntil(long untilNs, long spinNs) {
    if (ring.cqReady() > 0) {
      return poll();
    }
    long sleepNs = untilNs - spinNs - kernel.nowNs();
    if (sleepNs > 0) {
      return judge(ring.submitAndWaitTimeout(1, sleepNs));
    }
    return spinNs > 0 ? judge(submitAndLook(untilNs)) : poll();
  }

  /** Waits for a completion, asleep, but not for longer than that. */
  public boolean awaitFor(long timeoutNs) {
    return judge(ring.submitAndWaitTimeout(1, timeoutNs));
  }

  /**
   * Has all that is pending taken and waits for a completion, by many short waits and not by the
   * clock, which runs on while the process is stopped. For those who have nothing else to do.
   *
   * @param patienceNs how long those waits are together
   * @return whether one is ready
   */
  public boolean awaitOne(long patienceNs) {
    long left = patienceNs;
    while (left > 0 && (ring.hasPending() || ring.cqReady() == 0)) {
      awaitFor(Math.min(left, WAIT_NS));
      left -= WAIT_NS;
    }
    return ring.cqReady() > 0;
  }

  private int sleep(long timeoutNs) {
    if (lost && timeoutNs >= AFTER_LOSS_NS) {
      lost = false;
      return ring.submitAndWaitTimeout(1, AFTER_LOSS_NS);
    }
    return timeoutNs == FOR_EVER
        ? ring.submitAndWait(1)
        : ring.submitAndWaitTimeout(1, timeoutNs);
  }

  private int lookThenSleep(long spinNs, long timeoutNs) {
    int result = submitAndLook(kernel.nowNs() + spinNs);
    return result < 0 || ring.cqReady() > 0 ? result : sleep(timeoutNs);
  }

  private int submitAndLook(long untilNs) {
    int result = ring.submit();
    while (result >= 0 && ring.cqReady() == 0 && kernel.nowNs() - untilNs < 0) {
      if (ring.taskrun()) {
        result = ring.submitAndGetEvents();
      } else {
        Thread.onSpinWait();
      }
    }
    return result;
  }

  private boolean judge(int result) {
    if (EnterError.isScarcity(result)) {
      letBe();
      return false;
    }
    check(result);
    lost |= result == -Errno.EBADR;
    reapedBefore = NONE;
    backOffNs = BACK_OFF_NS_MIN;
    return true;
  }

  /** What can be reaped is reaped first: that may be what the kernel lacks. */
  private void letBe() {
    long reaped = ring.cqes();
    boolean stuck = ring.cqReady() == 0 || reaped == reapedBefore;
    reapedBefore = reaped;
    if (stuck) {
      park.accept(backOffNs);
      backOffNs = Math.min(2 * backOffNs, BACK_OFF_NS_MAX);
    } else {
      backOffNs = BACK_OFF_NS_MIN;
    }
  }
}
