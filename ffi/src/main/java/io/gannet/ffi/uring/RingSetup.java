package io.gannet.ffi.uring;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Asks the kernel for a ring, io_uring_setup(2). A kernel answers EINVAL to a flag that it does not
 * know, without telling which: so the newest optional one is given up, again and again, until the
 * kernel accepts (see docs/002).
 */
final class RingSetup {
  private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

  /** Not negotiable: an order of 5.10, far below the minimum. */
  static final int REQUIRED =
      IoUring.IORING_SETUP_R_DISABLED | IoUring.IORING_SETUP_CQSIZE | IoUring.IORING_SETUP_CLAMP;

  private RingSetup() {}

  /** What we would like best. */
  static int wanted(RingOptions options) {
    int flags = REQUIRED
        | IoUring.IORING_SETUP_SUBMIT_ALL
        | IoUring.IORING_SETUP_SINGLE_ISSUER
        | IoUring.IORING_SETUP_DEFER_TASKRUN
        | IoUring.IORING_SETUP_NO_SQARRAY;
    return options.taskrunFlag() ? flags | IoUring.IORING_SETUP_TASKRUN_FLAG : flags;
  }

  /**
   * A descriptor of a disabled ring, with {@code params} as the kernel filled them.
   *
   * @throws LinuxException with the cure
   */
  static int setup(Kernel kernel, RingOptions options, MemorySegment params) {
    int flags = wanted(options);
    while (true) {
      IoUringParams.ask(params, flags, options.cqEntries());
      int fd = kernel.setup(options.sqEntries(), params);
      List<SetupFlag> optional = SetupFlag.of(flags);
      if (fd != -Errno.EINVAL || optional.isEmpty()) {
        return (int) LinuxException.check(fd, "io_uring_setup", cure(-fd));
      }
      flags = without(optional.getFirst(), flags);
    }
  }

  /** What {@code flag} brought is asked for in the next best way. */
  private static int without(SetupFlag flag, int flags) {
    int rest = flags & ~flag.bit;
    return flag == SetupFlag.DEFER_TASKRUN ? rest | IoUring.IORING_SETUP_COOP_TASKRUN : rest;
  }

  private static String cure(int errno) {
    return switch (errno) {
      case Errno.EPERM -> "sysctl kernel.io_uring_disabled=0 (it is " + disabled() + "); if it is"
          + " 0, a seccomp profile forbids it: allow io_uring_setup, _enter and _register";
      case Errno.ENOSYS -> "Linux 6.1 or newer with CONFIG_IO_URING; in a container, a seccomp"
          + " profile that allows io_uring_setup, _enter and _register";
      case Errno.EINVAL -> "Linux 6.1 or newer: this kernel knows no flag that we can do without";
      case Errno.ENOMEM -> "ulimit -l unlimited (LimitMEMLOCK= of systemd), as a ring is locked"
          + " memory before 5.12 and since 6.14; or fewer entries, or more memory";
      case Errno.EMFILE, Errno.ENFILE -> "more descriptors: ulimit -n, sysctl fs.file-max";
      default -> "";
    };
  }

  private static String disabled() {
    try {
      return Files.readString(DISABLED).strip();
    } catch (IOException e) {
      return "not readable";
    }
  }
}
