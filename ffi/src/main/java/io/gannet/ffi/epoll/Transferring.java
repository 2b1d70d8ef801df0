package io.gannet.ffi.epoll;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Uio;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * IORING_OP_READ and IORING_OP_WRITE: of eventfds and pipes. What of a file is not in memory is
 * read while the caller waits in his enter, as no event would tell that it has come.
 */
final class Transferring {
  private final MemorySegment iovec;

  Transferring(Arena arena) {
    this.iovec = Iovec.allocateArray(arena, 1);
  }

  int attempt(Request request) {
    boolean reads = request.opcode == IoUring.IORING_OP_READ;
    MemorySegment memory = AddressSpace.at(request.addr, request.len);
    Iovec.set(iovec, 0, memory, 0, request.len);
    int result = transfer(request, reads, Uio.RWF_NOWAIT);
    boolean neverTold =
        result == -Errno.EAGAIN && request.file != null && !request.file.pollable;
    if (result == -Errno.EOPNOTSUPP || neverTold) {
      result = transfer(request, reads, 0); // one that knows no waiting
    }
    request.events = reads ? Epoll.EPOLLIN : Epoll.EPOLLOUT;
    return result == -Errno.EAGAIN ? Outcome.WAITS : result;
  }

  /** What has no positions takes the offset for nothing, as in Linux. */
  private int transfer(Request request, boolean reads, int flags) {
    int result = transfer(request.descriptor(), reads, request.off, flags);
    return result == -Errno.ESPIPE && request.off != -1
        ? transfer(request.descriptor(), reads, -1, flags)
        : result;
  }

  private int transfer(int fd, boolean reads, long offset, int flags) {
    return reads
        ? Uio.preadv2(fd, iovec, offset, flags)
        : Uio.pwritev2(fd, iovec, offset, flags);
  }
}
