package io.gannet.engine.store.seg;

import io.gannet.engine.block.FreeBlocks;

/** The free segments, and whom they are for. */
final class FreeSegments {
  /** One in so many is filled last: the index takes them from the end. */
  private static final int SEGMENTS_PER_LAST = 16;

  /** The last free one is for what is moved: else the only way to make room is to forget. */
  private static final int FREE_FOR_MOVES = 1;

  private final SegmentTable table;
  private final SegMetrics metrics;
  private final FreeBlocks blocks;
  private int kept;

  /** All there are. */
  FreeSegments(SegmentTable table, SegMetrics metrics) {
    this.table = table;
    this.metrics = metrics;
    this.blocks = table.freeList();
    for (int segment = 0; segment < table.segments(); segment++) {
      blocks.pushLast(segment);
    }
  }

  /** How many there are. */
  int count() {
    return blocks.count();
  }

  /** Those but for the one that is kept for somebody who waits. */
  int spare() {
    return blocks.count() - kept;
  }

  /** Those that may be opened for new items, that which is kept included. */
  int forNew() {
    return blocks.count() - FREE_FOR_MOVES;
  }

  /** True if one more may be opened, which may be the one that is kept, or may not. */
  boolean hasForNew(boolean last) {
    return forNew() > (last ? 0 : kept);
  }

  /** Whether one is kept for who waits for it. */
  void keep(boolean one) {
    kept = one ? 1 : 0;
  }

  /** Takes one out, or NONE. */
  int pop() {
    int segment = blocks.pop();
    tell();
    return segment;
  }

  /** Takes this one out. */
  void remove(int segment) {
    blocks.remove(segment);
    tell();
  }

  /** Adds one. */
  void push(int segment) {
    assert table.state(segment) == SegmentTable.FREE;
    if (isAmongLast(segment)) {
      blocks.pushLast(segment);
    } else {
      blocks.push(segment);
    }
    tell();
  }

  /** True of those that are filled last. */
  boolean isAmongLast(int segment) {
    return segment + table.segments() / SEGMENTS_PER_LAST >= table.segments();
  }

  private void tell() {
    metrics.segmentsFree.set(blocks.count());
  }
}
