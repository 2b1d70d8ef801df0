package io.gannet.engine.store.seg;

import java.lang.foreign.MemorySegment;

/**
 * The next items of the segment that is being cleaned, hashed, with the index lines that they need
 * on their way. An item whose line is asked for only when it is its turn waits for memory alone,
 * a third of what cleaning it takes; so {@value #ITEMS} wait together.
 *
 * <p>A hint: what happens to the items meanwhile does not matter, a key stays where it is.
 */
final class Lookahead {
  static final int ITEMS = 16;

  private final MemorySegment region;
  private final Index index;
  private final long[] items = new long[ITEMS];
  private final long[] hashes = new long[ITEMS];
  private int count;
  private int at;
  /** Of what was loaded, so that it is. */
  private long loaded;

  Lookahead(MemorySegment region, Index index) {
    this.region = region;
    this.index = index;
  }

  /** The next item is one of another segment. */
  void forget() {
    count = 0;
    at = 0;
  }

  /**
   * The hash of a key; any number if its item was dead when it was loaded.
   *
   * @param item the one that was asked for last, or the one behind it
   * @param end of what was written in its segment
   */
  long hash(long item, long end) {
    if (at < count && items[at] == item) {
      return hashes[at];
    }
    at++;
    if (at >= count) {
      load(item, end);
    }
    assert items[at] == item : "an item was passed over";
    return hashes[at];
  }

  private void load(long item, long end) {
    at = 0;
    count = 0;
    for (long next = item; next < end && count < ITEMS; next += Item.bytes(region, next)) {
      items[count] = next;
      if ((Item.marks(region, next) & Item.DELETED) == 0) {
        hashes[count] = index.hash(next);
        loaded += index.prefetch(hashes[count]);
      }
      count++;
    }
  }
}
