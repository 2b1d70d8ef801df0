package io.gannet.ffi.epoll;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.Arena;

/** IORING_OP_ACCEPT, once or again and again, and IORING_OP_CONNECT. One thread. */
final class Opening {
  /** Connections of one socket before it is the others' turn. */
  private static final int SHOTS_MAX = 32;

  private final Completions completions;
  private final Arena arena;

  Opening(Completions completions, Arena arena) {
    this.completions = completions;
    this.arena = arena;
  }

  /**
   * A socket that listens is made non-blocking, and stays so: there is no accept(2) that would be
   * told not to wait, and a connection that was there a moment ago may be gone.
   */
  int attemptAccept(Request request) {
    if (request.fileIndex != 0) {
      return -Errno.EINVAL; // into slots: nobody here asks for that
    }
    if (!request.waits) {
      int result = setNonBlocking(request.descriptor(), true);
      if (result < 0) {
        return result;
      }
    }
    request.events = Epoll.EPOLLIN;
    boolean multishot = request.hasIoprio(IoUring.IORING_ACCEPT_MULTISHOT);
    for (int shots = 0; shots < SHOTS_MAX; shots++) {
      int fd = Socket.accept4(request.descriptor(), request.opFlags);
      if (fd == -Errno.EAGAIN) {
        return Outcome.WAITS;
      }
      if (fd < 0 || !multishot) {
        return fd;
      }
      if (!completions.postIfRoom(request.userData, fd, IoUring.IORING_CQE_F_MORE)) {
        return fd;
      }
    }
    return Outcome.YIELDS;
  }

  /** To nobody at once; to somebody without waiting, whose answer is then looked up. */
  int attemptConnect(Request request) {
    int fd = request.descriptor();
    boolean again = request.waits && request.file.isUnix();
    if (request.waits && !again) {
      return -Socket.getsockopt(fd, Socket.SOL_SOCKET, Socket.SO_ERROR);
    }
    long address = again ? request.address.address() : request.addr;
    int length = (int) request.off;
    int family = AddressSpace.getShort(address);
    if (family == Socket.AF_UNSPEC) {
      return Socket.connect(fd, address, length);
    }
    int before = setNonBlocking(fd, true);
    if (before < 0) {
      return before;
    }
    int result = Socket.connect(fd, address, length);
    boolean mayWait = (before & Fcntl.O_NONBLOCK) == 0;
    if (mayWait) {
      setNonBlocking(fd, false);
    }
    request.events = Epoll.EPOLLOUT;
    if (result == -Errno.EAGAIN && family == Socket.AF_UNIX && mayWait) {
      keepAddress(request);
      return Outcome.RETRIES; // no room among those who wait to be accepted
    }
    return result == -Errno.EINPROGRESS ? Outcome.WAITS : result;
  }

  /** What was connected to is known to be an address, and so no longer than one. */
  private void keepAddress(Request request) {
    if (request.address == null) {
      request.address = arena.allocate(SockaddrUn.LAYOUT);
    }
    if (!request.waits) {
      AddressSpace.copy(request.addr, request.address, request.off);
    }
  }

  /** The flags as they were before, or -errno. */
  private static int setNonBlocking(int fd, boolean on) {
    int before = Fcntl.fcntl(fd, Fcntl.F_GETFL, 0);
    if (before < 0) {
      return before;
    }
    int flags = on ? before | Fcntl.O_NONBLOCK : before & ~Fcntl.O_NONBLOCK;
    int result = flags == before ? 0 : Fcntl.fcntl(fd, Fcntl.F_SETFL, flags);
    return result < 0 ? result : before;
  }
}
