package io.gannet.engine.store.seg;

import io.gannet.engine.block.BlockIndex;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Key;
import java.lang.foreign.MemorySegment;

/**
 * The hash table: for each key that is held, where its item lies, in a {@link Slot} of the {@link
 * TwoChoices}. When both buckets of a key are full, one of the 16 goes to its other bucket, or, if
 * all those are full, the coldest of the 16 gives way.
 */
final class Index extends BlockIndex {
  /** For how long a ghost is one: about as many items are remembered as memory holds. */
  private static final int GHOST_TIMES_MAX = HeatClock.TIMES_PER_TURNOVER;

  private final SegLayout layout;
  private final SegmentTable table;
  /** Whether there was ever a ghost: most policies leave none, and their inserts look for none. */
  private boolean haunted;

  /** @param hashSeed a secret, so that clients cannot make keys collide */
  Index(
      MemorySegment region,
      SegLayout layout,
      SegmentTable table,
      Sequences sequences,
      long hashSeed) {
    super(region, layout.blocks(), Slot.TAG_WIDTH, hashSeed, sequences);
    this.layout = layout;
    this.table = table;
  }

  @Override
  protected long hashOf(long slot) {
    return hash(item(slot));
  }

  /** The hash of an item's key. */
  long hash(long item) {
    return hash(region, Item.keyOffset(region, item), Item.keyLength(region, item));
  }

  long slot(long position) {
    return slots.slot(position);
  }

  /** Where the item lies that a slot names. */
  long item(long slot) {
    return layout.item(Slot.segment(slot), Slot.offset(slot));
  }

  /** The position of a key's slot, or ABSENT. */
  long find(MemorySegment key, long keyOffset, int keyLength, long hash) {
    long position = slots.candidate(hash);
    while (position != ABSENT
        && !Item.hasKey(region, item(slot(position)), key, keyOffset, keyLength)) {
      position = slots.candidate(hash, position);
    }
    return position;
  }

  /** The position of the slot that names this very item, its lines being loaded, or ABSENT. */
  long findItem(long hash, long item) {
    long place = Slot.place(layout.segment(item), layout.offset(item));
    long position = slots.candidateLoaded(hash);
    while (position != ABSENT && Slot.place(slot(position)) != place) {
      position = slots.candidate(hash, position);
    }
    return position;
  }

  /**
   * Enters a key that is not in the table.
   *
   * @return the slot that had to give way, or {@link Slot#EMPTY}
   */
  long insert(long hash, int segment, int itemOffset, int heatTime) {
    int heat = haunted && exorcise(hash, heatTime) ? 1 : 0;
    // Counted as of this time: a read right after the write says nothing about heat.
    long slot = Slot.pack(slots.tag(hash), heat, heatTime, segment, itemOffset);
    long position = room(hash);
    if (position != ABSENT) {
      name(position, slot);
      taken++;
      return Slot.EMPTY;
    }
    position = coldest(hash);
    long victim = slot(position);
    name(position, slot);
    return victim;
  }

  /** The key's item lies elsewhere now. */
  void move(long position, int segment, int itemOffset) {
    name(position, Slot.withPlace(slot(position), segment, itemOffset));
  }

  /** The same, after an eviction that spared it: some of its heat is the price of staying. */
  void moveCooled(long position, int segment, int itemOffset) {
    long slot = slot(position);
    long cooled = Slot.withHeat(slot, Math.max(0, Slot.heat(slot) - 1), Slot.heatTime(slot));
    name(position, Slot.withPlace(cooled, segment, itemOffset));
  }

  void clear(long position) {
    assert isTaken(slot(position));
    slots.slot(position, Slot.EMPTY);
    taken--;
  }

  /** Counts a hit, at most one in each time of the {@link HeatClock}. */
  void heat(long position, long slot, int heatTime) {
    if (!Slot.countedIn(slot, heatTime)) {
      int heat = Math.min(Slot.heat(slot) + 1, Slot.HEAT_MAX);
      slots.slot(position, Slot.withHeat(slot, heat, heatTime));
    }
  }

  /** A loop for each step: the less there is between two loads, the more of them are under way. */
  long prefetch(Key[] keys, int count) {
    long loaded = 0;
    for (int i = 0; i < count; i++) {
      loaded += prefetch(keys[i].hash);
    }
    for (int i = 0; i < count; i++) {
      keys[i].hint = locate(keys[i].hash);
    }
    for (int i = 0; i < count; i++) {
      loaded += loadHead(keys[i].hint);
    }
    for (int i = 0; i < count; i++) {
      loaded += loadRest(keys[i].hint);
    }
    return loaded;
  }

  /** The position of the first slot with the key's tag, its lines being loaded, or ABSENT. */
  long locate(long hash) {
    return slots.candidateLoaded(hash);
  }

  /** True if a slot is the key's; false for what {@link #locate} did not find. */
  boolean isAt(long position, MemorySegment key, long keyOffset, int keyLength, long hash) {
    if (!slots.has(position)) {
      return false;
    }
    long slot = slot(position);
    return slots.hasTag(slot, hash)
        && Item.hasKey(region, item(slot), key, keyOffset, keyLength);
  }

  /** Loads the first line of a located item. */
  long loadHead(long position) {
    return position == ABSENT ? 0 : Item.marks(region, item(slot(position)));
  }

  /**
   * Loads the next line and the last one of a located item: all that a small one has. A copy that
   * waits for its second line costs as much as a lookup that waits for the first.
   */
  long loadRest(long position) {
    if (position == ABSENT) {
      return 0;
    }
    long item = item(slot(position));
    int last = Item.bytes(region, item) - 1;
    return Bits.getByte(region, item + Math.min(last, CacheLine.BYTES))
        + Bits.getByte(region, item + last);
  }

  /** Leaves a ghost of a key in its slot. */
  void bury(long position, long hash, int heatTime) {
    assert isTaken(slot(position));
    haunted = true;
    slots.slot(position, Slot.ghost(hash, heatTime));
    taken--;
  }

  /** Removes a key's ghosts; true if there was one that is not too old. */
  private boolean exorcise(long hash, int heatTime) {
    boolean found = false;
    for (int i = 0; i < TwoChoices.CHOICES; i++) {
      long position = slots.choice(hash, i);
      long slot = slot(position);
      if (Slot.isGhostOf(slot, hash)) {
        slots.slot(position, Slot.EMPTY);
        found |= Slot.ghostAge(slot, heatTime) <= GHOST_TIMES_MAX;
      }
    }
    return found;
  }

  private long coldest(long hash) {
    long coldest = slots.choice(hash, 0);
    for (int i = 1; i < TwoChoices.CHOICES; i++) {
      coldest = colder(coldest, slots.choice(hash, i));
    }
    return coldest;
  }

  /** The one found less often, or, if both were equally often, the one in the older segment. */
  private long colder(long position, long other) {
    int difference = Slot.heat(slot(position)) - Slot.heat(slot(other));
    if (difference != 0) {
      return difference < 0 ? position : other;
    }
    long generation = table.generation(Slot.segment(slot(position)));
    return generation <= table.generation(Slot.segment(slot(other))) ? position : other;
  }

  /** True if a slot names an item. */
  boolean isTaken(long slot) {
    return !slots.isFree(slot);
  }
}
