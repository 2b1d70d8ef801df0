package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Epoll;

/**
 * A file as a ring holds it: a descriptor of the ring's own, so that whoever brought it may close
 * his, and those who wait on it. Used for one file after another: {@link OpenFiles}.
 */
final class OpenFile {
  /** Whatever it tells from now on, reading goes on until nothing comes. */
  private static final int ENDED = Epoll.EPOLLRDHUP | Epoll.EPOLLHUP | Epoll.EPOLLERR;

  final int index;

  /** Which of those that have had this index. */
  int generation;

  int fd = -1;

  /** The caller's descriptor that it is a copy of; -1 if it lies in a slot. */
  int copyOf;

  /** EPOLL* that are asked for. */
  int interest;

  /** False of one that is always ready, as epoll sees it: a file in a file system. */
  boolean pollable;

  /** One of the slot, and one of each that waits. */
  int references;

  /** Is among those that are tried again after a pause. */
  boolean retried;

  private boolean ended;
  private boolean urgent;
  private boolean unix;

  /** Those that wait, in the order in which they came. */
  Request first;

  private Request last;

  OpenFile(int index) {
    this.index = index;
  }

  /** @param unix whether it is a Unix socket */
  void open(int fd, int copyOf, boolean unix) {
    this.fd = fd;
    this.copyOf = copyOf;
    this.unix = unix;
    references = 1;
    retried = false;
    ended = false;
    urgent = false;
    assert first == null;
  }

  /** What its events bring back: so one of a file that is gone is recognised. */
  long data() {
    return (long) generation << Integer.SIZE | index;
  }

  /** What has happened to it. */
  void tell(int events) {
    ended |= (events & ENDED) != 0;
    urgent = (events & Epoll.EPOLLPRI) != 0;
  }

  /** The last that it told was of urgent bytes. */
  boolean isUrgent() {
    return urgent;
  }

  /**
   * Whether a read that brought less than it could may still leave something behind: an end, of
   * which no second event would tell, or bytes behind urgent ones. Otherwise such a read has
   * emptied the socket: epoll(7), edge-triggered; unless it {@link #endsShort}.
   */
  boolean mayHaveMore() {
    return ended || urgent;
  }

  /**
   * Whether a read may bring less than it could, and than there is, at any time: of a Unix socket
   * it ends with a message that brings descriptors ({@code unix_stream_read_generic} in
   * net/unix/af_unix.c), whether they are wanted or not.
   */
  boolean endsShort() {
    return unix;
  }

  boolean isUnix() {
    return unix;
  }

  void add(Request request) {
    request.before = last;
    request.behind = null;
    if (last == null) {
      first = request;
    } else {
      last.behind = request;
    }
    last = request;
  }

  void remove(Request request) {
    if (request.before == null) {
      first = request.behind;
    } else {
      request.before.behind = request.behind;
    }
    if (request.behind == null) {
      last = request.before;
    } else {
      request.behind.before = request.before;
    }
    request.before = null;
    request.behind = null;
  }

  /** Whether one of those that wait does so for these. */
  boolean isAwaited(int events) {
    for (Request request = first; request != null; request = request.behind) {
      if ((request.events & events) != 0) {
        return true;
      }
    }
    return false;
  }
}
