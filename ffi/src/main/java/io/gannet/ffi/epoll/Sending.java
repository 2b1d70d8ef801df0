package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.Arena;

/**
 * IORING_OP_SEND and IORING_OP_SENDMSG: tried at once, and only what the socket does not take waits
 * until it does. With MSG_WAITALL a short one goes on until all is sent, or an error comes: then
 * the result is what was sent, and the next send learns of the error. One thread.
 */
final class Sending {
  private final Vectors.Pool vectors;

  Sending(Arena arena) {
    this.vectors = new Vectors.Pool(arena);
  }

  int attemptSend(Request request) {
    while (true) {
      int length = request.len - request.done;
      int bytes =
          Socket.send(request.descriptor(), request.addr + request.done, length, flags(request));
      if (bytes < 0) {
        return waitsOr(request, bytes);
      }
      if (bytes == length || !isWhole(request)) {
        return request.done + bytes;
      }
      request.done += bytes;
    }
  }

  /** The first attempt sends from the caller's header, and copies it if another is needed. */
  int attemptSendmsg(Request request) {
    long length = request.vectors == null ? length(request) : request.len;
    if (length < 0) {
      return (int) length;
    }
    request.len = (int) length;
    while (true) {
      long header = request.vectors == null ? request.addr : request.vectors.address();
      int bytes = Socket.sendmsg(request.descriptor(), header, flags(request));
      if (bytes < 0) {
        keepVectors(request);
        return waitsOr(request, bytes);
      }
      if (request.done + bytes == length || !isWhole(request)) {
        return request.done + bytes;
      }
      keepVectors(request);
      request.vectors.advance(bytes);
      request.done += bytes;
    }
  }

  /** Bytes of all vectors, or -errno. */
  private static long length(Request request) {
    long count = Msghdr.iovecCount(request.addr);
    if (count > Vectors.COUNT_MAX) {
      return -Errno.EMSGSIZE;
    }
    if (!Msghdr.isPlain(request.addr)) {
      return -Errno.EINVAL;
    }
    long iovecs = Msghdr.iovecs(request.addr);
    long length = 0;
    for (int i = 0; i < count; i++) {
      length += Iovec.length(iovecs, i);
    }
    return Math.min(length, Integer.MAX_VALUE);
  }

  private void keepVectors(Request request) {
    if (request.vectors == null) {
      request.vectors = vectors.copyOf(request.addr);
    }
  }

  /** The request is over. */
  void forget(Request request) {
    if (request.vectors != null) {
      vectors.giveBack(request.vectors);
      request.vectors = null;
    }
  }

  private static int flags(Request request) {
    return request.opFlags & ~Socket.MSG_WAITALL | Socket.MSG_DONTWAIT;
  }

  private static boolean isWhole(Request request) {
    return (request.opFlags & Socket.MSG_WAITALL) != 0;
  }

  private static int waitsOr(Request request, int result) {
    boolean mayWait = (request.opFlags & Socket.MSG_DONTWAIT) == 0;
    if (result != -Errno.EAGAIN || !mayWait) {
      return request.resultOr(result);
    }
    request.events = Epoll.EPOLLOUT;
    return Outcome.WAITS;
  }
}
