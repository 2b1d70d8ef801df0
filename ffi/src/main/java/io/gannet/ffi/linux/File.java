package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;

/** sys/file.h: locks that bind those who ask for them. Any thread. */
@Header("sys/file.h")
public final class File {
  public static final int LOCK_EX = 2;
  public static final int LOCK_NB = 4;

  private File() {}

  /**
   * flock(2): the lock is the open file's, and goes with its last descriptor.
   *
   * @return 0, or -errno: {@code -EAGAIN} if somebody has it and LOCK_NB is among the operations
   */
  public static int flock(int fd, int operation) {
    return (int) Libc.syscall(Syscall.FLOCK, fd, operation, 0);
  }
}
