package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;
import static io.gannet.engine.store.cuckoo.Table.ABSENT;

import java.util.Arrays;

/**
 * Makes room in one of two full buckets by moving an item to its other bucket, and if that is full,
 * one of its items first, and so on: the shortest such chain, by a search in breadth of a bounded
 * number of items (as in MemC3 and libcuckoo: Li, Andersen, Kaminsky, Freedman: "Algorithmic
 * improvements for fast concurrent cuckoo hashing", EuroSys 2014).
 *
 * <p>With 8 slots a bucket, the 16 items of the two buckets lead to 16 others, 128 slots, and
 * nearly always one of them is free. The items of the first two of these are looked at as well; a
 * chain has two moves then.
 */
final class Displacement {
  /** The items of the two buckets, and of two of those that these could move to. */
  static final int NODES = 4 * SLOTS_PER_BUCKET;

  private static final int NO_PARENT = -1;

  private final Cells cells;
  private final Table table;
  private final CuckooMetrics metrics;
  private final long[] slots;
  private final short[] parents;
  private final long[] buckets;
  private int count;

  Displacement(Cells cells, CuckooMetrics metrics, int nodes) {
    assert nodes % SLOTS_PER_BUCKET == 0 && nodes >= 2 * SLOTS_PER_BUCKET;
    this.cells = cells;
    this.table = cells.table;
    this.metrics = metrics;
    this.slots = new long[nodes];
    this.parents = new short[nodes];
    this.buckets = new long[nodes / SLOTS_PER_BUCKET];
  }

  /** A slot of one of two full buckets that is free now, or ABSENT. */
  long makeRoom(long first, long second, int nowSec) {
    metrics.searches.increment();
    count = 0;
    append(first, NO_PARENT);
    append(second, NO_PARENT);
    for (int node = 0; node < count; node++) {
      if (cells.pins.isPinned(slots[node])) {
        continue;
      }
      long other = table.other(slots[node]);
      if (isKnown(other)) {
        continue;
      }
      cells.freshen(other);
      long free = cells.claim(other, nowSec);
      if (free != ABSENT) {
        return moveAll(node, free);
      }
      if (count < slots.length) {
        append(other, node);
      }
    }
    metrics.searchesFailed.increment();
    return ABSENT;
  }

  private void append(long bucket, int parent) {
    buckets[count / SLOTS_PER_BUCKET] = bucket;
    Arrays.fill(parents, count, count + SLOTS_PER_BUCKET, (short) parent);
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      slots[count++] = Table.slot(bucket, i);
    }
  }

  /** To go round in a circle finds nothing new. */
  private boolean isKnown(long bucket) {
    for (int i = 0; i < count / SLOTS_PER_BUCKET; i++) {
      if (buckets[i] == bucket) {
        return true;
      }
    }
    return false;
  }

  /** From the far end of the chain to its beginning, so that no item is ever in no place. */
  private long moveAll(int last, long free) {
    long to = free;
    int moves = 0;
    for (int node = last; node != NO_PARENT; node = parents[node]) {
      cells.move(slots[node], to);
      to = slots[node];
      moves++;
    }
    metrics.placed(moves);
    return to;
  }
}
