package io.gannet.ffi.epoll;

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

  /** Setup flags that say no more than what is so here anyway, and those that must be said. */
  private static final int KNOWN =
      IoUring.IORING_SETUP_CQSIZE
          | IoUring.IORING_SETUP_CLAMP
          | IoUring.IORING_SETUP_TASKRUN_FLAG
          | IoUring.IORING_SETUP_COOP_TASKRUN
          | IoUring.IORING_SETUP_DEFER_TASKRUN;

  private static final int REQUIRED =
      IoUring.IORING_SETUP_R_DISABLED
          | IoUring.IORING_SETUP_SUBMIT_ALL
          | IoUring.IORING_SETUP_SINGLE_ISSUER
          | IoUring.IORING_SETUP_NO_SQARRAY;

  private static final int FEATURES =
      IoUring.IORING_FEAT_SINGLE_MMAP
          | IoUring.IORING_FEAT_NODROP
          | IoUring.IORING_FEAT_SUBMIT_STABLE
          | IoUring.IORING_FEAT_RW_CUR_POS
          | IoUring.IORING_FEAT_FAST_POLL
          | IoUring.IORING_FEAT_EXT_ARG
          | IoUring.IORING_FEAT_CQE_SKIP
          | IoUring.IORING_FEAT_MIN_TIMEOUT;

  private static final int ENTER_FLAGS =
      IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG;

  private static final int SQ_ENTRIES_MAX = 32768;
  private static final int CQ_ENTRIES_MAX = 2 * SQ_ENTRIES_MAX;
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
    int flags = IoUringParams.flags(params);
    if ((flags & REQUIRED) != REQUIRED || (flags & ~(REQUIRED | KNOWN)) != 0 || entries < 1) {
      return -Errno.EINVAL;
    }
    int sqEntries = powerOfTwo(Math.min(entries, SQ_ENTRIES_MAX));
    boolean sized = (flags & IoUring.IORING_SETUP_CQSIZE) != 0;
    int asked = sized ? IoUringParams.cqEntries(params) : 2 * sqEntries;
    int cqEntries = powerOfTwo(Math.clamp(asked, sqEntries, CQ_ENTRIES_MAX));
    int fd = open(sqEntries, cqEntries, (flags & IoUring.IORING_SETUP_TASKRUN_FLAG) != 0);
    if (fd >= 0) {
      IoUringParams.grant(params, sqEntries, cqEntries, FEATURES);
      RingWords.tell(params);
    }
    return fd;
  }

  private static int powerOfTwo(int least) {
    return least == 1 ? 1 : Integer.highestOneBit(2 * least - 1);
  }

  private int open(int sqEntries, int cqEntries, boolean taskrunFlag) {
    int fd = Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC);
    if (fd < 0) {
      return fd;
    }
    int wakeFd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    if (wakeFd < 0) {
      Unistd.close(fd);
      return wakeFd;
    }
    put(fd, new EpollRing(this, fd, wakeFd, sqEntries, cqEntries, taskrunFlag));
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
      return operation == IoUring.IORING_REGISTER_SEND_MSG_RING
          ? post(
              IoUringSqe.fd(argument, 0), IoUringSqe.off(argument, 0), IoUringSqe.len(argument, 0))
          : -Errno.EINVAL;
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
