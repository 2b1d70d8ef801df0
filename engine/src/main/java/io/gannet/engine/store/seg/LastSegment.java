package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;

import io.gannet.engine.block.Boundary;

/** The segments as the {@link Boundary} knows them: it takes and gives the last one. */
final class LastSegment implements Boundary.Blocks {
  /** What load may come of giving one: the emptier, the more keys are in their first bucket. */
  static final double LOAD_TO_GIVE = 0.7;

  private final Heap heap;
  private final SegMetrics metrics;

  LastSegment(Heap heap, SegMetrics metrics) {
    this.heap = heap;
    this.metrics = metrics;
  }

  @Override
  public int count() {
    return heap.table.segments();
  }

  @Override
  public int spare() {
    return heap.free.spare();
  }

  @Override
  public boolean isLastFree() {
    return heap.table.state(heap.last()) == FREE;
  }

  @Override
  public boolean isLastMovable() {
    return heap.runs.window.isClearable(heap.last());
  }

  @Override
  public int time() {
    return heap.heatClock.time();
  }

  @Override
  public void drop() {
    heap.drop();
    metrics.segmentsDropped.increment();
  }

  @Override
  public void add() {
    heap.add();
    metrics.segmentsAdded.increment();
  }
}
