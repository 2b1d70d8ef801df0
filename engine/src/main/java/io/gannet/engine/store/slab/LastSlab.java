package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.FREE;
import static io.gannet.engine.store.slab.SlabTable.USED;

import io.gannet.engine.block.Boundary;

/** The slabs as the {@link Boundary} knows them: it takes and gives the last one. */
final class LastSlab implements Boundary.Blocks {
  /** What load may come of giving one: a request's steps are few, and a join takes one or two. */
  static final double LOAD_TO_GIVE = 0.5;

  /** Places given up that make another time. */
  private static final int CHANGES_PER_TIME_SHIFT = 12;

  private final Heap heap;
  private final SlabTable table;
  private final SlabMetrics metrics;

  LastSlab(Heap heap, SlabMetrics metrics) {
    this.heap = heap;
    this.table = heap.table;
    this.metrics = metrics;
  }

  @Override
  public int count() {
    return table.slabs();
  }

  @Override
  public int spare() {
    return heap.free.spare();
  }

  @Override
  public boolean isLastFree() {
    return table.state(table.last()) == FREE;
  }

  @Override
  public boolean isLastMovable() {
    return table.state(table.last()) == USED && table.isLoose(table.last());
  }

  @Override
  public int time() {
    return (int) (heap.changes() >>> CHANGES_PER_TIME_SHIFT);
  }

  @Override
  public void drop() {
    heap.drop();
    metrics.slabsDropped.increment();
  }

  @Override
  public void add() {
    heap.add();
    metrics.slabsAdded.increment();
  }
}
