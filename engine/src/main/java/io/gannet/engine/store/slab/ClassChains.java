package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.NONE;

import io.gannet.engine.block.Chain;
import java.util.Arrays;

/** The slabs of each size class that are no victims: those with room in front, then the others. */
final class ClassChains {
  private final SlabTable table;
  private final Chain[] chains;

  ClassChains(SlabTable table, int classes) {
    this.table = table;
    this.chains = new Chain[classes];
    Arrays.setAll(chains, i -> table.chainInClass());
  }

  /** Those of a class; among the ones without room the longest full first. */
  Chain of(int sizeClass) {
    return chains[sizeClass];
  }

  /** One with room for an item of the class, or NONE. */
  int roomy(int sizeClass) {
    int slab = chains[sizeClass].first();
    return slab != NONE && table.isRoomy(slab) ? slab : NONE;
  }

  /** True if the class has no slab at all. */
  boolean isEmpty(int sizeClass) {
    return chains[sizeClass].first() == NONE;
  }

  void add(int slab, boolean roomy) {
    table.roomy(slab, roomy);
    Chain chain = chains[table.sizeClass(slab)];
    if (roomy) {
      chain.prepend(slab);
    } else {
      chain.append(slab);
    }
  }

  void remove(int slab) {
    chains[table.sizeClass(slab)].remove(slab);
    table.roomy(slab, false);
  }
}
