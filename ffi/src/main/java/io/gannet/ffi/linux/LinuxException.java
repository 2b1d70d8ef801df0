package io.gannet.ffi.linux;

/**
 * A system call that failed where that is not expected: start-up and control plane. The message has
 * two lines, what failed and what to do about it:
 *
 * <pre>
 * io_uring_setup: EPERM (1)
 *   cure: sysctl kernel.io_uring_disabled=0
 * </pre>
 *
 * <p>The data plane never throws this; it looks at {@code -errno}.
 */
public final class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;
  private final String cure;

  /**
   * @param call the call as one would write it, {@code "bind 127.0.0.1:11211"}
   * @param errno its error number, of either sign
   * @param cure what the reader of the message can do, or {@code ""}
   */
  public LinuxException(String call, int errno, String cure) {
    super(message(call, Math.abs(errno), cure));
    this.call = call;
    this.errno = Math.abs(errno);
    this.cure = cure;
  }

  private static String message(String call, int errno, String cure) {
    String failed = call + ": " + Errno.name(errno) + " (" + errno + ")";
    return cure.isEmpty() ? failed : failed + "\n  cure: " + cure;
  }

  /**
   * Turns the {@code -errno} of a call that must succeed into this exception.
   *
   * @return {@code result}, when it is not negative
   */
  public static long check(long result, String call, String cure) {
    if (result < 0) {
      throw new LinuxException(call, (int) -result, cure);
    }
    return result;
  }

  /** The error number, positive: {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** The call that failed. */
  public String call() {
    return call;
  }

  /** What to do about it; empty when nothing is known. */
  public String cure() {
    return cure;
  }
}
