package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;

/** fcntl.h: what descriptors are, copies of them, and new ones of files. Any thread. */
@Header("fcntl.h")
public final class Fcntl {
  public static final int F_GETFD = 1;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int AT_FDCWD = -100;
  public static final int O_RDONLY = 0;
  public static final int O_ACCMODE = 3;
  public static final int O_CREAT = 0x40;
  public static final int O_TRUNC = 0x200;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;

  private Fcntl() {}

  /** fcntl(2): what the command answers, or -errno. */
  public static int fcntl(int fd, int command, int argument) {
    return (int) Libc.syscall(Syscall.FCNTL, fd, command, argument);
  }

  /** open(2) of what is there already, a directory too: a descriptor, or -errno. */
  public static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocateFrom(path).address();
      return (int) Libc.syscall(Syscall.OPENAT, AT_FDCWD, address, flags, 0, 0, 0);
    }
  }
}
