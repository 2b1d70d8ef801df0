package io.gannet.ffi.epoll;

import static io.gannet.ffi.epoll.Readiness.FOREVER_NS;

/** Timeouts that have not expired, by when they do: few, so a list will do. One thread. */
final class Timers {
  private Request first;

  /** How long until the next expires. */
  long leftNs(long nowNs) {
    return first == null ? FOREVER_NS : Math.max(0, first.dueNs - nowNs);
  }

  boolean isEmpty() {
    return first == null;
  }

  /** The next one if it is due, or null. */
  Request due(long nowNs) {
    return first != null && first.dueNs - nowNs <= 0 ? first : null;
  }

  void add(Request request) {
    Request before = null;
    Request behind = first;
    while (behind != null && behind.dueNs - request.dueNs <= 0) {
      before = behind;
      behind = behind.behind;
    }
    request.before = before;
    request.behind = behind;
    if (before == null) {
      first = request;
    } else {
      before.behind = request;
    }
    if (behind != null) {
      behind.before = request;
    }
  }

  void remove(Request request) {
    if (request.before == null) {
      first = request.behind;
    } else {
      request.before.behind = request.behind;
    }
    if (request.behind != null) {
      request.behind.before = request.before;
    }
    request.before = null;
    request.behind = null;
  }
}
