package io.gannet.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** sys/ioctl.h: what a socket can be asked. Any thread. */
@Header("sys/ioctl.h")
public final class Ioctl {
  public static final int TCGETS = 0x5401;
  public static final int FIONREAD = 0x541B;

  private Ioctl() {}

  /**
   * ioctl(2) of a request that answers with an int: that, or -errno.
   *
   * @param answer room for it, in native memory
   */
  public static int ioctl(int fd, int request, MemorySegment answer) {
    long address = Native.address(answer, 0, Integer.BYTES);
    int result = (int) Libc.syscall(Syscall.IOCTL, fd, request, address);
    return result < 0 ? result : answer.get(JAVA_INT, 0);
  }
}
