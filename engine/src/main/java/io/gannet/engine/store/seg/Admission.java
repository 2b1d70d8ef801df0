package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * A queue for new items before the one for those that were worth keeping, as in S3-FIFO (Yang,
 * Zhang, Qiu, Yue, Vigfusson: "FIFO queues are all you need for cache eviction", SOSP 2023): most
 * new items are never asked for again, so they are to leave soon.
 *
 * <pre>
 *   new items ──► admission, a share ──kept──► main ──────► forgotten
 *                        │                      └──kept──┘
 *                        └──► ghost, a slot of the index ··set again··► admission, warm
 * </pre>
 *
 * Segments of rank 0 hold new items, those of rank {@link #MAIN} what was kept. While admission has
 * more than its share of the segments in use, its oldest is given up, else the oldest of main.
 */
final class Admission {
  static final int MAIN = 1;

  private static final int ADMISSION = 0;

  /** Beyond its share: one is being filled, and where there are few, each of them is a lot. */
  private static final int SEGMENTS_MORE = 4;

  private final Heap heap;
  private final SegmentTable table;
  private final Survivors survivors;
  private final int segmentsPerAdmission;
  private boolean fromAdmission;

  /**
   * A new one.
   *
   * @param segmentsPerAdmission one in so many segments in use is for new items
   * @param allowed segments per victim that may be taken for what is kept, below 1
   */
  Admission(Heap heap, int segmentsPerAdmission, double allowed) {
    this.heap = heap;
    this.table = heap.table;
    this.survivors = new Survivors(heap, MAIN, allowed);
    this.segmentsPerAdmission = segmentsPerAdmission;
  }

  /** The segment to be given up next, or NONE. */
  int victim(int nowSec) {
    boolean full = heap.ages.used(ADMISSION) >= share();
    int segment = heap.ages.oldest(full ? ADMISSION : MAIN);
    if (segment == NONE) {
      segment = heap.ages.oldest(full ? MAIN : ADMISSION);
    }
    if (segment != NONE) {
      fromAdmission = table.rank(segment) == ADMISSION;
      survivors.from(segment, nowSec);
    }
    return segment;
  }

  private int share() {
    int used = heap.ages.used();
    return Math.min(used / 2, used / segmentsPerAdmission + SEGMENTS_MORE);
  }

  /** True if the victim held new items: those forgotten leave ghosts. */
  boolean isVictim() {
    return fromAdmission;
  }

  /** A segment with room for what is kept, or NONE. */
  int destination(int bytes) {
    return survivors.destination(bytes);
  }
}
