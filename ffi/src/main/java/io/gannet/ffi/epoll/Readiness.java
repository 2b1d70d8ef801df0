package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.EpollEvent;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An epoll instance, whose descriptor is the ring's. Readiness to read is asked for from the
 * beginning, readiness to write while somebody waits for it: a Unix socket would tell of it each
 * time that its peer has read. One thread.
 */
final class Readiness {
  /** What an event of the mailbox brings: no file has it. */
  static final long MAILBOX = -1;

  static final long FOREVER_NS = Long.MAX_VALUE;

  private static final int UNASKED = Epoll.EPOLLERR | Epoll.EPOLLHUP;
  private static final int READING =
      Epoll.EPOLLIN | Epoll.EPOLLRDHUP | Epoll.EPOLLPRI | UNASKED;
  private static final int EVENTS = 512;
  private static final long NS_PER_MS = 1_000_000L;

  private final int epfd;
  private final MemorySegment event;
  private final MemorySegment events;
  private final MemorySegment timeout;
  private boolean hasPwait2 = true;

  Readiness(int epfd, Arena arena) {
    this.epfd = epfd;
    this.event = arena.allocate(EpollEvent.LAYOUT);
    this.events = arena.allocate(EpollEvent.LAYOUT, EVENTS);
    this.timeout = arena.allocate(KernelTimespec.LAYOUT);
  }

  /** Tells of a file from now on: 0, or -errno. What is ready already is told of too. */
  int add(OpenFile file) {
    file.interest = READING;
    return control(Epoll.EPOLL_CTL_ADD, file.fd, file.interest, file.data());
  }

  /** Tells of a file's {@code events} too; if they are there already, at the next wait. */
  void ask(OpenFile file, int events) {
    if ((events & ~file.interest) != 0) {
      change(file, file.interest | events);
    }
  }

  /** Tells of a file's readiness to write no more. */
  void askNoLongerForRoom(OpenFile file) {
    change(file, file.interest & ~Epoll.EPOLLOUT);
  }

  private void change(OpenFile file, int interest) {
    file.interest = interest;
    control(Epoll.EPOLL_CTL_MOD, file.fd, interest, file.data());
  }

  void remove(OpenFile file) {
    control(Epoll.EPOLL_CTL_DEL, file.fd, 0, 0);
  }

  /** Tells of the mailbox's eventfd. */
  int addMailbox(int fd) {
    return control(Epoll.EPOLL_CTL_ADD, fd, Epoll.EPOLLIN, MAILBOX);
  }

  private int control(int op, int fd, int interest, long data) {
    EpollEvent.set(event, interest | Epoll.EPOLLET, data);
    return Epoll.epoll_ctl(epfd, op, fd, event);
  }

  /** Waits until something has happened, or for so long: how many events there are, or -errno. */
  int await(long ns) {
    if (ns == 0 || ns == FOREVER_NS) {
      return Epoll.epoll_pwait(epfd, events, EVENTS, ns == 0 ? 0 : -1);
    }
    if (hasPwait2) {
      KernelTimespec.set(timeout, ns);
      int result = Epoll.epoll_pwait2(epfd, events, EVENTS, timeout);
      if (result != -Errno.ENOSYS) {
        return result;
      }
      hasPwait2 = false; // before 5.11, or a filter that does not know it
    }
    long ms = Math.min(Math.ceilDiv(ns, NS_PER_MS), Integer.MAX_VALUE);
    return Epoll.epoll_pwait(epfd, events, EVENTS, (int) ms);
  }

  int events(int index) {
    return EpollEvent.events(events, index);
  }

  long data(int index) {
    return EpollEvent.data(events, index);
  }
}
