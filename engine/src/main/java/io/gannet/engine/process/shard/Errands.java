package io.gannet.engine.process.shard;

/**
 * What owners have to be told for sure, and nobody waits for: that a pin has ended, that a place is
 * given up. They queue here until there is room for them in the rings. As many as can ever be due
 * at once have room: one for each pin and each place. One thread.
 */
final class Errands {
  private final long[] handles;
  private final int[] whats;
  private long head;
  private long tail;

  /**
   * @param most how many can be due at once
   */
  Errands(int most) {
    int size = Integer.highestOneBit(Math.max(1, most - 1)) << 1;
    this.handles = new long[size];
    this.whats = new int[size];
  }

  void add(int owner, int kind, long handle) {
    assert tail - head < handles.length : "more than there are pins and places";
    int at = (int) tail++ & handles.length - 1;
    handles[at] = handle;
    whats[at] = owner << 8 | kind;
  }

  boolean isEmpty() {
    return head == tail;
  }

  int owner() {
    return whats[first()] >>> 8;
  }

  int kind() {
    return whats[first()] & 0xFF;
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
