package io.gannet.ffi.simulated;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import java.util.List;

/** IORING_OP_ASYNC_CANCEL, and what removes a timeout or a poll. */
final class Cancelling {
  private static final int FD_FIXED = IoUring.IORING_ASYNC_CANCEL_FD_FIXED;
  private static final int FD = IoUring.IORING_ASYNC_CANCEL_FD;
  private static final int ALL = IoUring.IORING_ASYNC_CANCEL_ALL;
  private static final int LATE_NS_MAX = 2_000_000;

  private final SimulatedKernel kernel;
  private final Operations operations;

  Cancelling(SimulatedKernel kernel, Operations operations) {
    this.kernel = kernel;
    this.operations = operations;
  }

  int remove(Request remover) {
    int removed =
        remover.opcode == IoUring.IORING_OP_TIMEOUT_REMOVE
            ? IoUring.IORING_OP_TIMEOUT
            : IoUring.IORING_OP_POLL_ADD;
    for (Request request : remover.ring.requests) {
      if (request.opcode == removed && request.userData == remover.addr) {
        operations.cancel(request);
        return 0;
      }
    }
    return -Errno.ENOENT;
  }

  int cancel(Request canceller) {
    int flags = canceller.opFlags;
    if ((flags & ~(FD_FIXED | FD | ALL)) != 0) {
      return -Errno.EINVAL;
    }
    SimulatedSocket socket = null;
    if ((flags & FD) != 0) {
      boolean fixed = (flags & FD_FIXED) != 0 || canceller.isFixedFile();
      socket = fixed ? canceller.ring.table.at(canceller.fd) : kernel.socket(canceller.fd);
      if (socket == null) {
        return -Errno.EBADF;
      }
    }
    return cancel(canceller, socket, (flags & ALL) != 0);
  }

  private int cancel(Request canceller, SimulatedSocket socket, boolean all) {
    int count = 0;
    for (Request request : List.copyOf(canceller.ring.requests)) {
      boolean meant =
          socket != null ? request.socket == socket : request.userData == canceller.addr;
      if (meant && request != canceller && !request.told) {
        count++;
        if (!all) {
          return one(request);
        }
        one(request);
      }
    }
    return all ? count : -Errno.ENOENT;
  }

  /** Ends at once, or says that it is too late for that: then it ends by itself. */
  private int one(Request request) {
    if (request.socket != null && kernel.chance().happens(Fault.LATE_CANCEL)) {
      request.deaf = true;
      kernel.after(1 + kernel.chance().below(LATE_NS_MAX), () -> {
        if (!request.over && !request.told) {
          operations.cancel(request);
        }
      });
      return -Errno.EALREADY;
    }
    operations.cancel(request);
    return 0;
  }
}
