package io.gannet.bench.load;

/** The times of requests that are due and wait for a connection: a bounded queue. */
final class Backlog {
  private final long[] dueNs;
  private final int max;
  private final int mask;
  private long head;
  private long tail;

  /** One for at most {@code max}, which may be 0. */
  Backlog(int max) {
    this.max = max;
    this.dueNs = new long[Pow2.atLeast(max)];
    this.mask = dueNs.length - 1;
  }

  boolean isEmpty() {
    return head == tail;
  }

  int count() {
    return (int) (tail - head);
  }

  /** Takes one in; false if it is full. */
  boolean offer(long whenNs) {
    if (tail - head >= max) {
      return false;
    }
    dueNs[(int) tail++ & mask] = whenNs;
    return true;
  }

  /** The oldest; there must be one. */
  long peek() {
    return dueNs[(int) head & mask];
  }

  /** Forgets the oldest. */
  void remove() {
    head++;
  }

  /** Forgets all. */
  void clear() {
    head = tail;
  }
}
