package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** linux/seccomp.h: what system calls a thread may make. Any thread. */
@Header("linux/seccomp.h")
public final class Seccomp {
  public static final int SECCOMP_SET_MODE_FILTER = 1;
  public static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  public static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
  public static final int SECCOMP_RET_ERRNO = 0x00050000;
  public static final int SECCOMP_RET_ALLOW = 0x7fff0000;
  public static final int SECCOMP_RET_DATA = 0x0000ffff;

  private Seccomp() {}

  /**
   * seccomp(2) of SECCOMP_SET_MODE_FILTER: a filter more for the calling thread, and with
   * SECCOMP_FILTER_FLAG_TSYNC for all threads of the process. It stays for good, and threads and
   * processes that are begun later have it, too.
   *
   * @param program a {@link SockFprog}
   * @return 0; the number of a thread that has a filter of its own, so that none got this one; or
   *     -errno: {@code -EACCES} without PR_SET_NO_NEW_PRIVS
   */
  public static int setModeFilter(int flags, MemorySegment program) {
    long address = Native.address(program, 0, SockFprog.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.SECCOMP, SECCOMP_SET_MODE_FILTER, flags, address);
  }
}
