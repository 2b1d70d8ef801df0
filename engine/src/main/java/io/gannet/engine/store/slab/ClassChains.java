package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.NONE;

import io.gannet.engine.block.Chain;
import java.util.Arrays;

/**
 * The slabs of each size class that are no victims: those with room in front, then the others. The
 * first slabs of large items are in a chain of their own.
 */
final class ClassChains {
  private final SlabTable table;
  private final Chain[] chains;

  ClassChains(SlabTable table, int classes) {
    this.table = table;
    this.chains = new Chain[classes + 1];
    Arrays.setAll(chains, i -> table.chainInClass());
  }

  /** Those of a class; among the ones without room the longest full first. */
  Chain of(int sizeClass) {
    return chains[sizeClass];
  }

  /** The first slabs of large items, the one stored or asked for first in front. */
  Chain ofLarge() {
    return chains[chains.length - 1];
  }

  /** The one that a slab is in, or is to be. */
  Chain chain(int slab) {
    return table.span(slab) == 1 ? chains[table.sizeClass(slab)] : ofLarge();
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
    if (roomy) {
      chain(slab).prepend(slab);
    } else {
      chain(slab).append(slab);
    }
  }

  void remove(int slab) {
    chain(slab).remove(slab);
    table.roomy(slab, false);
  }

  /** An item of a slab was asked for: of large ones that is told apart. */
  void accessed(int slab) {
    if (table.span(slab) != 1 && table.state(slab) == SlabTable.USED) {
      ofLarge().remove(slab);
      ofLarge().append(slab);
    }
  }
}
