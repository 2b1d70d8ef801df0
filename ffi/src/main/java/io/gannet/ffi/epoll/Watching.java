package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Pollfd;
import io.gannet.ffi.uring.IoUring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * IORING_OP_POLL_ADD, once or again and again. POLL* are EPOLL* by other names. As in Linux,
 * errors, hang-ups and the end of what a peer sends are told whether asked for or not. One thread.
 */
final class Watching {
  private static final int ALWAYS = Poll.POLLERR | Poll.POLLHUP | Poll.POLLRDHUP;

  private final Completions completions;
  private final MemorySegment pollfd;
  private final MemorySegment atOnce;

  Watching(Completions completions, Arena arena) {
    this.completions = completions;
    this.pollfd = arena.allocate(Pollfd.LAYOUT);
    this.atOnce = arena.allocate(KernelTimespec.LAYOUT);
  }

  int attempt(Request request) {
    boolean multishot = (request.len & IoUring.IORING_POLL_ADD_MULTI) != 0;
    if ((request.len & ~IoUring.IORING_POLL_ADD_MULTI) != 0) {
      return -Errno.EINVAL;
    }
    request.events = request.opFlags & 0xffff | ALWAYS;
    int there = there(request);
    if (there == 0) {
      return Outcome.WAITS;
    }
    boolean goesOn = there > 0 && multishot
        && completions.postIfRoom(request.userData, there, IoUring.IORING_CQE_F_MORE);
    return goesOn ? Outcome.WAITS : there;
  }

  /** Which of the events are there, or -errno. */
  private int there(Request request) {
    int fd = request.descriptor();
    Pollfd.ask(pollfd, fd, request.events);
    int result = fd < 0 ? -Errno.EBADF : Poll.ppoll(pollfd, atOnce);
    if (result <= 0) {
      return result;
    }
    int events = Pollfd.revents(pollfd);
    return (events & Poll.POLLNVAL) != 0 ? -Errno.EBADF : events & request.events;
  }
}
