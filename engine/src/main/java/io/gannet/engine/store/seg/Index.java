package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * The hash table: for each key that is held, where its item lies.
 *
 * <pre>
 *   hash   63           32 31            0
 *         +---------------+---------------+
 *         |     first     |    second     |     bucket = half × buckets >>> 32
 *         +-----------+---+-----------+---+
 *                     |12 |    xor    |12 |     tag, 0 becomes 1
 *                     +---+           +---+
 *   bucket, one cache line
 *         +--------+--------+--------+--------+--------+--------+--------+--------+
 *         | Slot 0 | Slot 1 | Slot 2 | Slot 3 | Slot 4 | Slot 5 | Slot 6 | Slot 7 |
 *         +--------+--------+--------+--------+--------+--------+--------+--------+
 * </pre>
 *
 * A key lies in one of two buckets, in the one that had more room when it came. There are no chains
 * and nothing moves: a lookup touches at most two lines. When both are full, the coldest of the 16
 * gives way. A slot is named by its position, its offset in the region.
 */
final class Index {
  static final int SLOTS_PER_BUCKET = 8;
  static final long ABSENT = -1;

  private static final int BUCKET_BYTES = SLOTS_PER_BUCKET * Long.BYTES;
  private static final int HALF_WIDTH = 32;
  private static final long HALF_MASK = Bits.mask(HALF_WIDTH);
  private static final int HEAT_CERTAIN = 16;
  private static final int LINES_PER_SMALL_ITEM = 3;

  static {
    assert BUCKET_BYTES == SegLayout.CACHE_LINE_BYTES : "a bucket is one cache line";
  }

  private final MemorySegment region;
  private final SegLayout layout;
  private final SegmentTable table;
  private final long offset;
  private final long buckets;
  private final long lastInt;
  /** Whether there was ever a ghost: most policies leave none, and their inserts look for none. */
  private boolean haunted;
  private long random = 0x2545_F491_4F6C_DD1DL;

  Index(MemorySegment region, SegLayout layout, SegmentTable table) {
    this.region = region;
    this.layout = layout;
    this.table = table;
    this.offset = layout.indexOffset();
    this.buckets = layout.buckets();
    this.lastInt = region.byteSize() - Integer.BYTES;
  }

  long slot(long position) {
    return Bits.getLong(region, position);
  }

  /** Where the item lies that a slot names. */
  long item(long slot) {
    return layout.item(Slot.segment(slot), Slot.offset(slot));
  }

  /** The position of a key's slot, or ABSENT. */
  long find(MemorySegment key, long keyOffset, int keyLength, long hash) {
    long tag = tag(hash);
    long position = findIn(first(hash), tag, key, keyOffset, keyLength);
    return position != ABSENT
        ? position
        : findIn(second(hash), tag, key, keyOffset, keyLength);
  }

