package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * How much of evicted segments may be kept. Each victim allows so much of a segment to be taken for
 * it, less than one, and taking one costs a whole: so there are always more victims than segments
 * taken, and eviction frees memory whatever items it meets. What there is no room for is forgotten.
 */
final class Survivors {
  private static final double ALLOWED_MAX = 2;

  private final Heap heap;
  private final SegmentTable table;
  private final Destinations destinations;
  private final double share;

  private double allowed = ALLOWED_MAX;
  private int victim = NONE;
  private int nowSec;

  /**
   * None yet.
   *
   * @param rank of the segments taken
   * @param share segments that each victim allows to be taken, below 1
   */
  Survivors(Heap heap, int rank, double share) {
    assert share < 1;
    this.heap = heap;
    this.table = heap.table;
    this.destinations = heap.destinations(rank);
    this.share = share;
  }

  /** What is kept next is from this segment. */
  void from(int victim, int nowSec) {
    this.victim = victim;
    this.nowSec = nowSec;
    allowed = Math.min(ALLOWED_MAX, allowed + share);
  }

  /** A segment with room for so many bytes, or NONE. */
  int destination(int bytes) {
    int bucket = table.bucket(victim);
    int segment = destinations.withRoom(bucket, bytes);
    if (segment != NONE || allowed < 1 || heap.free.count() == 0) {
      return segment;
    }
    allowed--;
    return destinations.begin(victim, nowSec);
  }
}
