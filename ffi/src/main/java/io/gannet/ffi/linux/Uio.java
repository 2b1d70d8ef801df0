package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** sys/uio.h: reads and writes that say how. Any thread. */
@Header("sys/uio.h")
public final class Uio {
  /** Do not wait, whatever the descriptor's own flags say. */
  public static final int RWF_NOWAIT = 8;

  private Uio() {}

  /** preadv2(2) of one {@link Iovec}, at {@code offset}; -1 is the current position. */
  public static int preadv2(int fd, MemorySegment iovec, long offset, int flags) {
    return call(Syscall.PREADV2, fd, iovec, offset, flags);
  }

  /** pwritev2(2) of one {@link Iovec}, at {@code offset}; -1 is the current position. */
  public static int pwritev2(int fd, MemorySegment iovec, long offset, int flags) {
    return call(Syscall.PWRITEV2, fd, iovec, offset, flags);
  }

  /** The offset travels as two words; the first holds all of it where words have 64 bits. */
  private static int call(Syscall call, int fd, MemorySegment iovec, long offset, int flags) {
    long address = Native.address(iovec, 0, Iovec.LAYOUT.byteSize());
    return (int) Libc.syscall(call, fd, address, 1, offset, 0, flags);
  }
}
