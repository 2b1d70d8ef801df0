package io.gannet.ffi.uring;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Mman;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Linux and its io_uring: each call is the one that the interface names. Any thread. */
public final class LinuxKernel implements Kernel {
  /** The one there is: it has no state of its own. */
  public static final Kernel LINUX = new LinuxKernel();

  private LinuxKernel() {}

  @Override
  public int setup(int entries, MemorySegment params) {
    long address = Native.address(params, 0, IoUringParams.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.IO_URING_SETUP, entries, address, 0);
  }

  @Override
  public MemorySegment map(int ringFd, long bytes, long offset, Arena arena) {
    int prot = Mman.PROT_READ | Mman.PROT_WRITE;
    long address = Mman.mmap(0, bytes, prot, Mman.MAP_SHARED | Mman.MAP_POPULATE, ringFd, offset);
    LinuxException.check(address, "mmap of " + bytes + " bytes of a ring", "more memory");
    return Mman.view(address, bytes, arena);
  }

  @Override
  public int enter(
      int ring, int submit, int waitCount, int flags, long argument, long argumentBytes) {
    return (int) Libc.syscall(
        Syscall.IO_URING_ENTER, ring, submit, waitCount, flags, argument, argumentBytes);
  }

  @Override
  public int register(int ringFd, int operation, MemorySegment argument, int count) {
    long address = Native.address(argument, 0, argument.byteSize());
    return (int) Libc.syscall(
        Syscall.IO_URING_REGISTER, ringFd, operation, address, count, 0, 0);
  }

  @Override
  public int close(int fd) {
    return Unistd.close(fd);
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public long clockNs(int clock) {
    return Time.clock_gettime(clock);
  }
}
