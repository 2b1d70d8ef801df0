package io.gannet.engine.store.seg;

import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Listed;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * What is stored, slot by slot of the index: items are moved all the time where memory is full,
 * slots only when the index grows or shrinks, or a key finds both its buckets full.
 *
 * <pre>
 *   place   ─ bucket ─┬─ slot of it, 3 bits ─
 * </pre>
 */
final class SegListing {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final Index index;
  private final CoarseClock clock;

  SegListing(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      CoarseClock clock) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.clock = clock;
  }

  int go(Listed listed, int steps) {
    long from = listed.place;
    listed.begin(from);
    long slots = index.buckets() * TwoChoices.SLOTS_PER_BUCKET;
    long end = Math.min(from + steps, slots);
    long place = from;
    while (place < end && listed.item < 0) {
      long slot = index.slot(position(place++));
      if (index.isTaken(slot)) {
        look(slot, listed);
      }
    }
    listed.place = place < slots ? place : Listed.END;
    return (int) (place - from);
  }

  private long position(long place) {
    return index.bucket(place / TwoChoices.SLOTS_PER_BUCKET)
        + place % TwoChoices.SLOTS_PER_BUCKET * Long.BYTES;
  }

  private void look(long slot, Listed listed) {
    long item = index.item(slot);
    if (heap.isGone(item, clock.nowSec())) {
      return;
    }
    int segment = layout.segment(item);
    listed.item = item;
    listed.bytes = Item.bytes(region, item);
    listed.kind = TtlBuckets.told(heap.table.bucket(segment));
    listed.knownSinceSec = heap.table.createdAtSec(segment);
    listed.found = Slot.heat(slot) > 0;
    listed.token = heap.cas(item);
  }
}
