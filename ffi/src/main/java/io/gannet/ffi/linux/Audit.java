package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Syscall;

/** linux/audit.h: which table a system call's number is of. */
@Header("linux/audit.h")
public final class Audit {
  public static final int AUDIT_ARCH_X86_64 = 0xC000003E;
  public static final int AUDIT_ARCH_AARCH64 = 0xC00000B7;

  private Audit() {}

  /** The one of this machine. */
  public static int arch() {
    return Syscall.isArm() ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64;
  }
}
