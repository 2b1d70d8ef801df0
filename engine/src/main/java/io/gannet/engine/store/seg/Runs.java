package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.block.Window;

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
 */
final class Runs implements Window.Blocks {
  /** Where the item begins in its first segment. */
  static final int LEAD_BYTES = Long.BYTES;

  /** The segments that are for the next one. */
  final Window window = new Window(this);

  private final Heap heap;
  private final SegmentTable table;
  private final SegLayout layout;
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
    return window.taken() + (int) heap.segmentsOfRuns();
  }

  /** Segments that are ASIDE. */
  int aside() {
    return window.taken() + behind;
  }

  /** Segments behind the first of an item. */
  int behind() {
    return behind;
  }

  @Override
  public int count() {
    return table.segments();
  }

  @Override
  public boolean isFree(int segment) {
    return table.state(segment) == FREE;
  }

  @Override
  public boolean isAside(int segment) {
    return table.state(segment) == ASIDE;
  }

  @Override
  public int head(int segment) {
    return table.head(segment);
  }

  @Override
  public boolean isHead(int segment) {
    return heap.isRun(segment);
  }

  @Override
  public boolean isHeld(int segment) {
    return table.pins(segment) != 0;
  }

  @Override
  public int aliveBytes(int segment) {
    return table.liveBytes(segment);
  }

  @Override
  public boolean isAmongLast(int segment) {
    return heap.free.isAmongLast(segment);
  }

  @Override
  public void unlist(int segment) {
    heap.free.remove(segment);
  }

  @Override
  public void setAside(int segment) {
    table.state(segment, ASIDE);
    table.head(segment, NONE);
    heap.ledger.aside(segment, 1);
  }

  @Override
  public void putBack(int segment) {
    table.state(segment, FREE);
    heap.ledger.aside(segment, -1);
    heap.handOut(segment);
  }

  @Override
  public boolean hasIdle(int span) {
    long sharedBytes = (long) heap.sharedSegments() * layout.segmentBytes();
    return sharedBytes - heap.sharedLiveBytes() >= (long) span * layout.segmentBytes();
  }

  /** The oldest one. */
  @Override
  public int largeVictim(int from, int to) {
    Chain chain = heap.buckets.chain(TtlBuckets.LARGE_BUCKET);
    int segment = chain.first();
    while (segment != NONE && (segment < from || segment >= to || isHeld(segment))) {
      segment = chain.next(segment);
    }
    return segment;
  }

  /** Gives an item of so many bytes the segments that are ready for it; returns the first. */
  int open(int bytes, int nowSec) {
    int span = window.span();
    assert spanOf(bytes) == span;
    int head = window.handOver();
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
}
