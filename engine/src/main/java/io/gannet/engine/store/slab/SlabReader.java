package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockReader;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Lengths;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Reads items of a slab store on another thread.
 *
 * <pre>
 *   slot ──► token ──► key, deadline, value ──► slot, token
 * </pre>
 *
 * No two items ever have the same token, and who is free has none: so what was read between two
 * looks at it is one item's, whole; and a slot that names its place between the two names that
 * item. Sequences tell what the token does not: values written over where they lie, slots that
 * move, slabs that are cut otherwise.
 */
class SlabReader extends BlockReader {
  private static final int LINES_PER_SMALL_ITEM = 3;

  private final SlabLayout layout;
  private final SlabTable table;

  /** @param table where it is seen when a slab was last accessed; null if that is of no interest */
  SlabReader(
      MemorySegment region, SlabLayout layout, SlabTable table, Sequences sequences,
      Ghosts ghosts) {
    super(region, layout.blocks(), Slot.TAG_WIDTH, sequences, ghosts);
    this.layout = layout;
    this.table = table;
  }

  @Override
  protected int lookAt(
      long position, long slot, Key key, int nowSec, MemorySegment to, long at, int room) {
    long item = layout.item(Slot.place(slot));
    if (item < 0 || item + Item.HEADER_BYTES + Item.LARGE > regionBytes) {
      return UNKNOWN;
    }
    long word = Item.word(region, item);
    VarHandle.acquireFence();
    if ((Item.marksOf(word) & Item.LIVE) == 0) {
      return UNKNOWN;
    }
    step();
    int answer = readItem(item, word, key, nowSec, to, at, room);
    step();
    return isStill(position, slot, item, word) ? answer : UNKNOWN;
  }

  /** True if the slot named that very item after all of it was read. */
  boolean isStill(long position, long slot, long item, long word) {
    VarHandle.acquireFence();
    boolean named = slots.slot(position) == slot;
    step();
    VarHandle.acquireFence();
    return named && Item.word(region, item) == word;
  }

  private int readItem(
      long item, long word, Key key, int nowSec, MemorySegment to, long at, int room) {
    int marks = Item.marksOf(word);
    int lengths = Item.lengths(region, item);
    long keyOffset = item + Item.headerBytesOf(marks);
    long value = keyOffset + Lengths.key(lengths);
    if (Lengths.key(lengths) != key.length) {
      return OTHER;
    }
    length = Item.valueLengthBy(region, item, lengths);
    if (length < 0 || value + length > regionBytes) {
      return UNKNOWN;
    }
    if (!Bits.equal(region, keyOffset, key.memory, key.offset, key.length)) {
      return OTHER;
    }
    step();
    int deadlineSec = Item.deadlineSec(region, item);
    cas = Item.tokenOf(word);
    if (deadlineSec != 0 && deadlineSec <= nowSec || cas < deadBefore) {
      return missOf(cas < deadBefore, deadlineSec);
    }
    if (length > room || (marks & Item.ANNEX) != 0) {
      return FORWARD;
    }
    clientFlags = Item.clientFlagsBy(region, item, marks);
    toNote = table != null && table.get(layout.slab(item), SlabTable.ACCESSED_AT) != nowSec;
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
      long position = slots.candidateLoaded(keys[i].hash);
      long item = position == TwoChoices.ABSENT
          ? 0
          : layout.item(Slot.place(slots.slot(position)));
      boolean inside = item >= 0 && item + LINES_PER_SMALL_ITEM * CacheLine.BYTES <= regionBytes;
      loaded += inside ? CacheLine.load(region, item, LINES_PER_SMALL_ITEM) : 0;
    }
    return loaded;
  }
}
