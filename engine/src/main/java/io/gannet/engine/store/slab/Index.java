package io.gannet.engine.store.slab;

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
 *                   | 20  |    xor  | 20  |     tag, 0 becomes 1
 *                   +-----+         +-----+
 * </pre>
 *
 * A bucket is one cache line of eight slots. A key lies in one of two buckets, in the one that had
 * more room when it came; a lookup touches at most two lines. When both are full, the oldest item
 * of the 16 gives way. A slot is named by its position, its offset in the region.
 */
final class Index {
  static final int SLOTS_PER_BUCKET = 8;
  static final long ABSENT = -1;

  private static final int BUCKET_BYTES = SLOTS_PER_BUCKET * Long.BYTES;
  private static final int HALF_WIDTH = 32;
  private static final long HALF_MASK = Bits.mask(HALF_WIDTH);
  private static final int LINES_PER_SMALL_ITEM = 3;

  static {
    assert BUCKET_BYTES == SlabLayout.CACHE_LINE_BYTES : "a bucket is one cache line";
  }

  private final MemorySegment region;
  private final SlabLayout layout;
  private final long offset;
  private final long buckets;
  private final long lastInt;

  Index(MemorySegment region, SlabLayout layout) {
    this.region = region;
    this.layout = layout;
    this.offset = layout.indexOffset();
    this.buckets = layout.buckets();
    this.lastInt = region.byteSize() - Integer.BYTES;
  }

  /** The item whose slot is at a position. */
  long item(long position) {
    return layout.item(Slot.place(slot(position)));
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
      if (Slot.hasTag(slot(position), tag)
          && Item.hasKey(region, item(position), key, keyOffset, keyLength)) {
        return position;
      }
    }
    return ABSENT;
  }

  /** The position of the slot that names this very item, or ABSENT. */
  long findItem(long hash, long item) {
    long slot = Slot.pack(tag(hash), layout.place(item));
    long position = findSlot(first(hash), slot);
    return position != ABSENT ? position : findSlot(second(hash), slot);
  }

  /**
   * Enters a key that is not in the table.
   *
   * @return the item that had to give way, or ABSENT
   */
  long insert(long hash, long item) {
    long first = first(hash);
    long second = second(hash);
    long slot = Slot.pack(tag(hash), layout.place(item));
    long position = findSlot(room(first) >= room(second) ? first : second, Slot.EMPTY);
    if (position != ABSENT) {
      set(position, slot);
      return ABSENT;
    }
    position = older(oldest(first), oldest(second));
    long victim = item(position);
    set(position, slot);
    return victim;
  }

  /** The key's item is another now. */
  void replace(long position, long item) {
    set(position, Slot.withPlace(slot(position), layout.place(item)));
  }

  void clear(long position) {
    set(position, Slot.EMPTY);
  }

  /** Loads both lines of a key. */
  long prefetch(long hash) {
    return slot(first(hash)) + slot(second(hash));
  }

  /** Loads the lines that a small item spans, of the first item with the key's tag. */
  long prefetchItem(long hash) {
    long tag = tag(hash);
    long position = firstTagged(first(hash), tag);
    if (position == ABSENT) {
      position = firstTagged(second(hash), tag);
    }
    if (position == ABSENT) {
      return 0;
    }
    long item = item(position);
    long loaded = 0;
    for (int line = 0; line < LINES_PER_SMALL_ITEM; line++) {
      long at = item + line * SlabLayout.CACHE_LINE_BYTES;
      loaded += Bits.getInt(region, Math.min(at, lastInt));
    }
    return loaded;
  }

  private long firstTagged(long bucket, long tag) {
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      if (Slot.hasTag(slot(position), tag)) {
        return position;
      }
    }
    return ABSENT;
  }

  private long findSlot(long bucket, long slot) {
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      if (slot(position) == slot) {
        return position;
      }
    }
    return ABSENT;
  }

  private int room(long bucket) {
    int room = 0;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      room += slot(position) == Slot.EMPTY ? 1 : 0;
    }
    return room;
  }

  private long oldest(long bucket) {
    long oldest = bucket;
    for (int i = 1; i < SLOTS_PER_BUCKET; i++) {
      oldest = older(oldest, bucket + i * Long.BYTES);
    }
    return oldest;
  }

  /** Tokens grow, so the smaller one was stored before; what was flushed is the oldest of all. */
  private long older(long position, long other) {
    long token = Item.token(region, item(position));
    return token <= Item.token(region, item(other)) ? position : other;
  }

  long slots() {
    return buckets * SLOTS_PER_BUCKET;
  }

  /** Slots that name an item, for a walk. */
  long slotsTaken() {
    long taken = 0;
    for (long i = 0; i < slots(); i++) {
      taken += slot(offset + i * Long.BYTES) == Slot.EMPTY ? 0 : 1;
    }
    return taken;
  }

  private long slot(long position) {
    return Bits.getLong(region, position);
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