  private long findIn(long bucket, long tag, MemorySegment key, long keyOffset, int keyLength) {
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      long slot = slot(position);
      if (Slot.hasTag(slot, tag)
          && Item.hasKey(region, item(slot), key, keyOffset, keyLength)) {
        return position;
      }
    }
    return ABSENT;
  }

  /** The position of the slot that names this very place, or ABSENT. */
  long findPlace(long hash, int segment, int itemOffset) {
    long place = Slot.place(segment, itemOffset);
    long position = findPlaceIn(first(hash), place);
    return position != ABSENT ? position : findPlaceIn(second(hash), place);
  }

  private long findPlaceIn(long bucket, long place) {
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      long slot = slot(position);
      if (!Slot.isFree(slot) && Slot.place(slot) == place) {
        return position;
      }
    }
    return ABSENT;
  }

  /**
   * Enters a key that is not in the table.
   *
   * @return the slot that had to give way, or {@link Slot#EMPTY}
   */
  long insert(long hash, int segment, int itemOffset, int nowSec) {
    long first = first(hash);
    long second = second(hash);
    int heat = haunted ? exorcise(first, hash) | exorcise(second, hash) : 0;
    // Counted as of this second: a read right after the write says nothing about heat.
    long slot = Slot.pack(tag(hash), heat, nowSec, segment, itemOffset);
    long position = free(room(first) >= room(second) ? first : second);
    if (position == ABSENT) {
      position = colder(coldest(first), coldest(second));
    }
    long victim = slot(position);
    set(position, slot);
    return Slot.isFree(victim) ? Slot.EMPTY : victim;
  }

  /** The key's item lies elsewhere now. */
  void move(long position, int segment, int itemOffset) {
    set(position, Slot.withPlace(slot(position), segment, itemOffset));
  }

  /** The same, after an eviction that spared it: half of its heat is the price of staying. */
  void moveCooled(long position, int segment, int itemOffset) {
    long slot = slot(position);
    long cooled = Slot.withHeat(slot, Slot.heat(slot) >>> 1, Slot.second(slot));
    set(position, Slot.withPlace(cooled, segment, itemOffset));
  }

  void clear(long position) {
    set(position, Slot.EMPTY);
  }

  /**
   * Counts a hit: at most one a second, each up to 16, then one in as many as were counted already
   * (Segcache's approximate and smoothed frequency counter, with a maximum of 63).
   */
  void heat(long position, long slot, int nowSec) {
    if (Slot.countedIn(slot, nowSec)) {
      return;
    }
    int heat = Slot.heat(slot);
    boolean counts = heat < HEAT_CERTAIN || heat < Slot.HEAT_MAX && oneIn(heat);
    set(position, Slot.withHeat(slot, counts ? heat + 1 : heat, nowSec));
  }

  /** Loads both lines of a key. */
  long prefetch(long hash) {
    return slot(first(hash)) + slot(second(hash));
  }

  /**
   * Loads the lines that a small item spans, of the first item with the key's tag: a copy that
   * waits for its second line costs as much as a lookup that waits for the first.
   */
  long prefetchItem(long hash) {
    long tag = tag(hash);
    long slot = firstTagged(first(hash), tag);
    if (slot == Slot.EMPTY) {
      slot = firstTagged(second(hash), tag);
    }
    if (slot == Slot.EMPTY) {
      return 0;
    }
    long item = item(slot);
    long loaded = 0;
    for (int line = 0; line < LINES_PER_SMALL_ITEM; line++) {
      long at = item + line * SegLayout.CACHE_LINE_BYTES;
      loaded += Bits.getInt(region, Math.min(at, lastInt));
    }
    return loaded;
  }

  private long firstTagged(long bucket, long tag) {
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      long slot = slot(position);
      if (Slot.hasTag(slot, tag)) {
        return slot;
      }
    }
    return Slot.EMPTY;
  }

  private int room(long bucket) {
    int room = 0;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      room += Slot.isFree(slot(position)) ? 1 : 0;
    }
    return room;
  }

  /** An empty slot, or the last that only holds a ghost, or ABSENT. */
  private long free(long bucket) {
    long free = ABSENT;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      long slot = slot(position);
      if (slot == Slot.EMPTY) {
        return position;
      }
      free = Slot.isFree(slot) ? position : free;
    }
    return free;
  }

  /** Leaves a ghost of a key in its slot. */
  void bury(long position, long hash) {
    haunted = true;
    set(position, Slot.ghost(hash));
  }

  /** Removes a key's ghost from a bucket; 1 if it was there, else 0. */
  private int exorcise(long bucket, long hash) {
    long ghost = Slot.ghost(hash);
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      if (slot(position) == ghost) {
        clear(position);
        return 1;
      }
    }
    return 0;
  }

  private long coldest(long bucket) {
    long coldest = bucket;
    for (int i = 1; i < SLOTS_PER_BUCKET; i++) {
      coldest = colder(coldest, bucket + i * Long.BYTES);
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

  private boolean oneIn(int count) {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return Math.unsignedMultiplyHigh(random, count) == 0;
  }

  long slots() {
    return buckets * SLOTS_PER_BUCKET;
  }

  /** The position of the {@code i}-th slot of all, for a walk. */
  long position(long i) {
    return offset + i * Long.BYTES;
  }

  private void set(long position, long slot) {
    Bits.putLong(region, position, slot);
  }

  private long first(long hash) {
    return offset + ((hash >>> HALF_WIDTH) * buckets >>> HALF_WIDTH) * BUCKET_BYTES;
  }

  private long second(long hash) {
    return offset + ((hash & HALF_MASK) * buckets >>> HALF_WIDTH) * BUCKET_BYTES;
  }

  private static long tag(long hash) {
    long tag = (hash ^ hash >>> HALF_WIDTH) & Bits.mask(Slot.TAG_WIDTH);
    return tag == 0 ? 1 : tag;
  }
}
