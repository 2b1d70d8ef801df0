package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

import java.util.Arrays;

/**
 * Where what is kept of evicted segments goes: for each TTL bucket a segment that is being filled.
 *
 * <pre>
 *   victims of a bucket   a ──► b ──► c ──► …      each freed as soon as it is cleaned
 *                          \     \     \
 *   kept                    d d d | d d d …        fewer segments, of the same bucket
 * </pre>
 *
 * <p>Each victim allows so much of a segment to be taken for what is kept, less than one, and
 * taking one costs a whole: so there are always more victims than segments taken, and eviction
 * frees memory whatever items it meets. What there is no room for is forgotten.
 *
 * <p>A segment that is being filled is in the state MERGING; it can neither be chosen nor become
 * free until it is full, or until there are too many of them: then the one begun first is closed.
 */
final class Survivors {
  private static final int SEGMENTS_PER_DESTINATION = 16;
  private static final int DESTINATIONS_MAX = 64;
  private static final double ALLOWED_MAX = 2;

  private final Heap heap;
  private final SegmentTable table;
  private final int rank;
  private final double share;

  private final int[] destinations = new int[TtlBuckets.COUNT];
  /** Buckets that have a destination, a ring: the one begun first at {@code first}. */
  private final int[] begun;
  private int first;
  private int count;

  private double allowed = ALLOWED_MAX;
  private int bucket;
  private int deadlineBaseSec;
  private int createdAtSec;

  /**
   * @param rank of the segments taken
   * @param share segments that each victim allows to be taken, below 1
   */
  Survivors(Heap heap, SegLayout layout, int rank, double share) {
    assert share < 1;
    this.heap = heap;
    this.table = heap.table;
    this.rank = rank;
    this.share = share;
    this.begun =
        new int[Math.min(DESTINATIONS_MAX, layout.segments() / SEGMENTS_PER_DESTINATION)];
    Arrays.fill(destinations, NONE);
  }

  /** What is kept next is from this segment. */
  void from(int victim) {
    bucket = table.bucket(victim);
    deadlineBaseSec = table.deadlineBaseSec(victim);
    createdAtSec = table.createdAtSec(victim);
    allowed = Math.min(ALLOWED_MAX, allowed + share);
  }

  /** A segment with room for so many bytes, or NONE. */
  int destination(int bytes) {
    int segment = destinations[bucket];
    if (segment != NONE && heap.room(segment) >= bytes) {
      return segment;
    }
    return allowed < 1 || heap.spare() <= 0 || begun.length == 0 ? NONE : take();
  }

  private int take() {
    allowed--;
    if (destinations[bucket] != NONE) {
      heap.endMerge(destinations[bucket]);
    } else {
      if (count == begun.length) {
        endFirst();
      }
      begun[(first + count++) % begun.length] = bucket;
    }
    return destinations[bucket] = heap.beginMerge(bucket, rank, deadlineBaseSec, createdAtSec);
  }

  private void endFirst() {
    int ended = begun[first];
    first = (first + 1) % begun.length;
    count--;
    int segment = destinations[ended];
    destinations[ended] = NONE;
    heap.endMerge(segment);
  }

  /** Closes all. */
  void end() {
    while (count > 0) {
      endFirst();
    }
  }
}
