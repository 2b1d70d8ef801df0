package io.gannet.engine.store.cuckoo;

/**
 * How many sends read from slots. Slots share counters, so that any number of pins takes a fixed
 * space: a slot that shares the counter of a pinned one is held to be pinned too, which costs
 * nothing but that it is not moved meanwhile.
 */
final class Pins {
  private static final int COUNTERS = 1024;

  private final int[] counters = new int[COUNTERS];
  private long open;

  boolean isPinned(long slot) {
    return open != 0 && counters[counter(slot)] != 0;
  }

  void pin(long slot) {
    counters[counter(slot)]++;
    open++;
  }

  void unpin(long slot) {
    assert counters[counter(slot)] > 0;
    counters[counter(slot)]--;
    open--;
  }

  /** Pins that have not ended. */
  long open() {
    return open;
  }

  private static int counter(long slot) {
    return (int) slot & COUNTERS - 1;
  }
}
