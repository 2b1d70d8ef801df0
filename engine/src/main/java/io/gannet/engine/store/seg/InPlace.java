package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.OPEN;

import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/** What of a live item may be changed where it lies. An item's shape never is. */
final class InPlace {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final SegmentTable table;
  private final CoarseClock clock;

  InPlace(MemorySegment region, SegLayout layout, Heap heap, CoarseClock clock) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.clock = clock;
  }

  /**
   * A deadline is changed in place if there is room for it and it does not keep the segment longer
   * than it would be kept anyway.
   */
  boolean takesDeadline(long item, int expiresAtSec) {
    return hasRoomFor(expiresAtSec, item)
        && expiresAtSec <= table.latestDeadlineSec(layout.segment(item));
  }

  /** True if a deadline can be written where the item lies, whatever it means to the segment. */
  boolean hasRoomFor(int expiresAtSec, long item) {
    int marks = Item.marks(region, item) & Item.DEADLINE;
    int baseSec = table.deadlineBaseSec(layout.segment(item));
    int mark = Item.deadlineMark(expiresAtSec, baseSec);
    return marks == mark || mark != 0 && marks == Item.WIDE_DEADLINE;
  }

  /**
   * True if another value may take an item's place: it has the same shape, no one reads it, no
   * client knows its token, and it is not among the next to be forgotten, for it keeps its age. One
   * with an annex is left to go.
   */
  boolean takesValue(long item, int clientFlags, int expiresAtSec, int length) {
    int segment = layout.segment(item);
    int marks = Item.marks(region, item);
    return (marks & (Item.TOLD | Item.CAS | Item.ANNEX)) == 0
        && Item.valueLength(region, item) == length
        && (marks & Item.CLIENT_FLAGS) != 0 == (clientFlags != 0)
        && table.pins(segment) == 0
        && heap.isToStay(segment)
        && belongs(item, expiresAtSec);
  }

  /** True if an item of this deadline might be laid out in this very place. */
  private boolean belongs(long item, int expiresAtSec) {
    int segment = layout.segment(item);
    boolean lasts =
        expiresAtSec <= table.latestDeadlineSec(segment) || table.state(segment) == OPEN;
    return lasts
        && hasRoomFor(expiresAtSec, item)
        && table.bucket(segment) == TtlBuckets.of(expiresAtSec, clock.nowSec());
  }

  /** Writes what goes along with another value. */
  void prepare(long item, int clientFlags, int expiresAtSec) {
    if (clientFlags != 0) {
      Item.clientFlags(region, item, clientFlags);
    }
    heap.writeDeadlineSec(item, expiresAtSec);
  }
}
