package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;

/** Gives up any segment: no bookkeeping, no pattern that could be its enemy. */
final class RandomEviction implements Eviction {
  private static final int TRIES = 16;

  private final SegmentTable table;
  private final FifoEviction otherwise;
  private long random = 0x9E37_79B9_7F4A_7C15L;

  RandomEviction(Heap heap) {
    this.table = heap.table;
    this.otherwise = new FifoEviction(heap);
  }

  /** Where nearly all are pinned or free, a search in order finds the others. */
  @Override
  public int victim(int nowSec) {
    for (int i = 0; i < TRIES; i++) {
      int segment = any();
      if (isInUse(segment) && table.pins(segment) == 0) {
        return segment;
      }
    }
    return otherwise.victim(nowSec);
  }

  private boolean isInUse(int segment) {
    int state = table.state(segment);
    return state != FREE && state != ASIDE;
  }

  private int any() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) Math.unsignedMultiplyHigh(random, table.segments());
  }
}
