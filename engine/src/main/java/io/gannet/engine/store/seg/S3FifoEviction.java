package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * S3-FIFO on segments (Yang, Zhang, Qiu, Yue, Vigfusson: "FIFO queues are all you need for cache
 * eviction", SOSP 2023): most new items are never asked for again, so they are to leave soon.
 *
 * <pre>
 *   new items ──► admission, a tenth ──found again──► main ──────► forgotten
 *                        │                             └─found again─┘
 *                        └──► ghost, a slot of the index ··set again··► admission, hot
 * </pre>
 *
 * Segments of rank 0 hold new items, those of rank {@link #MAIN} what was kept. While admission has
 * more than its share of the segments in use, its oldest is given up, else the oldest of main. A
 * key that comes back while its ghost is there starts with the heat that carries it to main.
 */
final class S3FifoEviction implements Eviction {
  static final int MAIN = 1;

  private static final int ADMISSION = 0;
  private static final int SEGMENTS_PER_ADMISSION = 10;
  private static final double SHARE = 0.9;

  private final Heap heap;
  private final SegmentTable table;
  private final Survivors survivors;
  private boolean admission;

  S3FifoEviction(Heap heap, SegLayout layout) {
    this.heap = heap;
    this.table = heap.table;
    this.survivors = new Survivors(heap, layout, MAIN, SHARE);
  }

  /** One for what is kept. */
  @Override
  public int freeWanted() {
    return 1;
  }

  @Override
  public int victim(int nowSec) {
    int main = heap.used(MAIN);
    int used = heap.used(ADMISSION) + main;
    boolean mainFirst = main * SEGMENTS_PER_ADMISSION > used * (SEGMENTS_PER_ADMISSION - 1);
    int segment = heap.oldest(mainFirst ? MAIN : ADMISSION);
    if (segment == NONE) {
      segment = heap.oldest(mainFirst ? ADMISSION : MAIN);
    }
    if (segment != NONE) {
      admission = table.rank(segment) == ADMISSION;
      survivors.from(segment);
    }
    return segment;
  }

  @Override
  public boolean keeps(int bytes, int heat) {
    return heat > 0;
  }

  @Override
  public boolean remembers() {
    return admission;
  }

  @Override
  public int destination(int bytes) {
    return survivors.destination(bytes);
  }

  @Override
  public void flushed() {
    survivors.end();
  }
}
