package io.gannet.engine.process.shard;

import java.util.Arrays;

/**
 * What one owner has to be told for sure, and nobody waits for: that a pin has ended, that a place
 * is given up. They queue here until there is room for them in the ring. There may be as many as
 * there are pins, which nobody bounds but their owner: where they do not fit the queue is made
 * longer, for good. One thread.
 */
final class Errands {
  private static final int SIZE = 64;

  private long[] handles = new long[SIZE];
  private int[] kinds = new int[SIZE];
  private long head;
  private long tail;

  void add(int kind, long handle) {
    if (tail - head == handles.length) {
      grow();
    }
    int at = (int) tail++ & handles.length - 1;
    handles[at] = handle;
    kinds[at] = kind;
  }

  /** The first comes to the beginning, the rest behind it. */
  private void grow() {
    int length = handles.length;
    int first = (int) head & length - 1;
    long[] moreHandles = Arrays.copyOfRange(handles, first, first + 2 * length);
    int[] moreKinds = Arrays.copyOfRange(kinds, first, first + 2 * length);
    System.arraycopy(handles, 0, moreHandles, length - first, first);
    System.arraycopy(kinds, 0, moreKinds, length - first, first);
    handles = moreHandles;
    kinds = moreKinds;
    head = 0;
    tail = length;
  }

  boolean isEmpty() {
    return head == tail;
  }

  int kind() {
    return kinds[first()];
  }

  long handle() {
    return handles[first()];
  }

  private int first() {
    assert !isEmpty();
    return (int) head & handles.length - 1;
  }

  void removeFirst() {
    head++;
  }
}
