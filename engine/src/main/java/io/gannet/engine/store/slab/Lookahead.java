package io.gannet.engine.store.slab;

import java.lang.foreign.MemorySegment;

/**
 * The next items of the slab that is being emptied, hashed, with the index lines that they need on
 * their way. An item whose line is asked for only when it is its turn waits for memory alone, which
 * is a sixth of what forgetting it takes and more; so {@value #ITEMS} wait together.
 *
 * <p>What happens to the items meanwhile does not matter: the slab takes no new ones.
 */
final class Lookahead {
  static final int ITEMS = 16;

  private final MemorySegment region;
  private final Heap heap;
  private final Index index;
  private final long[] hashes = new long[ITEMS];
  private int first;
  private int count;
  /** Of what was loaded, so that it is. */
  private long loaded;

  Lookahead(MemorySegment region, Heap heap, Index index) {
    this.region = region;
    this.heap = heap;
    this.index = index;
  }

  /** The next item is one of another slab. */
  void forget() {
    first = 0;
    count = 0;
  }

  /** The hash of the key of a live item of a slab that takes no new ones. */
  long hash(int slab, int number, int carved) {
    if (number - first >= count) {
      load(slab, number, Math.min(carved, number + ITEMS));
    }
    return hashes[number - first];
  }

  private void load(int slab, int from, int end) {
    first = from;
    count = end - from;
    for (int i = 0; i < count; i++) {
      long item = heap.item(slab, from + i);
      if (Item.isLive(region, item)) {
        hashes[i] = index.hash(item);
        loaded += index.prefetch(hashes[i]);
      }
    }
  }
}
