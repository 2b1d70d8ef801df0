package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.NONE;

/** Slabs one after another, linked through two words of their headers. */
final class Chain {
  private final SlabTable table;
  private final long previousLink;
  private final long nextLink;
  private int first = NONE;
  private int last = NONE;

  private Chain(SlabTable table, long previousLink, long nextLink) {
    this.table = table;
    this.previousLink = previousLink;
    this.nextLink = nextLink;
  }

  static Chain byAge(SlabTable table) {
    return new Chain(table, SlabTable.PREVIOUS_BY_AGE, SlabTable.NEXT_BY_AGE);
  }

  static Chain inClass(SlabTable table) {
    return new Chain(table, SlabTable.PREVIOUS_IN_CLASS, SlabTable.NEXT_IN_CLASS);
  }

  int first() {
    return first;
  }

  /** The one behind, or NONE. */
  int next(int slab) {
    return table.get(slab, nextLink);
  }

  void append(int slab) {
    table.set(slab, previousLink, last);
    table.set(slab, nextLink, NONE);
    if (last == NONE) {
      first = slab;
    } else {
      table.set(last, nextLink, slab);
    }
    last = slab;
  }

  void prepend(int slab) {
    table.set(slab, previousLink, NONE);
    table.set(slab, nextLink, first);
    if (first == NONE) {
      last = slab;
    } else {
      table.set(first, previousLink, slab);
    }
    first = slab;
  }

  void remove(int slab) {
    int previous = table.get(slab, previousLink);
    int next = table.get(slab, nextLink);
    if (previous == NONE) {
      first = next;
    } else {
      table.set(previous, nextLink, next);
    }
    if (next == NONE) {
      last = previous;
    } else {
      table.set(next, previousLink, previous);
    }
  }
}
