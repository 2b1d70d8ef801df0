package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

/**
 * What comes before any eviction: while memory is not full of what is alive, room is made by moving
 * that together, so that nothing is forgotten for the sake of what is dead.
 *
 * <pre>
 *   before   ▓▓░▓░░░▓   ░▓▓▓▓▓▓▓   ▓░░▓▓░░░      ▓ alive   ░ dead, or left of the segment
 *   after    ▓▓▓▓▓▓▓    ░▓▓▓▓▓▓▓   free          the deadest first
 * </pre>
 *
 * The deadest of some segments is as good as the deadest of all (B. Van Houdt: "A mean field model
 * for a class of garbage collection algorithms in flash-based solid state drives", SIGMETRICS
 * 2013): so {@value #LOOKS} are looked at, one at a step, each time others.
 */
final class Compaction {
  static final int LOOKS = 64;

  /** With so much of memory alive it is full; the rest is what is being filled and what is free. */
  private static final double FULL = 0.86;

  /** What has to be gained, one in so much of a segment: if memory is full, and if it is not. */
  private static final int SEGMENTS_PER_GAIN_FULL = 4;
  private static final int SEGMENTS_PER_GAIN = 20;

  /** Several destinations may be full at once. */
  private static final double ALLOWED_MAX = 16;

  private final Heap heap;
  private final SegmentTable table;
  private final SegLayout layout;
  private final int segmentBytes;
  private int segments;
  private int stride;

  private int at;
  private int looked;
  private int best = NONE;
  private long bestGeneration;
  private int bestGain;
  private int victim = NONE;
  private boolean failed;
  /** Segments that may be taken: for each victim one, less half of what is to be gained by it. */
  private double allowed = ALLOWED_MAX;

  Compaction(Heap heap, SegLayout layout) {
    this.heap = heap;
    this.table = heap.table;
    this.layout = layout;
    this.segmentBytes = layout.segmentBytes();
    resized();
  }

  private void resized() {
    segments = table.segments();
    stride = strideFor(segments);
  }

  /** About the golden section of all, and in so many steps as there are segments through all. */
  private static int strideFor(int segments) {
    int stride = Math.max(1, (int) (segments * 0.618));
    while (gcd(stride, segments) != 1) {
      stride++;
    }
    return stride;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Looks at one segment more; false if enough were looked at, or none needs to be. */
  boolean look() {
    if (best != NONE && !bestIsThere()) {
      lookAnew(); // what it held was deleted or written over: others are as dead
    }
    if (failed || looked >= Math.min(LOOKS, segments) || !heap.mayBeIdle()) {
      return false;
    }
    if (segments != table.segments()) {
      resized();
    }
    looked++;
    at = (int) (((long) at + stride) % segments);
    if (isCandidate(at)) {
      int gain = gainBytes(at);
      if (best == NONE || gain > bestGain) {
        best = at;
        bestGeneration = table.generation(at);
        bestGain = gain;
      }
    }
    return true;
  }

  /** What takes new items is left alone, unless that was long ago. */
  private boolean isCandidate(int segment) {
    int state = table.state(segment);
    return table.pins(segment) == 0
        && (state == SEALED || state == OPEN && !heap.isToStay(segment));
  }

  /**
   * What is gained by moving what is alive elsewhere: what is dead, and what is left of the segment
   * if an item like the others would fit there.
   */
  private int gainBytes(int segment) {
    int live = table.liveBytes(segment);
    int room = heap.room(segment);
    boolean usable = (long) room * table.liveItems(segment) > live;
    return segmentBytes - live - (usable ? 0 : room);
  }

  /** The deadest of those that were looked at, or NONE if that is not worth the while. */
  int victim() {
    int gain = best != NONE && bestIsThere() ? gainBytes(best) : 0;
    int perGain = isFull() ? SEGMENTS_PER_GAIN_FULL : SEGMENTS_PER_GAIN;
    victim = gain > segmentBytes / perGain ? best : NONE;
    if (victim != NONE) {
      allowed = Math.min(ALLOWED_MAX, allowed + 1 - gain / 2.0 / segmentBytes);
    }
    lookAnew();
    failed = false;
    return victim;
  }

  private void lookAnew() {
    looked = 0;
    best = NONE;
  }

  /** True if the best is what it was when it was looked at. */
  private boolean bestIsThere() {
    return table.generation(best) == bestGeneration && isCandidate(best);
  }

  private boolean isFull() {
    return heap.sharedLiveBytes() > layout.heapBytes(heap.sharedSegments()) * FULL;
  }

  /** The segment is to be emptied whatever is gained by it. */
  void empty(int segment) {
    victim = segment;
    allowed = Math.min(ALLOWED_MAX, allowed + 1);
  }

  /** How many like this have to be compacted for one segment. */
  int victimsPerSegment(int segment) {
    return segmentBytes / Math.max(1, segmentBytes - table.liveBytes(segment));
  }

  /** A segment with room for an item of the victim, or NONE. */
  int destination(int bytes, int nowSec) {
    int bucket = table.bucket(victim);
    Destinations destinations = heap.destinations(table.rank(victim));
    int segment = destinations.withRoom(bucket, bytes);
    if (segment != NONE || allowed < 1 || heap.free.count() == 0) {
      return segment;
    }
    allowed--;
    return destinations.begin(victim, nowSec);
  }

  /** There was no place for what the victim holds: no use in another one now. */
  void failed() {
    failed = true;
    best = NONE;
  }
}
