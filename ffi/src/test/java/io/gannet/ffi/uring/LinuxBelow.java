package io.gannet.ffi.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Linux, each call of which a test may answer otherwise. */
public class LinuxBelow implements Kernel {
  @Override
  public int setup(int entries, MemorySegment params) {
    return LinuxKernel.LINUX.setup(entries, params);
  }

  @Override
  public MemorySegment map(int ringFd, long bytes, long offset, Arena arena) {
    return LinuxKernel.LINUX.map(ringFd, bytes, offset, arena);
  }

  @Override
  public int enter(
      int ring, int submit, int waitCount, int flags, long argument, long argumentBytes) {
    return LinuxKernel.LINUX.enter(ring, submit, waitCount, flags, argument, argumentBytes);
  }

  @Override
  public int register(int ringFd, int operation, MemorySegment argument, int count) {
    return LinuxKernel.LINUX.register(ringFd, operation, argument, count);
  }

  @Override
  public int close(int fd) {
    return LinuxKernel.LINUX.close(fd);
  }

  @Override
  public long nowNs() {
    return LinuxKernel.LINUX.nowNs();
  }

  @Override
  public long clockNs(int clock) {
    return LinuxKernel.LINUX.clockNs(clock);
  }
}
