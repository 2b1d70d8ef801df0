package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;

/** sys/eventfd.h: a descriptor that counts, to wake whoever reads it. */
@Header("sys/eventfd.h")
public final class Eventfd {
  public static final int EFD_SEMAPHORE = 1;
  public static final int EFD_NONBLOCK = 0x800;
  public static final int EFD_CLOEXEC = 0x80000;

  private Eventfd() {}

  /**
   * eventfd(2). Reads and writes on it move one {@code u64}, 8 bytes.
   *
   * @return the descriptor, or -errno
   */
  public static int eventfd(int initial, int flags) {
    return (int) Libc.syscall(Syscall.EVENTFD2, initial, flags, 0);
  }
}
