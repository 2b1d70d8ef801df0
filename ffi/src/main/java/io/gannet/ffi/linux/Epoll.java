package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** sys/epoll.h: which of many descriptors have something to tell, epoll(7). Any thread. */
@Header("sys/epoll.h")
public final class Epoll {
  public static final int EPOLL_CLOEXEC = 0x80000;

  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;

  public static final int EPOLLIN = 1;
  public static final int EPOLLPRI = 2;
  public static final int EPOLLOUT = 4;
  public static final int EPOLLERR = 8;
  public static final int EPOLLHUP = 16;
  public static final int EPOLLRDHUP = 0x2000;
  public static final int EPOLLET = 1 << 31;

  private Epoll() {}

  /** epoll_create1(2): the descriptor of a new instance. */
  public static int epoll_create1(int flags) {
    return (int) Libc.syscall(Syscall.EPOLL_CREATE1, flags, 0, 0);
  }

  /** epoll_ctl(2): what {@code epfd} shall tell of {@code fd}, an {@link EpollEvent}. */
  public static int epoll_ctl(int epfd, int op, int fd, MemorySegment event) {
    long address = Native.address(event, 0, EpollEvent.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.EPOLL_CTL, epfd, op, fd, address, 0, 0);
  }

  /** epoll_wait(2) by its younger name: how many of {@code events} were filled. */
  public static int epoll_pwait(int epfd, MemorySegment events, int count, int timeoutMs) {
    long address = Native.address(events, 0, count * EpollEvent.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.EPOLL_PWAIT, epfd, address, count, timeoutMs, 0, 0);
  }

  /** The same (5.11), for the time of a {@link KernelTimespec}. */
  public static int epoll_pwait2(
      int epfd, MemorySegment events, int count, MemorySegment timeout) {
    long address = Native.address(events, 0, count * EpollEvent.LAYOUT.byteSize());
    long time = Native.address(timeout, 0, KernelTimespec.LAYOUT.byteSize());
    return (int) Libc.syscall(Syscall.EPOLL_PWAIT2, epfd, address, count, time, 0, 0);
  }
}
