package io.gannet.bench.load;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.EnterError;
import io.gannet.ffi.uring.Ring;

/**
 * The one io_uring_enter of a turn, and what comes before it. A thread that has nothing to do but
 * take replies sleeps until one is there. One that has to send at a time sleeps until a little
 * before it, because waking up takes long, and then looks at the clock until it has come.
 */
final class Waiting {
  private final Ring ring;
  private final long spinNs;

  /** {@code spinNs}: how long before the time it stops sleeping; 0 is never. */
  Waiting(Ring ring, long spinNs) {
    this.ring = ring;
    this.spinNs = spinNs;
  }

  /** Submits, and waits for a completion, but not beyond {@code awakeAtNs}. */
  void enter(long awakeAtNs) {
    int result;
    if (ring.cqReady() > 0) {
      result = ring.submitAndGetEvents();
    } else if (awakeAtNs == Span.NEVER) {
      result = ring.submitAndWait(1);
    } else {
      result = waitUntil(awakeAtNs);
    }
    if (!EnterError.passes(result)) {
      throw new LoadException("io_uring_enter: " + Errno.name(-result), "");
    }
  }

  private int waitUntil(long awakeAtNs) {
    long sleepNs = awakeAtNs - spinNs - System.nanoTime();
    if (sleepNs > 0) {
      return ring.submitAndWaitTimeout(1, sleepNs);
    }
    return spinNs == 0 ? ring.submitAndGetEvents() : poll(awakeAtNs);
  }

  private int poll(long awakeAtNs) {
    int result = ring.submit();
    if (result < 0 || ring.cqReady() > 0) {
      return result;
    }
    while (System.nanoTime() < awakeAtNs) {
      if (ring.taskrun()) {
        return ring.submitAndGetEvents();
      }
      Thread.onSpinWait();
    }
    return result;
  }
}
