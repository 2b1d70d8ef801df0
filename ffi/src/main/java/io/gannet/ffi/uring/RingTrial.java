package io.gannet.ffi.uring;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;

/** Whether this process can have a ring: makes one, sends a request through it, closes it. */
public final class RingTrial {
  private RingTrial() {}

  /**
   * Tries one, on the calling thread.
   *
   * @param files slots of its table of direct descriptors; 0 for none
   * @return what it has
   * @throws LinuxException naming call, errno and cure
   */
  public static RingFeatures of(RingOptions options, int files) {
    return of(options, files, LinuxKernel.LINUX);
  }

  /** The same on another kernel. */
  public static RingFeatures of(RingOptions options, int files, Kernel kernel) {
    try (Ring ring = Ring.open(options, kernel)) {
      if (files > 0) {
        LinuxException.check(
            ring.registerFilesSparse(files),
            "io_uring_register(IORING_REGISTER_FILES2) of " + files,
            "raise the limit of open files (ulimit -n) to " + files);
      }
      ring.enable();
      ring.getSqe().prepNop();
      LinuxException.check(ring.submitAndWait(1), "io_uring_enter", "");
      int result = ring.cqReady() == 1 ? ring.cqe(0).res() : -Errno.EIO;
      LinuxException.check(result, "IORING_OP_NOP", "");
      ring.cqAdvance(1);
      return ring.features();
    }
  }
}
