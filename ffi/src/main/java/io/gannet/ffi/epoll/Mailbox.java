package io.gannet.ffi.epoll;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What other rings send to this one (IORING_OP_MSG_RING), until its driver fetches it. A driver
 * that sleeps is woken by an eventfd. The lock is taken once a message and once a fetch that finds
 * some: connections come with messages, requests do not.
 *
 * <pre>
 *   poster   puts it here ─► sees that the driver sleeps ─► writes the eventfd
 *   driver   says that it sleeps ─► sees that nothing is here ─► epoll_wait
 * </pre>
 *
 * <p>Each looks after it has said, so one of the two sees the other. Any thread posts.
 */
final class Mailbox {
  private final int wakeFd;
  private final MemorySegment one;
  private long[] posted = new long[64];
  private long[] fetched = new long[64];
  private int postedCount;
  private volatile boolean isEmpty = true;
  private volatile boolean sleeps;
  private boolean closed;

  Mailbox(int wakeFd, Arena arena) {
    this.wakeFd = wakeFd;
    this.one = arena.allocateFrom(JAVA_LONG, 1L);
  }

  int wakeFd() {
    return wakeFd;
  }

  /** A message: 0, or -errno. */
  synchronized int post(long userData, int res) {
    if (closed) {
      return -Errno.EBADF;
    }
    if (2 * postedCount == posted.length) {
      posted = Arrays.copyOf(posted, 2 * posted.length);
    }
    posted[2 * postedCount] = userData;
    posted[2 * postedCount + 1] = res;
    postedCount++;
    isEmpty = false;
    if (sleeps) {
      sleeps = false; // once is enough
      Unistd.write(wakeFd, one, 0, Long.BYTES);
    }
    return 0;
  }

  /** The driver is about to sleep: false if it must not. */
  boolean maySleep() {
    sleeps = true;
    return isEmpty;
  }

  void awake() {
    sleeps = false;
  }

  boolean isEmpty() {
    return isEmpty;
  }

  /** Completions of all that was posted. The driver. */
  void fetch(Completions completions) {
    int count;
    synchronized (this) {
      long[] full = posted;
      posted = fetched;
      fetched = full;
      count = postedCount;
      postedCount = 0;
      isEmpty = true;
    }
    for (int i = 0; i < count; i++) {
      completions.post(fetched[2 * i], (int) fetched[2 * i + 1], 0);
    }
  }

  /** Takes no more, so that nobody writes to a descriptor that is another's by then. */
  synchronized void close() {
    closed = true;
    Unistd.close(wakeFd);
  }
}
