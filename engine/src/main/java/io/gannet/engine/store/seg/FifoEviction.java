package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * Gives up the oldest segment, open or not: an open one that is the oldest has idled while all
 * others were filled.
 */
final class FifoEviction implements Eviction {
  private final Heap heap;

  FifoEviction(Heap heap) {
    this.heap = heap;
  }

  @Override
  public int victim(int nowSec) {
    int segment = heap.byAge.first();
    while (segment != NONE && heap.table.pins(segment) != 0) {
      segment = heap.byAge.next(segment);
    }
    return segment;
  }
}
