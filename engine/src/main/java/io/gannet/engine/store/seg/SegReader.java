package io.gannet.engine.store.seg;

import io.gannet.engine.block.BlockReader;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Lengths;
import java.lang.foreign.MemorySegment;

/**
 * Reads items of a segment store on another thread: lengths, marks and key, then deadline and
 * value. Sequences tell whether any of it was written meanwhile.
 */
class SegReader extends BlockReader {
  private final SegLayout layout;
  private final SegmentTable table;

  SegReader(
      MemorySegment region, SegLayout layout, SegmentTable table, Sequences sequences,
      Ghosts ghosts) {
    super(region, layout.blocks(), Slot.TAG_WIDTH, sequences, ghosts);
    this.layout = layout;
    this.table = table;
  }

  @Override
  protected int lookAt(
      long position, long slot, Key key, int nowSec, MemorySegment to, long at, int room) {
    int segment = Slot.segment(slot);
    long item = layout.item(segment, Slot.offset(slot));
    if (segment >= layout.segmentsMax() || item + Item.HEADER_BYTES > regionBytes) {
      return UNKNOWN;
    }
    int lengths = Item.lengths(region, item);
    int marks = Item.marks(region, item);
    long value = item + Item.HEADER_BYTES + Item.optionalBytes(marks) + Lengths.key(lengths);
    if (Lengths.key(lengths) != key.length) {
      return OTHER;
    }
    length = Item.valueLengthBy(region, item, lengths);
    if (length < 0 || value + length > regionBytes) {
      return UNKNOWN;
    }
    if (!Bits.equal(region, value - key.length, key.memory, key.offset, key.length)) {
      return OTHER;
    }
    step();
    int deadlineSec = deadlineSec(item, segment, marks);
    if (deadlineSec != 0 && deadlineSec <= nowSec) {
      return missOf(isFlushed(segment), deadlineSec);
    }
    toNote = !Slot.countedIn(slot, sequences.heatTime());
    return copy(item, segment, marks, value, to, at, room);
  }

  /** 0 if it has none. */
  private int deadlineSec(long item, int segment, int marks) {
    if ((marks & Item.DEADLINE) == 0) {
      return 0;
    }
    int baseSec = (marks & Item.SHORT_DEADLINE) != 0 ? table.deadlineBaseSec(segment) : 0;
    return Item.deadlineSec(region, item, marks, baseSec);
  }

  private boolean isFlushed(int segment) {
    return deadBefore != 0 && table.generation(segment) < deadBefore;
  }

  private int copy(
      long item, int segment, int marks, long value, MemorySegment to, long at, int room) {
    boolean namesToken = (marks & (Item.TOLD | Item.CAS)) == Item.TOLD;
    if (deadBefore != 0 || namesToken) {
      long generation = table.generation(segment);
      if (generation == 0) {
        return UNKNOWN; // it was moved elsewhere, or removed
      }
      if (generation < deadBefore) {
        return missOf(true, 0);
      }
      cas = generation << Slot.OFFSET_WIDTH | layout.offset(item);
    }
    if (!namesToken) {
      cas = (marks & Item.CAS) != 0 ? Item.casBy(region, item, marks) : 0;
    }
    if (length > room || (marks & Item.ANNEX) != 0) {
      return FORWARD;
    }
    clientFlags = Item.clientFlagsBy(region, item, marks);
    step();
    MemorySegment.copy(region, value, to, at, length);
    return HIT;
  }

  @Override
  public long prefetch(Key[] keys, int count) {
    slots.follow(sequences.buckets());
    long loaded = 0;
    for (int i = 0; i < count; i++) {
      loaded += sequences.stripe(keys[i].hash) + slots.prefetch(keys[i].hash);
    }
    for (int i = 0; i < count; i++) {
      keys[i].hint = item(slots.candidateLoaded(keys[i].hash));
    }
    for (int i = 0; i < count; i++) {
      loaded += Item.marks(region, keys[i].hint);
    }
    for (int i = 0; i < count; i++) {
      loaded += loadRest(keys[i].hint);
    }
    return loaded;
  }

  /** Where the item of a slot may lie: some place, in any case. */
  private long item(long position) {
    if (position == TwoChoices.ABSENT) {
      return 0;
    }
    long slot = slots.slot(position);
    long item = layout.item(Slot.segment(slot), Slot.offset(slot));
    return item + Item.HEADER_BYTES <= regionBytes ? item : 0;
  }

  /** The next line of an item and its last one, if what is there is an item. */
  private long loadRest(long item) {
    int lengths = Item.lengths(region, item);
    int marks = Item.marks(region, item);
    int last = Item.bytes(marks, Lengths.key(lengths), Lengths.value(lengths)) - 1;
    long bytesLeft = regionBytes - item - 1;
    return Bits.getByte(region, item + Math.min(bytesLeft, Math.min(last, CacheLine.BYTES)))
        + Bits.getByte(region, item + Math.min(bytesLeft, last));
  }
}
