package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * Where what is kept of other segments goes: for each TTL bucket a segment of one rank that is
 * being filled.
 *
 * <pre>
 *   victims of a bucket   a ──► b ──► c ──► …      each freed as soon as it is cleaned
 *                          \     \     \
 *   kept                    d d d | d d d …        fewer segments, of the same bucket
 * </pre>
 *
 * <p>Each is half empty on average, so one segment in {@value #SEGMENTS_PER_DESTINATION} may be
 * one. Beyond that the nearest bucket's is used: each item keeps its own deadline, so it is correct
 * wherever it lies. (To close another one for it instead, as was done, leaves a segment behind that
 * holds next to nothing, each time that another bucket has its turn.)
 *
 * <p>A segment that is being filled is in the state MERGING; it can neither be chosen nor become
 * free until it is full, or flushed, or all in it has expired.
 */
final class Destinations {
  private static final int SEGMENTS_PER_DESTINATION = 24;
  private static final int DESTINATIONS_MAX = 64;

  private final Heap heap;
  private final int rank;
  private final OpenSegments filled = new OpenSegments();

  Destinations(Heap heap, int rank) {
    this.heap = heap;
    this.rank = rank;
  }

  /** The segment with room for so many bytes of a bucket's items, or NONE. */
  int withRoom(int bucket, int bytes) {
    int segment = filled.of(lender(bucket));
    return segment != NONE && heap.room(segment) >= bytes ? segment : NONE;
  }

  private int lender(int bucket) {
    boolean own = filled.of(bucket) != NONE || filled.count() < destinationsMax();
    return own ? bucket : filled.nearest(bucket);
  }

  private int destinationsMax() {
    return Math.clamp(
        heap.table.segments() / SEGMENTS_PER_DESTINATION, 1, DESTINATIONS_MAX);
  }

  /** A free segment, of which there must be one, for what the victim's bucket has no room for. */
  int begin(int victim, int nowSec) {
    int bucket = heap.table.bucket(victim);
    int full = filled.of(lender(bucket));
    if (full != NONE) {
      end(full);
    }
    int segment = heap.beginMerge(victim, rank, nowSec);
    filled.set(bucket, segment);
    return segment;
  }

  /** The segment is one like the others from now on. */
  void end(int segment) {
    assert heap.table.state(segment) == MERGING && heap.table.rank(segment) == rank;
    filled.set(heap.table.bucket(segment), NONE);
    heap.endMerge(segment);
  }

  /** How many there are. */
  int count() {
    return filled.count();
  }

  /** Ends all. */
  void endAll() {
    while (filled.count() > 0) {
      end(filled.of(filled.nearest(0)));
    }
    if (filled.of(TtlBuckets.ANY_BUCKET) != NONE) {
      end(filled.of(TtlBuckets.ANY_BUCKET));
    }
  }
}
