package io.gannet.engine.store.seg;

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
    return heap.ages.oldest();
  }
}
