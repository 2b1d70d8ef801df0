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
 *   hash   63        52 51           26 25            0
 *         +------------+---------------+---------------+
 *         |    tag     |    second     |     first     |     tag: 0 becomes 1
 *         +------------+---------------+---------------+     bucket: as many low bits as tell them;
 *                                                            beyond 2^26 buckets the parts overlap
 *
 *   buckets, a cache line each, from the end downwards: memory below may become buckets, and back
 *         +----+-----+----------+----------+
 *         |  … |  2  | bucket 1 | bucket 0 |
 *         +----+-----+----------+----------+ end
 * </pre>
 *
 * A key goes to the bucket that has more room when it comes; a lookup touches at most two lines.
 * There are no chains. A slot whose tag is 0 is free, whatever else it remembers. A slot is named
 * by its position, its offset in the region.
 *
 * <p>The number of buckets may be any, and may change by one: linear hashing (W. Litwin, VLDB
 * 1980). Of n buckets, 2<sup>k</sup> ≤ n < 2<sup>k+1</sup>, one bit more tells those that are split
 * already:
 *
 * <pre>
 *    0 …              n − 2^k …            2^k …        n − 1
 *   |    split        |     to be split     |  what was split off  |
 *        k + 1 bits          k bits                k + 1 bits
 * </pre>
 *
 * Those to be split are chosen twice as often; that a key has two of them makes up for it. {@link
 * Rehash} moves what has to move. One thread; another one may have a view of its own of the same
 * memory, {@link #follow}. Nothing is allocated after construction.
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

  private static final int SECOND_SHIFT = 26;

  /** So many buckets can be told apart by the bits of a hash. */
  public static final long BUCKETS_MAX = 1L << Long.SIZE - SECOND_SHIFT;

  private static final int BUCKET_SHIFT = 6;

  static {
    assert BUCKET_BYTES == CacheLine.BYTES : "a bucket is one cache line";
    assert BUCKET_BYTES == 1 << BUCKET_SHIFT;
  }

  private final MemorySegment region;
  private final long bucket0;
  private final int tagShift;
  private long buckets;
  /** Of buckets by number, in bytes: the bits that tell one from all; one fewer; the last. */
  private long mask;
  private long lowMask;
  private long last;

  /**
   * A table over zeroed memory.
   *
   * @param end where the buckets end in the region, on a cache line
   * @param buckets how many, 1 to 2<sup>40</sup>
   * @param tagWidth bits of a tag, 1 to 32
   */
  public TwoChoices(MemorySegment region, long end, long buckets, int tagWidth) {
    this.region = region;
    this.tagShift = Long.SIZE - tagWidth;
    this.bucket0 = end - BUCKET_BYTES;
    resize(buckets);
  }

  private void resize(long number) {
    assert number >= 1 && number <= BUCKETS_MAX : "buckets: " + number;
    buckets = number;
    long highest = Long.highestOneBit(number - 1);
    mask = (number == 1 ? 0 : 2 * highest - 1) << BUCKET_SHIFT;
    lowMask = mask & ~(highest << BUCKET_SHIFT);
    last = number - 1 << BUCKET_SHIFT;
  }

  /** As many buckets as the owner's table has: for a view of another thread's slots. */
  public void follow(long number) {
    if (number != buckets) {
      resize(number);
    }
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
    return Math.max(1, hash >>> tagShift);
  }

  /** True if a slot has a hash's tag. */
  public boolean hasTag(long slot, long hash) {
    return slot >>> tagShift == tag(hash);
  }

  /** The position of the first slot of a hash's first bucket. */
  public long first(long hash) {
    return chosen(hash << BUCKET_SHIFT);
  }

  /** The position of the first slot of a hash's second bucket, which may be its first as well. */
  public long second(long hash) {
    return chosen(hash >>> SECOND_SHIFT - BUCKET_SHIFT);
  }

  /** The bucket whose number the bits are, in bytes; beyond the last the highest bit falls away. */
  private long chosen(long bits) {
    long number = bits & mask;
    return bucket0 - (number > last ? number & lowMask : number);
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
    long bucket = first(hash);
    long matches = matches(bucket, hash);
    if (matches == 0) {
      bucket = second(hash);
      matches = matches(bucket, hash);
    }
    return matches == 0 ? ABSENT : bucket + Long.numberOfTrailingZeros(matches);
  }

  /**
   * For each slot of a bucket with the hash's tag, the bit that is as far from the lowest as the
   * slot is in bytes.
   */
  public long matches(long bucket, long hash) {
    long tag = tag(hash);
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
    long bucket = bucketOf(last);
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

  /** How many slots of a bucket are free. */
  int room(long bucket) {
    int room = 0;
    for (long position = bucket; position < bucket + BUCKET_BYTES; position += Long.BYTES) {
      room += isFree(slot(position)) ? 1 : 0;
    }
    return room;
  }

  /** An empty slot, or the last that only remembers something, or ABSENT. */
  long free(long bucket) {
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
    return bucket0 - number * BUCKET_BYTES;
  }

  /** The bucket that a slot is in. */
  long bucketOf(long position) {
    return position - (position - bucket0 & BUCKET_BYTES - 1);
  }

  /** True if there is a slot at a position, which was one when the table had another size. */
  public boolean has(long position) {
    return position >= bucket0 - last;
  }

  /** The bucket that was added last. */
  long last() {
    return bucket0 - last;
  }

  /** The bucket that has the last one's keys where that is not. */
  long origin() {
    return bucket0 - (last & lowMask);
  }

  /** Adds an empty bucket: some keys of its {@link #origin} are to be found in it from now on. */
  void add() {
    resize(buckets + 1);
    for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
      slot(last() + at, EMPTY);
    }
  }

  /** Takes the last bucket away: its keys are to be found in its {@link #origin} from now on. */
  void drop() {
    resize(buckets - 1);
  }
}
