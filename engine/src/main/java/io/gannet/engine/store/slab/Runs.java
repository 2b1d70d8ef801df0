package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ASIDE;
import static io.gannet.engine.store.slab.SlabTable.FREE;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;

import io.gannet.engine.block.Chain;
import io.gannet.engine.block.Window;

/**
 * Items that are larger than a slab: each has a run of them, one behind the other, and so lies in
 * one piece like any other.
 *
 * <pre>
 *   slab      7            8            9            10
 *           +------------+------------+------------+------------+
 *           | item ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|     |
 *           +------------+------------+------------+------------+
 *   state    USED         ASIDE        ASIDE        ASIDE
 * </pre>
 *
 * <p>The first slab stands for all of them: it is one of the class of whole slabs, and is pinned,
 * chosen and freed as if it were one. An item that has a run is not moved.
 */
final class Runs implements Window.Blocks {
  /** The slabs that are for the next one. */
  final Window window = new Window(this);

  private final Heap heap;
  private final SlabTable table;
  private final SlabLayout layout;

  Runs(Heap heap, SlabLayout layout) {
    this.heap = heap;
    this.table = heap.table;
    this.layout = layout;
  }

  @Override
  public int count() {
    return table.slabs();
  }

  @Override
  public boolean isFree(int slab) {
    return table.state(slab) == FREE;
  }

  @Override
  public boolean isAside(int slab) {
    return table.state(slab) == ASIDE;
  }

  @Override
  public int head(int slab) {
    return table.head(slab);
  }

  @Override
  public boolean isHead(int slab) {
    return table.span(slab) > 1;
  }

  @Override
  public boolean isHeld(int slab) {
    return !table.isLoose(slab);
  }

  @Override
  public int aliveBytes(int slab) {
    return table.get(slab, LIVE_ITEMS) * heap.classes.itemBytes(table.sizeClass(slab));
  }

  @Override
  public boolean isAmongLast(int slab) {
    return heap.free.isAmongLast(slab);
  }

  @Override
  public void unlist(int slab) {
    heap.free.remove(slab);
  }

  @Override
  public void setAside(int slab) {
    table.setAside(slab);
    heap.ledger.aside(slab, 1);
  }

  @Override
  public void putBack(int slab) {
    table.state(slab, FREE);
    heap.ledger.aside(slab, -1);
    heap.handOut(slab);
  }

  @Override
  public boolean hasIdle(int span) {
    return heap.idleBytes() >= (long) span * layout.slabBytes();
  }

  /** The one that was stored, or, if eviction goes by that, asked for first. */
  @Override
  public int largeVictim(int from, int to) {
    Chain chain = heap.large();
    int slab = chain.first();
    while (slab != NONE && (slab < from || slab >= to || isHeld(slab))) {
      slab = chain.next(slab);
    }
    return slab;
  }

  /** The first of the slabs that are ready for an item, all of which are its own from now on. */
  int open() {
    int span = window.span();
    int head = window.handOver();
    for (int slab = head + 1; slab < head + span; slab++) {
      table.join(slab, head, span);
    }
    return head;
  }

  /** The first slab of an item is free: so are those behind it. */
  void dissolve(int head, int span) {
    for (int slab = head + 1; slab < head + span; slab++) {
      assert table.head(slab) == head;
      putBack(slab);
    }
  }
}
