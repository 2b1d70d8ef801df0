package io.gannet.ffi.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.kernel.BufferGroup;
import io.gannet.ffi.kernel.BufferGroups;
import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Ioctl;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * IORING_OP_RECV and IORING_OP_RECVMSG, once or again and again. As in Linux, a buffer is picked
 * before the socket is looked at, so an empty group ends a receive though nothing may have come;
 * and a receive that brought less than it could is not followed by another that would bring
 * nothing, unless it is of a Unix socket and more is there. One thread.
 */
final class Receiving {
  /** As in Linux (MULTISHOT_MAX_RETRY): buffers of one connection before it is the others' turn. */
  private static final int SHOTS_MAX = 32;

  private static final int READABLE = Epoll.EPOLLIN | Epoll.EPOLLRDHUP | Epoll.EPOLLPRI;

  private final Completions completions;
  private final BufferGroups groups;
  private final Headers headers;
  private final Messages messages;
  private final MemorySegment inQueue;

  Receiving(Completions completions, BufferGroups groups, Headers headers, Arena arena) {
    this.completions = completions;
    this.groups = groups;
    this.headers = headers;
    this.messages = new Messages(arena);
    this.inQueue = arena.allocate(JAVA_INT);
  }

  int attempt(Request request) {
    if (request.hasIoprio(IoUring.IORING_RECV_MULTISHOT)) {
      return request.selectsBuffer() ? again(request) : -Errno.EINVAL;
    }
    return request.selectsBuffer() ? onceIntoProvided(request) : once(request);
  }

  private int again(Request request) {
    for (int shots = 0; shots < SHOTS_MAX; shots++) {
      BufferGroup group = groups.at(request.group);
      if (group == null || group.isEmpty()) {
        return -Errno.ENOBUFS;
      }
      int length = group.length();
      int bytes = receiveOne(request, group.address(), length);
      if (bytes <= 0) {
        return waitsOr(request, bytes);
      }
      int flags = received(request, group, bytes, length);
      if (isEnd(request, bytes) || !tells(request, bytes, flags)) {
        request.cqeFlags = flags;
        return bytes;
      }
      if ((flags & IoUring.IORING_CQE_F_SOCK_NONEMPTY) == 0 && !mayHaveMore(request)) {
        return waits(request);
      }
    }
    request.events = READABLE;
    return Outcome.YIELDS;
  }

  /** The end of a stream is a message of no bytes. */
  private boolean isEnd(Request request, int bytes) {
    return request.isMessage() && bytes == messages.headBytes(request);
  }

  private boolean tells(Request request, int bytes, int flags) {
    return completions.postIfRoom(request.userData, bytes, flags | IoUring.IORING_CQE_F_MORE);
  }

  private int onceIntoProvided(Request request) {
    BufferGroup group = groups.at(request.group);
    if (group == null || group.isEmpty()) {
      return -Errno.ENOBUFS;
    }
    int length = request.len == 0 ? group.length() : Math.min(request.len, group.length());
    int bytes = receive(request, group.address(), length);
    if (bytes <= 0) {
      return waitsOr(request, bytes);
    }
    request.cqeFlags = received(request, group, bytes, length);
    return bytes;
  }

  /** Takes the buffer that was filled: the flags of its completion. */
  private int received(Request request, BufferGroup group, int bytes, int length) {
    int flags = group.take() << IoUring.IORING_CQE_BUFFER_SHIFT | IoUring.IORING_CQE_F_BUFFER;
    return flags | nonEmpty(request, bytes, length);
  }

  private int nonEmpty(Request request, int bytes, int length) {
    return leaves(request, bytes, length) ? IoUring.IORING_CQE_F_SOCK_NONEMPTY : 0;
  }

  /** Whether a receive left bytes behind: asked if it does not say so itself. */
  private boolean leaves(Request request, int bytes, int length) {
    boolean unsaid = bytes == length || request.file != null && request.file.endsShort();
    return unsaid && Ioctl.ioctl(request.descriptor(), Ioctl.FIONREAD, inQueue) > 0;
  }

  private int once(Request request) {
    while (true) {
      int length = request.len - request.done;
      int bytes = receive(request, request.addr + request.done, length);
      if (bytes <= 0) {
        return waitsOr(request, bytes);
      }
      if (bytes == length || !isWhole(request)) {
        request.cqeFlags = nonEmpty(request, bytes, length);
        return request.done + bytes;
      }
      request.done += bytes;
      if (!mayHaveMore(request) && !leaves(request, bytes, length)) {
        return waits(request);
      }
    }
  }

  private int receiveOne(Request request, long address, int length) {
    return request.isMessage()
        ? messages.receive(request, address, length, flags(request))
        : receive(request, address, length);
  }

  int attemptRecvmsg(Request request) {
    if (request.hasIoprio(IoUring.IORING_RECV_MULTISHOT)) {
      int refused = messages.check(request);
      return refused < 0 ? refused : again(request);
    }
    int measured = request.selectsBuffer() ? -Errno.EINVAL : headers.measure(request);
    if (measured < 0) {
      return measured;
    }
    while (true) {
      int left = request.len - request.done;
      int bytes =
          Socket.recvmsg(request.descriptor(), headers.address(request), flags(request));
      if (bytes <= 0) {
        headers.keep(request);
        return waitsOr(request, bytes);
      }
      if (bytes == left || !isWhole(request)) {
        request.cqeFlags = nonEmpty(request, bytes, left);
        return request.done + bytes;
      }
      headers.advance(request, bytes);
      if (!mayHaveMore(request) && !leaves(request, bytes, left)) {
        return waits(request);
      }
    }
  }

  private static boolean isWhole(Request request) {
    return (request.opFlags & Socket.MSG_WAITALL) != 0;
  }

  private static int flags(Request request) {
    return request.opFlags & ~Socket.MSG_WAITALL | Socket.MSG_DONTWAIT;
  }

  private static int receive(Request request, long address, int length) {
    return Socket.recv(request.descriptor(), address, length, flags(request));
  }

  private static boolean mayHaveMore(Request request) {
    return request.file != null && request.file.mayHaveMore();
  }

  /** After a receive that brought nothing. */
  private static int waitsOr(Request request, int result) {
    boolean mayWait = (request.opFlags & Socket.MSG_DONTWAIT) == 0;
    return result == -Errno.EAGAIN && mayWait ? waits(request) : request.resultOr(result);
  }

  private static int waits(Request request) {
    request.events = READABLE;
    return Outcome.WAITS;
  }
}
