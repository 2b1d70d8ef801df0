package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.READERS;
import static io.gannet.engine.store.slab.SlabTable.RESERVED_ITEMS;

import java.util.Arrays;

/**
 * What may be held of the heap by those who are slow, counted in what they freeze: a slab is frozen
 * by one reservation or reader as by many. Reservations may hold half of the slabs, readers a
 * quarter; so a quarter at least can always be evicted.
 *
 * <p>A large item freezes all its slabs. Where one alone is more than a share it may be received,
 * or read, as long as no other is, and a quarter is left to neither.
 */
final class Holds {
  private static final int SLABS_PER_RESERVED = 2;
  private static final int SLABS_PER_READ = 4;
  private static final int SLABS_PER_NEITHER = 4;

  private final SlabTable table;
  private final SlabMetrics metrics;
  private final int[] lastReserved;
  private int reservedMax;
  private int readMax;
  private int heldMax;
  private int reserved;
  private int read;

  Holds(SlabTable table, int classes, SlabMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
    this.lastReserved = new int[classes];
    Arrays.fill(lastReserved, NONE);
    resized();
  }

  /** What depends on how many slabs there are. Who holds more by now gets no more. */
  void resized() {
    int slabs = table.slabs();
    reservedMax = slabs / SLABS_PER_RESERVED;
    readMax = slabs / SLABS_PER_READ;
    heldMax = slabs - slabs / SLABS_PER_NEITHER;
    assert readMax >= 1 && slabs - reservedMax - readMax >= Math.max(1, slabs / 4);
  }

  /** True if reservations may hold so many slabs more. */
  boolean mayReserve(int span) {
    return (reserved == 0 || reserved + span <= reservedMax) && leavesRest(span);
  }

  private boolean leavesRest(int span) {
    return reserved + read + span <= heldMax;
  }

  /** A slab of the class that a reservation holds, if there is one at hand, or NONE. */
  int reservedOf(int sizeClass) {
    int slab = lastReserved[sizeClass];
    boolean still =
        slab != NONE
            && table.state(slab) == SlabTable.USED
            && table.sizeClass(slab) == sizeClass
            && table.get(slab, RESERVED_ITEMS) != 0;
    return still ? slab : NONE;
  }

  /** One more place of the slab is reserved; true if it is the first. */
  boolean reserve(int slab, int sizeClass) {
    int before = table.get(slab, RESERVED_ITEMS);
    table.set(slab, RESERVED_ITEMS, before + 1);
    lastReserved[sizeClass] = slab;
    metrics.reservations.add(1);
    if (before == 0) {
      reserved += table.span(slab, sizeClass);
      metrics.slabsReserved.set(reserved);
    }
    return before == 0;
  }

  /** A reservation of the slab has ended; true if it was the last. */
  boolean release(int slab, int sizeClass) {
    int left = table.get(slab, RESERVED_ITEMS) - 1;
    assert left >= 0 : "more reservations ended than begun";
    table.set(slab, RESERVED_ITEMS, left);
    metrics.reservations.add(-1);
    if (left == 0) {
      reserved -= table.span(slab, sizeClass);
      metrics.slabsReserved.set(reserved);
    }
    return left == 0;
  }

  /** False if readers hold as many slabs as they may, and this is none of them. */
  boolean mayRead(int slab) {
    if (table.get(slab, READERS) != 0) {
      return true;
    }
    int span = table.span(slab);
    return (read == 0 || read + span <= readMax) && leavesRest(span);
  }

  /** One more reader. */
  void read(int slab) {
    assert mayRead(slab);
    read += table.get(slab, READERS) == 0 ? table.span(slab) : 0;
    table.add(slab, READERS, 1);
    metrics.slabsPinned.set(read);
  }

  /** A reader is done. */
  void unread(int slab) {
    table.add(slab, READERS, -1);
    read -= table.get(slab, READERS) == 0 ? table.span(slab) : 0;
    metrics.slabsPinned.set(read);
  }
}
