package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** poll.h: poll(2), whose events io_uring's poll and epoll take too. Any thread. */
@Header("poll.h")
public final class Poll {
  public static final int POLLIN = 1;
  public static final int POLLPRI = 2;
  public static final int POLLOUT = 4;
  public static final int POLLERR = 8;
  public static final int POLLHUP = 16;
  public static final int POLLNVAL = 32;
  public static final int POLLRDHUP = 0x2000;

  private Poll() {}

  /**
   * ppoll(2) of one {@link Pollfd}: 1 if an event is there, 0 if not, or -errno.
   *
   * @param timeout a {@link KernelTimespec}: how long to wait
   */
  public static int ppoll(MemorySegment pollfd, MemorySegment timeout) {
    long one = Native.address(pollfd, 0, Pollfd.LAYOUT.byteSize());
    long time = Native.address(timeout, 0, KernelTimespec.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.PPOLL, one, 1, time, 0, 0, 0);
  }
}
