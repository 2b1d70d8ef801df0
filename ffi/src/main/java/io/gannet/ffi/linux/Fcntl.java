package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;

/** fcntl.h: what descriptors are, and copies of them. Any thread. */
@Header("fcntl.h")
public final class Fcntl {
  public static final int F_GETFD = 1;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int O_NONBLOCK = 0x800;

  private Fcntl() {}

  /** fcntl(2): what the command answers, or -errno. */
  public static int fcntl(int fd, int command, int argument) {
    return (int) Libc.syscall(Syscall.FCNTL, fd, command, argument);
  }
}
