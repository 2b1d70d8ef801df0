package io.gannet.ffi.epoll;

import io.gannet.ffi.kernel.FileTable;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.uring.IoUring;

/**
 * IORING_OP_ASYNC_CANCEL and the removals, and IORING_OP_TIMEOUT, which is little else than one's
 * own end at a time. What is cancelled is over at once; nothing is ever too late. One thread.
 */
final class Cancelling {
  private static final int FD_FIXED = IoUring.IORING_ASYNC_CANCEL_FD_FIXED;
  private static final int FD = IoUring.IORING_ASYNC_CANCEL_FD;
  private static final int ALL = IoUring.IORING_ASYNC_CANCEL_ALL;

  /** Farther no timeout expires, so that two can be told apart by the sign of a difference. */
  private static final long NS_MAX = Long.MAX_VALUE / 2;

  private final EpollKernel kernel;
  private final OpenFiles files;
  private final FileTable<OpenFile> table;
  private final Requests requests;
  private final Waiting waiting;

  Cancelling(
      EpollKernel kernel,
      OpenFiles files,
      FileTable<OpenFile> table,
      Requests requests,
      Waiting waiting) {
    this.kernel = kernel;
    this.files = files;
    this.table = table;
    this.requests = requests;
    this.waiting = waiting;
  }

  /** After a span; a count of completions, a point in time and other clocks are not known. */
  int timeout(Request request) {
    if (request.off != 0 || request.opFlags != 0 || request.len != 1) {
      return -Errno.EINVAL;
    }
    if (KernelTimespec.isNegative(request.addr)) {
      return -Errno.EINVAL;
    }
    request.dueNs = kernel.nowNs() + Math.min(KernelTimespec.ns(request.addr), NS_MAX);
    return Outcome.WAITS;
  }

  /** Of a timeout or a poll, by its user data. */
  int remove(Request remover) {
    if (remover.opFlags != 0 || remover.len != 0) {
      return -Errno.EINVAL;
    }
    int removed =
        remover.opcode == IoUring.IORING_OP_TIMEOUT_REMOVE
            ? IoUring.IORING_OP_TIMEOUT
            : IoUring.IORING_OP_POLL_ADD;
    Request request = requests.find(remover.addr, removed);
    if (request == null) {
      return -Errno.ENOENT;
    }
    waiting.cancel(request);
    return 0;
  }

  int cancel(Request canceller) {
    int flags = canceller.opFlags;
    if ((flags & ~(FD_FIXED | FD | ALL)) != 0) {
      return -Errno.EINVAL;
    }
    boolean all = (flags & ALL) != 0;
    if ((flags & FD) == 0) {
      return ended(byUserData(canceller.addr, all), all);
    }
    if ((flags & FD_FIXED) != 0 || canceller.isFixedFile()) {
      OpenFile file = table.at(canceller.fd);
      return file == null ? -Errno.EBADF : ended(ofFile(file, all), all);
    }
    return Fcntl.fcntl(canceller.fd, Fcntl.F_GETFD, 0) < 0
        ? -Errno.EBADF
        : ended(ofDescriptor(canceller.fd, all), all);
  }

  /** What Linux answers: how many of all, or whether there was one. */
  private static int ended(int count, boolean all) {
    if (all) {
      return count;
    }
    return count == 0 ? -Errno.ENOENT : 0;
  }

  private int byUserData(long userData, boolean all) {
    int count = 0;
    Request request = requests.find(userData);
    while (request != null) {
      waiting.cancel(request);
      count++;
      request = all ? requests.find(userData) : null;
    }
    return count;
  }

  private int ofFile(OpenFile file, boolean all) {
    int count = 0;
    file.references++; // so that it outlives the last of them
    while (file.first != null && (all || count == 0)) {
      waiting.cancel(file.first);
      count++;
    }
    files.release(file);
    return count;
  }

  private int ofDescriptor(int fd, boolean all) {
    int count = 0;
    long cookie = files.cookie(fd);
    OpenFile file = files.nextAwaited(fd, cookie, 0);
    while (file != null && (all || count == 0)) {
      int next = file.index + 1;
      count += ofFile(file, all);
      file = files.nextAwaited(fd, cookie, next);
    }
    return count;
  }
}
