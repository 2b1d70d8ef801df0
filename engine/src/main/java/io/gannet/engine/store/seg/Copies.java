package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

import java.lang.foreign.MemorySegment;

/** Copies of items in other segments. A token goes along if a client was told it. */
final class Copies {
  private final MemorySegment region;
  private final Heap heap;

  Copies(MemorySegment region, Heap heap) {
    this.region = region;
    this.heap = heap;
  }

  /**
   * Copies an item to a segment other than its own, not live yet.
   *
   * @return the copy, or NONE if there is no room for it
   */
  long to(int segment, long item) {
    int deadlineSec = heap.deadlineSec(item);
    int baseSec = heap.table.deadlineBaseSec(segment);
    int marks = marks(item) | Item.deadlineMark(deadlineSec, baseSec);
    int keyLength = Item.keyLength(region, item);
    long copy =
        heap.append(segment, Item.bytes(marks, keyLength, Item.valueLength(region, item)));
    if (copy != NONE) {
      fill(item, copy, marks, deadlineSec);
    }
    return copy;
  }

  /** The marks of an item's copy, but for those of its deadline. */
  int marks(long item) {
    int marks = Item.marks(region, item);
    int token = (marks & (Item.TOLD | Item.CAS)) != 0 ? Item.CAS | Item.TOLD : 0;
    return marks & (Item.CLIENT_FLAGS | Item.ANNEX) | token;
  }

  /** Writes the copy of an item in a place that was set apart for these marks. */
  void fill(long item, long copy, int marks, int deadlineSec) {
    int keyLength = Item.keyLength(region, item);
    int valueLength = Item.valueLength(region, item);
    Item.write(region, copy, marks, keyLength, valueLength);
    heap.writeDeadlineSec(copy, deadlineSec);
    if ((marks & Item.CLIENT_FLAGS) != 0) {
      Item.clientFlags(region, copy, Item.clientFlags(region, item));
    }
    if ((marks & Item.CAS) != 0) {
      Item.cas(region, copy, heap.cas(item));
    }
    long from = Item.keyOffset(region, item);
    long to = Item.keyOffset(region, copy);
    MemorySegment.copy(region, from, region, to, (long) keyLength + valueLength);
  }
}
