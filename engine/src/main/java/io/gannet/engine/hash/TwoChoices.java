package io.gannet.engine.hash;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import java.lang.foreign.MemorySegment;

/**
 * An open hash table of packed longs, its geometry alone: each key may be in two buckets of eight
 * slots. The highest bits of a slot are a tag, bits of the key's hash; what the others say, and
 * whether a slot is the key's, is the owner's business.
 *
 * <pre>
 *   hash   63           32 31            0
 *         +---------------+---------------+
 *         |     first     |    second     |     bucket = half × buckets >>> 32
 *         +-----------+---+-----------+---+
 *                     |tag|    xor    |tag|     0 becomes 1
 *                     +---+           +---+
 *   bucket, one cache line
 *         +--------+--------+--------+--------+--------+--------+--------+--------+
 *         | slot 0 | slot 1 | slot 2 | slot 3 | slot 4 | slot 5 | slot 6 | slot 7 |
 *         +--------+--------+--------+--------+--------+--------+--------+--------+
 * </pre>
 *
 * A key goes to the bucket that has more room when it comes. There are no chains and nothing moves:
 * a lookup touches at most two lines, and when both are full, one of the 16 has to give way. A slot
 * whose tag is 0 is free, whatever else it remembers. A slot is named by its position, its offset
 * in the region.
 *
 * <p>One thread; nothing is allocated after construction.
 */
public final class TwoChoices {
  /** Slots of a bucket. */
  public static final int SLOTS_PER_BUCKET = 8;

  /** Bytes of a bucket. */
  public static final int BUCKET_BYTES = SLOTS_PER_BUCKET * Long.BYTES;

  /** Slots that a key may be in. */
  public static final int CHOICES = 2 * SLOTS_PER_BUCKET;

  /** Taken slots ÷ all: simulated, 0.15 % of inserts find both their buckets full at this load. */
  public static final double LOAD = 0.85;

  /** A slot that is free and remembers nothing. */
  public static final long EMPTY = 0;

  /** Where there is no slot. */
  public static final long ABSENT = -1;

  private static final int HALF_WIDTH = 32;
  private static final long HALF_MASK = Bits.mask(HALF_WIDTH);

  static {
    assert BUCKET_BYTES == CacheLine.BYTES : "a bucket is one cache line";
  }

  private final MemorySegment region;
  private final long offset;
  private final long buckets;
  private final int tagShift;

  /**
   * A table over zeroed memory.
   *
   * @param offset where the buckets begin in the region, on a cache line
   * @param buckets how many, below 2<sup>31</sup>
   * @param tagWidth bits of a tag, 1 to 32
   */
  public TwoChoices(MemorySegment region, long offset, long buckets, int tagWidth) {
    this.region = region;
    this.offset = offset;
    this.buckets = buckets;
    this.tagShift = Long.SIZE - tagWidth;
  }

  /** What is in a slot. */
  public long slot(long position) {
    return Bits.getLong(region, position);
  }

  /** Writes a slot. */
  public void slot(long position, long slot) {
    Bits.putLong(region, position, slot);
  }

  /** The tag of a hash, never 0. */
  public long tag(long hash) {
    long tag = (hash ^ hash >>> HALF_WIDTH) & Bits.mask(Long.SIZE - tagShift);
    return tag == 0 ? 1 : tag;
  }

  /** True if a slot has a hash's tag. */
  public boolean hasTag(long slot, long hash) {
    return slot >>> tagShift == tag(hash);
  }

  /** The position of the first slot of a hash's first bucket. */
  public long first(long hash) {
    return bucket((hash >>> HALF_WIDTH) * buckets >>> HALF_WIDTH);
  }

  /** The position of the first slot of a hash's second bucket, which may be its first as well. */
  public long second(long hash) {
    return bucket((hash & HALF_MASK) * buckets >>> HALF_WIDTH);
  }

  /** The position of the {@code i}-th slot, below {@link #CHOICES}, that a key may be in. */
  public long choice(long hash, int i) {
    return i < SLOTS_PER_BUCKET
        ? first(hash) + i * Long.BYTES
        : second(hash) + (i - SLOTS_PER_BUCKET) * Long.BYTES;
  }

  /** The position of the first slot with a hash's tag, or {@link #ABSENT}. */
  public long candidate(long hash) {
    long tag = tag(hash);
    long first = first(hash);
    long position = tagged(first, first + BUCKET_BYTES, tag);
    if (position != ABSENT) {
      return position;
    }
    long second = second(hash);
    return tagged(second, second + BUCKET_BYTES, tag);
  }

  /**
   * The same, faster where both lines are loaded: a bucket's slots are compared without a branch
   * for each. Where a line is on its way, the branches of {@link #candidate(long)} go on without
   * it.
   */
  public long candidateLoaded(long hash) {
    long tag = tag(hash);
    long bucket = first(hash);
    long matches = matches(bucket, tag);
    if (matches == 0) {
      bucket = second(hash);
      matches = matches(bucket, tag);
    }
    return matches == 0 ? ABSENT : bucket + Long.numberOfTrailingZeros(matches);
  }

  /** For each slot with the tag, the bit that is as far from the lowest as the slot is in bytes. */
  private long matches(long bucket, long tag) {
    long matches = 0;
    for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
      matches |= (slot(bucket + at) >>> tagShift == tag ? 1L : 0) << at;
    }
    return matches;
  }

  /** The position of the next one, if the last was not the key's. */
  public long candidate(long hash, long last) {
    long tag = tag(hash);
    long second = second(hash);
    long bucket = last - (last - offset) % BUCKET_BYTES;
    long position = tagged(last + Long.BYTES, bucket + BUCKET_BYTES, tag);
    return position != ABSENT || bucket == second
        ? position
        : tagged(second, second + BUCKET_BYTES, tag);
  }

  private long tagged(long from, long end, long tag) {
    for (long position = from; position < end; position += Long.BYTES) {
      if (slot(position) >>> tagShift == tag) {
        return position;
      }
    }
    return ABSENT;
  }

  /** A free slot for a key that is not in the table, or {@link #ABSENT} if both are full. */
  public long vacancy(long hash) {
    long first = first(hash);
    long second = second(hash);
    return free(room(first) >= room(second) ? first : second);
  }

  private int room(long bucket) {
    int room = 0;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      room += isFree(slot(position)) ? 1 : 0;
    }
    return room;
  }

  /** An empty slot, or the last that only remembers something, or ABSENT. */
  private long free(long bucket) {
    long free = ABSENT;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      long slot = slot(position);
      if (slot == EMPTY) {
        return position;
      }
      free = isFree(slot) ? position : free;
    }
    return free;
  }

  /** True if a slot's tag is 0. */
  public boolean isFree(long slot) {
    return slot >>> tagShift == 0;
  }

  /** Loads both lines of a key. */
  public long prefetch(long hash) {
    return slot(first(hash)) + slot(second(hash));
  }

  /** How many buckets there are. */
  public long buckets() {
    return buckets;
  }

  /** The position of the first slot of the n-th bucket. */
  public long bucket(long number) {
    return offset + number * BUCKET_BYTES;
  }
}
