package io.gannet.engine.store.cuckoo;

/**
 * How many sends read from slots. Slots share counters, so that any number of pins takes a fixed
 * space: a slot that shares the counter of a pinned one is held to be pinned too, which costs
 * nothing but that it is not moved meanwhile.
 */
final class Pins {
  private static final int COUNTERS = 1024;

  private static final int SHARES_PER_HELD = 4;

  private final int[] counters = new int[COUNTERS];
  private final int heldMax;
  private long open;
  private int held;

  /** A quarter of so many slots may be pinned, those counted that are held to be pinned too. */
  Pins(long slots) {
    this.heldMax = (int) Math.min(COUNTERS, slots) / SHARES_PER_HELD;
  }

  /** True if the slot may be pinned: where one that shares its counter is pinned, always. */
  boolean mayPin(long slot) {
    return held < heldMax || counters[counter(slot)] != 0;
  }

  boolean isPinned(long slot) {
    return open != 0 && counters[counter(slot)] != 0;
  }

  void pin(long slot) {
    held += counters[counter(slot)]++ == 0 ? 1 : 0;
    assert held <= heldMax;
    open++;
  }

  void unpin(long slot) {
    assert counters[counter(slot)] > 0;
    held -= --counters[counter(slot)] == 0 ? 1 : 0;
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
