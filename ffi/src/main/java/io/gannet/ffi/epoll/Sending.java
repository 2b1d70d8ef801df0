package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;

/**
 * IORING_OP_SEND and IORING_OP_SENDMSG: tried at once, and only what the socket does not take waits
 * until it does. With MSG_WAITALL a short one goes on until all is sent, or an error comes: then
 * the result is what was sent, and the next send learns of the error. One thread.
 */
final class Sending {
  private final Headers headers;

  Sending(Headers headers) {
    this.headers = headers;
  }

  int attemptSend(Request request) {
    while (true) {
      int left = request.len - request.done;
      int bytes =
          Socket.send(request.descriptor(), request.addr + request.done, left, flags(request));
      if (bytes < 0) {
        return waitsOr(request, bytes);
      }
      if (bytes == left || !isWhole(request)) {
        return request.done + bytes;
      }
      request.done += bytes;
    }
  }

  int attemptSendmsg(Request request) {
    int measured = headers.measure(request);
    if (measured < 0) {
      return measured;
    }
    while (true) {
      int left = request.len - request.done;
      int bytes = Socket.sendmsg(request.descriptor(), headers.address(request), flags(request));
      if (bytes < 0) {
        headers.keep(request);
        return waitsOr(request, bytes);
      }
      if (bytes == left || !isWhole(request)) {
        return request.done + bytes;
      }
      headers.advance(request, bytes);
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
