package io.gannet.ffi.seccomp;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Seccomp;

/**
 * What becomes of a system call: SECCOMP_RET_*.
 *
 * @param action as the kernel takes it
 */
public record Verdict(int action) {
  /** It is made. */
  public static final Verdict ALLOW = new Verdict(Seccomp.SECCOMP_RET_ALLOW);

  /** The process ends by SIGSYS, and the kernel's audit log says by which call. */
  public static final Verdict KILL = new Verdict(Seccomp.SECCOMP_RET_KILL_PROCESS);

  /** It is not made, and its caller is told this. */
  public static Verdict refuse(int errno) {
    return new Verdict(Seccomp.SECCOMP_RET_ERRNO | errno & Seccomp.SECCOMP_RET_DATA);
  }

  /** As a page says it: {@code ENOSYS}, or {@code SIGSYS}. */
  @Override
  public String toString() {
    if (equals(ALLOW)) {
      return "allowed";
    }
    return equals(KILL) ? "SIGSYS" : Errno.name(action & Seccomp.SECCOMP_RET_DATA);
  }
}
