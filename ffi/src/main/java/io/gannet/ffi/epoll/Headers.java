package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import java.lang.foreign.Arena;

/**
 * The headers of IORING_OP_SENDMSG and IORING_OP_RECVMSG: the caller's for the first attempt, a
 * copy of it once another is needed. One thread.
 */
final class Headers {
  private final Vectors.Pool vectors;

  Headers(Arena arena) {
    this.vectors = new Vectors.Pool(arena);
  }

  /** Has {@link Request#len} be the bytes of all vectors: 0, or -errno. */
  int measure(Request request) {
    if (request.vectors != null) {
      return 0; // it was measured before it was copied
    }
    long count = Msghdr.iovecCount(request.addr);
    if (count > Vectors.COUNT_MAX) {
      return -Errno.EMSGSIZE;
    }
    if (!Msghdr.isPlain(request.addr)) {
      return -Errno.EINVAL; // peers and ancillary data: nobody here asks for them
    }
    long iovecs = Msghdr.iovecs(request.addr);
    long length = 0;
    for (int i = 0; i < count; i++) {
      length += Iovec.length(iovecs, i);
    }
    request.len = (int) Math.min(length, Integer.MAX_VALUE);
    return 0;
  }

  /** Where the header is now. */
  long address(Request request) {
    return request.vectors == null ? request.addr : request.vectors.address();
  }

  /** Another attempt is needed. */
  void keep(Request request) {
    if (request.vectors == null) {
      request.vectors = vectors.copyOf(request.addr);
    }
  }

  /** So many bytes have been moved, and more are to be. */
  void advance(Request request, int bytes) {
    keep(request);
    request.vectors.advance(bytes);
    request.done += bytes;
  }

  /** The request is over. */
  void forget(Request request) {
    if (request.vectors != null) {
      vectors.giveBack(request.vectors);
      request.vectors = null;
    }
  }
}
