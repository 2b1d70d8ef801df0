package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ASIDE;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.USED;

/**
 * Chooses the slab that gives way. Least recently created and least recently accessed are the same
 * walk along a chain: they differ in whether a hit moves a slab to its end.
 */
final class Eviction {
  private static final int TRIES = 16;

  private final Heap heap;
  private final SlabTable table;
  private final boolean draws;
  private final boolean forgets;
  private long random = 0x9E37_79B9_7F4A_7C15L;

  Eviction(EvictionPolicy policy, boolean forgets, Heap heap) {
    this.heap = heap;
    this.table = heap.table;
    this.draws = policy == EvictionPolicy.RANDOM;
    this.forgets = forgets;
  }

  /** False if nothing that is alive may be forgotten. */
  boolean forgets() {
    return forgets;
  }

  /** A slab in use that neither a reader nor a reservation holds, or NONE. */
  int victim() {
    if (!forgets) {
      return NONE;
    }
    for (int i = 0; draws && i < TRIES; i++) {
      int slab = begin(any());
      if (isAllowed(slab)) {
        return slab;
      }
    }
    // Where nearly all are held or free, a search in order finds the others.
    int slab = heap.byAge.first();
    while (slab != NONE && !isAllowed(slab)) {
      slab = heap.byAge.next(slab);
    }
    return slab;
  }

  /** Where a large item begins that the slab is part of; else the slab itself. */
  private int begin(int slab) {
    boolean isPart = table.state(slab) == ASIDE && table.head(slab) != NONE;
    return isPart ? table.head(slab) : slab;
  }

  private boolean isAllowed(int slab) {
    return table.state(slab) == USED && table.isLoose(slab);
  }

  private int any() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) Math.unsignedMultiplyHigh(random, table.slabs());
  }
}
