package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** unistd.h: descriptors and identities. Any thread. */
public final class Unistd {
  private Unistd() {}

  /** close(2). After {@code -EINTR} the descriptor is closed all the same: never close it again. */
  public static int close(int fd) {
    return (int) Libc.syscall(Syscall.CLOSE, fd, 0, 0);
  }

  /** read(2) into {@code memory[offset, offset + length)}: bytes read, 0 at the end, -errno. */
  public static long read(int fd, MemorySegment memory, long offset, long length) {
    try {
      return Libc.syscall(Syscall.READ, fd, Native.address(memory, offset, length), length);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /** write(2) from {@code memory[offset, offset + length)}: bytes written, or -errno. */
  public static long write(int fd, MemorySegment memory, long offset, long length) {
    try {
      return Libc.syscall(Syscall.WRITE, fd, Native.address(memory, offset, length), length);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /** getpid(2). */
  public static int getpid() {
    return (int) Libc.syscall(Syscall.GETPID, 0, 0, 0);
  }

  /** gettid(2): the kernel's name for the calling thread. */
  public static int gettid() {
    return (int) Libc.syscall(Syscall.GETTID, 0, 0, 0);
  }
}
