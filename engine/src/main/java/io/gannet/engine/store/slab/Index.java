package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockIndex;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import java.lang.foreign.MemorySegment;

/**
 * The hash table: for each key that is held, where its item lies, in a {@link Slot} of the {@link
 * TwoChoices}. When both buckets of a key are full, one of the 16 goes to its other bucket, or, if
 * all those are full, the oldest item of the 16 gives way.
 */
final class Index extends BlockIndex {
  private static final int LINES_PER_SMALL_ITEM = 3;

  private final SlabLayout layout;

  /**
   * An empty one.
   *
   * @param hashSeed a secret, so that clients cannot make keys collide
   * @param sequences where readers on other threads are told what moves
   */
  Index(MemorySegment region, SlabLayout layout, long hashSeed, Sequences sequences) {
    super(region, layout.blocks(), Slot.TAG_WIDTH, hashSeed, sequences);
    this.layout = layout;
  }

  @Override
  protected long hashOf(long slot) {
    return hash(layout.item(Slot.place(slot)));
  }

  /** The hash of an item's key. */
  long hash(long item) {
    return hash(region, Item.keyOffset(region, item), Item.keyLength(region, item));
  }

  /** The item whose slot is at a position. */
  long item(long position) {
    return layout.item(Slot.place(slots.slot(position)));
  }

  /** The position of a key's slot, or ABSENT. */
  long find(MemorySegment key, long keyOffset, int keyLength, long hash) {
    long position = slots.candidate(hash);
    while (position != ABSENT
        && !Item.hasKey(region, item(position), key, keyOffset, keyLength)) {
      position = slots.candidate(hash, position);
    }
    return position;
  }

  /** The position of the slot that names this very item, its lines being loaded, or ABSENT. */
  long findItem(long hash, long item) {
    long position = slots.candidateLoaded(hash);
    while (position != ABSENT && item(position) != item) {
      position = slots.candidate(hash, position);
    }
    return position;
  }

  /**
   * Enters a key that is not in the table.
   *
   * @return the item that had to give way, or ABSENT
   */
  long insert(long hash, long item) {
    long slot = Slot.pack(slots.tag(hash), layout.place(item));
    long position = room(hash);
    if (position != ABSENT) {
      name(position, slot);
      taken++;
      return ABSENT;
    }
    position = oldest(hash);
    long victim = item(position);
    name(position, slot);
    return victim;
  }

  /** The key's item is another now. */
  void replace(long position, long item) {
    name(position, Slot.withPlace(slots.slot(position), layout.place(item)));
  }

  void clear(long position) {
    assert isTaken(position);
    slots.slot(position, Slot.EMPTY);
    taken--;
  }

  /** The first item with a key's tag, or ABSENT. */
  long tagged(long hash) {
    long position = slots.candidate(hash);
    return position == ABSENT ? ABSENT : item(position);
  }

  /** Loads the lines that a small item spans, of the first item with the key's tag. */
  long prefetchItem(long hash) {
    long position = slots.candidate(hash);
    return position == ABSENT
        ? 0
        : CacheLine.load(region, item(position), LINES_PER_SMALL_ITEM);
  }

  private long oldest(long hash) {
    long oldest = slots.choice(hash, 0);
    for (int i = 1; i < TwoChoices.CHOICES; i++) {
      oldest = older(oldest, slots.choice(hash, i));
    }
    return oldest;
  }

  /** Tokens grow, so the smaller one was stored before; what was flushed is the oldest of all. */
  private long older(long position, long other) {
    long token = Item.token(region, item(position));
    return token <= Item.token(region, item(other)) ? position : other;
  }

  /** True if there is an item's slot at a position. */
  boolean isTaken(long position) {
    return !slots.isFree(slots.slot(position));
  }
}
