package io.gannet.ffi.epoll;

import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.kernel.Registering;
import io.gannet.ffi.kernel.Setup;
import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.linux.Utsname;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringParams;
import io.gannet.ffi.uring.IoUringSqe;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.LinuxKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Rings where io_uring is forbidden: entries are carried out by epoll(7) and calls that do not
 * wait, on the thread that enters. What a caller can observe is as io_uring has it, which one
 * contract test of both says; what it cannot do it says when it is probed, zero-copy sends first of
 * all (ffi/docs/005). Any thread.
 */
public final class EpollKernel implements Kernel {
  /** The one there is: a ring is a descriptor, and those are the process's. */
  public static final Kernel EPOLL = new EpollKernel();

  private static final int ENTER_FLAGS =
      IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG;

  private static final long CACHE_LINE = 64;

  /** By descriptor; replaced as a whole when one is opened or closed. */
  private volatile EpollRing[] rings = {};

  private EpollKernel() {}

  @Override
  public String name() {
    return "epoll on " + Utsname.release();
  }

  @Override
  public int setup(int entries, MemorySegment params) {
    int refused = Setup.grant(entries, params, Setup.ENTRIES_MAX, 2 * Setup.ENTRIES_MAX);
    return refused < 0
        ? refused
        : open(
            new Queues(IoUringParams.sqEntries(params), IoUringParams.cqEntries(params)),
            Setup.hasTaskrunFlag(params));
  }

  private int open(Queues queues, boolean taskrunFlag) {
    int fd = Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC);
    if (fd < 0) {
      return fd;
    }
    int wakeFd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    if (wakeFd < 0) {
      Unistd.close(fd);
      return wakeFd;
    }
    put(fd, new EpollRing(this, fd, wakeFd, queues, taskrunFlag));
    return fd;
  }

  private synchronized void put(int fd, EpollRing ring) {
    EpollRing[] copy = Arrays.copyOf(rings, Math.max(rings.length, fd + 1));
    copy[fd] = ring;
    rings = copy;
  }

  private EpollRing ring(int fd) {
    EpollRing[] all = rings;
    return fd >= 0 && fd < all.length ? all[fd] : null;
  }

  @Override
  public MemorySegment map(int ringFd, long bytes, long offset, Arena arena) {
    MemorySegment memory = arena.allocate(bytes, CACHE_LINE);
    ring(ringFd).map(memory, offset);
    return memory;
  }

  @Override
  public int enter(
      int ring, int submit, int waitCount, int flags, long argument, long argumentBytes) {
    EpollRing found = ring(ring);
    if (found == null) {
      return notARing(ring, Errno.EOPNOTSUPP);
    }
    if ((flags & ~ENTER_FLAGS) != 0) {
      return -Errno.EINVAL;
    }
    return found.enter(submit, waitCount, flags, argument);
  }

  @Override
  public int register(int ringFd, int operation, MemorySegment argument, int count) {
    if (ringFd == -1) {
      int refused = Registering.checkWithoutRing(operation, argument, count);
      return refused < 0
          ? refused
          : post(
              IoUringSqe.fd(argument, 0), IoUringSqe.off(argument, 0), IoUringSqe.len(argument, 0));
    }
    EpollRing found = ring(ringFd);
    return found == null
        ? notARing(ringFd, Errno.EOPNOTSUPP)
        : found.register(operation, argument, count);
  }

  /** A message to a ring: 0, or -errno. */
  int post(int ringFd, long userData, int res) {
    EpollRing found = ring(ringFd);
    return found == null ? notARing(ringFd, Errno.EBADFD) : found.post(userData, res);
  }

  /** Why not: nothing is open there, or something else is. */
  private static int notARing(int fd, int errno) {
    return Fcntl.fcntl(fd, Fcntl.F_GETFD, 0) < 0 ? -Errno.EBADF : -errno;
  }

  @Override
  public int close(int fd) {
    EpollRing found = ring(fd);
    if (found == null) {
      return Unistd.close(fd);
    }
    put(fd, null); // first: the number is another's as soon as it is closed
    found.close();
    return 0;
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
