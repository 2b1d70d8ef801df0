package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

/** Segments one after another, oldest first, linked through two words of their headers. */
final class Chain {
  private final SegmentTable table;
  private final long previousLink;
  private final long nextLink;
  private int first = NONE;
  private int last = NONE;

  private Chain(SegmentTable table, long previousLink, long nextLink) {
    this.table = table;
    this.previousLink = previousLink;
    this.nextLink = nextLink;
  }

  static Chain byAge(SegmentTable table) {
    return new Chain(table, SegmentTable.PREVIOUS_BY_AGE, SegmentTable.NEXT_BY_AGE);
  }

  static Chain inBucket(SegmentTable table) {
    return new Chain(table, SegmentTable.PREVIOUS_IN_BUCKET, SegmentTable.NEXT_IN_BUCKET);
  }

  int first() {
    return first;
  }

  /** The next younger one, or NONE. */
  int next(int segment) {
    return table.link(segment, nextLink);
  }

  void append(int segment) {
    table.link(segment, previousLink, last);
    table.link(segment, nextLink, NONE);
    if (last == NONE) {
      first = segment;
    } else {
      table.link(last, nextLink, segment);
    }
    last = segment;
  }

  void remove(int segment) {
    int previous = table.link(segment, previousLink);
    int next = table.link(segment, nextLink);
    if (previous == NONE) {
      first = next;
    } else {
      table.link(previous, nextLink, next);
    }
    if (next == NONE) {
      last = previous;
    } else {
      table.link(next, previousLink, previous);
    }
  }
}
