package io.gannet.ffi.epoll;

/**
 * Files on which somebody waits for what no event tells of, and so tries again after a pause: all
 * of them at once, as they are few. One thread.
 */
final class Retrying {
  /** A thread of io_uring's sleeps until there is room; here it is found so much later at most. */
  private static final long PAUSE_NS = 1_000_000;

  private final FileQueue files = new FileQueue();
  private long dueNs;

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** How long until they are tried again. */
  long leftNs(long nowNs) {
    return isEmpty() ? Readiness.FOREVER_NS : Math.max(0, dueNs - nowNs);
  }

  /** One more, unless it is among them. */
  void add(OpenFile file, long nowNs) {
    if (file.retried) {
      return;
    }
    if (isEmpty()) {
      dueNs = nowNs + PAUSE_NS;
    }
    file.retried = true;
    files.add(file.data());
  }

  /** How many are to be tried now; who is added meanwhile is tried after the next pause. */
  int begin(long nowNs) {
    if (isEmpty() || dueNs - nowNs > 0) {
      return 0;
    }
    dueNs = nowNs + PAUSE_NS;
    return files.count();
  }

  /** The next of them, by what its events bring back. */
  long take() {
    return files.take();
  }
}
