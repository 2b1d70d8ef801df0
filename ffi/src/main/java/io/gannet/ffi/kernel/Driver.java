package io.gannet.ffi.kernel;

import io.gannet.ffi.linux.Errno;

/**
 * Whose a ring is: nobody's until it is enabled, then the thread's that has enabled it
 * (IORING_SETUP_R_DISABLED, IORING_SETUP_SINGLE_ISSUER). Any thread may ask.
 */
public final class Driver {
  private volatile Thread thread;

  /** Nobody drives the ring yet. */
  public boolean isMissing() {
    return thread == null;
  }

  private boolean isAnother() {
    Thread driver = thread;
    return driver != null && driver != Thread.currentThread();
  }

  /** From now on the caller does: 0, or -errno. */
  int enable() {
    if (!isMissing()) {
      return -Errno.EBADFD;
    }
    thread = Thread.currentThread();
    return 0;
  }

  /** Why the caller must not enter the ring, as -errno; or 0. */
  public int refusesEnter() {
    if (isMissing()) {
      return -Errno.EBADFD;
    }
    return isAnother() ? -Errno.EEXIST : 0;
  }

  /** Why the caller must not register anything, as -errno; or 0. */
  int refusesRegister() {
    return isAnother() ? -Errno.EEXIST : 0;
  }
}
