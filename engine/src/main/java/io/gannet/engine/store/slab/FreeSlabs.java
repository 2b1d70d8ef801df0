package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.FREE;
import static io.gannet.engine.store.slab.SlabTable.NONE;

import io.gannet.engine.block.FreeBlocks;

/**
 * The slabs without items: the last one freed is used first, but for those near the end, which the
 * index takes next.
 */
final class FreeSlabs {
  /** One in so many is filled last. */
  private static final int SLABS_PER_LAST = 16;

  private final SlabTable table;
  private final SlabMetrics metrics;
  private final FreeBlocks chain;
  private int kept;

  /** All slabs are free. */
  FreeSlabs(SlabTable table, SlabMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
    this.chain = table.freeList();
    for (int slab = 0; slab < table.slabs(); slab++) {
      chain.pushLast(slab);
    }
    tell();
  }

  private void tell() {
    metrics.slabsFree.set(chain.count());
  }

  int count() {
    return chain.count();
  }

  /** Those that are not kept for somebody who waits. */
  int spare() {
    return chain.count() - kept;
  }

  /** Whether one is kept for somebody who waits: then one more is wanted. */
  void keep(boolean one) {
    kept = one ? 1 : 0;
  }

  /** True if one is kept. */
  boolean keepsOne() {
    return kept != 0;
  }

  /** Takes one for items, or NONE. */
  int pop() {
    int slab = chain.pop();
    if (slab != NONE) {
      tell();
    }
    return slab;
  }

  /** Takes this one, for a large item. */
  void remove(int slab) {
    chain.remove(slab);
    tell();
  }

  /** True of those that are filled last. */
  boolean isAmongLast(int slab) {
    return slab + table.slabs() / SLABS_PER_LAST >= table.slabs();
  }

  /** A slab has lost its last item. */
  void push(int slab) {
    if (isAmongLast(slab)) {
      chain.pushLast(slab);
    } else {
      chain.push(slab);
    }
    tell();
  }

  /** Gives up the last slab of all, which is free; tells which that was. */
  int drop() {
    int last = table.last();
    assert table.state(last) == FREE : "items would be lost";
    chain.remove(last);
    table.slabs(last);
    tell();
    return last;
  }

  /** There is a slab more behind all others; tells which that is. */
  int add() {
    table.slabs(table.slabs() + 1);
    assert table.state(table.last()) == FREE : "it was not given up empty";
    push(table.last());
    return table.last();
  }
}
