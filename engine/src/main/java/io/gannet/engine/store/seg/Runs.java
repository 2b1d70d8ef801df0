package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;

/**
 * Items that are larger than a segment: each has a run of them, one behind the other, and so lies
 * in one piece like any other.
 *
 * <pre>
 *   segment   7            8            9            10
 *           +------------+------------+------------+------------+
 *           |lead| item ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|     |
 *           +------------+------------+------------+------------+
 *   state    SEALED       ASIDE        ASIDE        ASIDE
 * </pre>
 *
 * <p>The first segment stands for all of them: it is in the chains, and is pinned, chosen and freed
 * as if it were one. The lead has the length of the value, if it takes more bits than an item has.
 *
 * <p>Where the next one is to lie a window of segments is awaited: what is free of it is set apart
 * at once, the rest as it becomes free.
 */
final class Runs {
  /** Where the item begins in its first segment. */
  static final int LEAD_BYTES = Long.BYTES;

  /** To free so many takes some microseconds, of one call. */
  static final int SEGMENTS_MAX = 1024;

  private final Heap heap;
  private final SegmentTable table;
  private final SegLayout layout;
  /** The window that is awaited: none if it is empty. */
  private int start;
  private int end;
  private int taken;
  /** Segments behind the first of an item. */
  private int behind;

  Runs(Heap heap, SegLayout layout) {
    this.heap = heap;
    this.table = heap.table;
    this.layout = layout;
  }

  /** How many an item of so many bytes takes. */
  int spanOf(long bytes) {
    return Math.toIntExact(Math.ceilDiv(LEAD_BYTES + bytes, layout.segmentBytes()));
  }

  /** How many segments this one stands for: 1, or more if a large item begins in it. */
  int span(int segment) {
    return table.writeOffset(segment) <= layout.segmentBytes()
        ? 1
        : spanOf(table.writeOffset(segment) - LEAD_BYTES);
  }

  /** The item of a run. */
  long item(int segment) {
    assert heap.isRun(segment);
    return layout.item(segment, LEAD_BYTES);
  }

  /** Segments of large items, and those set apart for one. */
  int segments() {
    return taken + (int) heap.segmentsOfRuns();
  }

  /** Segments that are ASIDE. */
  int aside() {
    return taken + behind;
  }

  /** Segments set apart for an item that is not there yet. */
  int taken() {
    return taken;
  }

  /** Segments behind the first of an item. */
  int behind() {
    return behind;
  }

  /** True if what lies in a segment may be moved. */
  boolean isMovable(int segment) {
    return table.state(segment) != ASIDE
        && !(table.state(segment) != FREE && heap.isRun(segment))
        && table.pins(segment) == 0;
  }

  /** True if the segment is held: what lies there can neither be moved nor forgotten now. */
  boolean isHeld(int segment) {
    if (table.state(segment) != ASIDE) {
      return table.pins(segment) != 0;
    }
    int head = table.head(segment);
    return head == NONE || table.pins(head) != 0;
  }

  /** From now on these segments are for the next item. None was awaited. */
  void await(int from, int count) {
    assert start == end && taken == 0;
    start = from;
    end = from + count;
    for (int segment = start; segment < end; segment++) {
      if (table.state(segment) == FREE) {
        heap.free.remove(segment);
        take(segment);
      }
    }
  }

  /** True of the segments that are for the next item. */
  boolean awaits(int segment) {
    return segment >= start && segment < end;
  }

  /** Sets one of these apart that is free, and on no list. */
  void take(int segment) {
    table.state(segment, ASIDE);
    table.head(segment, NONE);
    taken++;
    heap.ledger.aside(segment, 1);
  }

  /** True if one of these is set apart already. */
  boolean isTaken(int segment) {
    assert awaits(segment);
    return table.state(segment) == ASIDE;
  }

  /** True if all of these are. */
  boolean isReady() {
    return end > start && taken == end - start;
  }

  /** Awaits none any more: those that were set apart are free. */
  void giveUp() {
    int from = start;
    int to = end;
    start = end = 0;
    taken = 0;
    for (int segment = from; segment < to; segment++) {
      if (table.state(segment) == ASIDE) {
        putBack(segment);
      }
    }
  }

  private void putBack(int segment) {
    table.state(segment, FREE);
    heap.ledger.aside(segment, -1);
    heap.handOut(segment);
  }

  /** Gives an item of so many bytes the segments that are ready for it; returns the first. */
  int open(int bytes, int nowSec) {
    assert isReady() && spanOf(bytes) == end - start;
    int head = start;
    int span = end - start;
    start = end = 0;
    taken = 0;
    behind += span - 1;
    for (int segment = head + 1; segment < head + span; segment++) {
      table.head(segment, head);
    }
    table.state(head, SEALED);
    heap.begin(head, span, TtlBuckets.LARGE_BUCKET, 0, nowSec);
    heap.ledger.began(head, span);
    heap.heatClock.segmentsOpened(span);
    table.writeOffset(head, LEAD_BYTES + bytes);
    table.totalItems(head, 1);
    return head;
  }

  /** The first segment of an item is free: so are those behind it. */
  void dissolve(int head, int span) {
    behind -= span - 1;
    for (int segment = head + 1; segment < head + span; segment++) {
      assert table.head(segment) == head;
      putBack(segment);
    }
  }

  /** The oldest item that nobody holds, by its segment, or NONE. */
  int oldest() {
    Chain chain = heap.buckets.chain(TtlBuckets.LARGE_BUCKET);
    int segment = chain.first();
    while (segment != NONE && table.pins(segment) != 0) {
      segment = chain.next(segment);
    }
    return segment;
  }
}
