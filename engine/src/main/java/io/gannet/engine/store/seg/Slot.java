package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;

/**
 * One entry of the index, a packed long; 0 is an empty one, because a tag is never 0.
 *
 * <pre>
 *  63        52 51  48 47  44 43                20 19               0
 * +------------+------+------+--------------------+------------------+
 * |   tag 12   |heat 4|time 4|     segment 24     |    offset 20     |
 * +------------+------+------+--------------------+------------------+
 *
 *  63        52 51        40 39                                      0
 * +------------+------------+-----------------------------------------+
 * |     0      |  time 12   |                 hash 40                 |   a ghost
 * +------------+------------+-----------------------------------------+
 * </pre>
 *
 * <ul>
 *   <li>tag: bits of the key's hash, so that a lookup seldom visits a wrong item;
 *   <li>heat: how often the key was found, counted at most once in each time of the
 *       {@link HeatClock};
 *   <li>time: the last bits of the one in which heat was last counted;
 *   <li>segment, offset: where the item lies; the offset is in bytes.
 * </ul>
 *
 * <p>A slot that names no item may remember one that was evicted: a ghost, tag 0, bits
 * of the key's hash, and of the time at which it went. To who looks for a key, and to who needs a
 * slot, it is as good as empty.
 */
final class Slot {
  static final int TAG_WIDTH = 12;
  static final int HEAT_WIDTH = 4;
  static final int TIME_WIDTH = 4;
  static final int SEGMENT_WIDTH = 24;
  static final int OFFSET_WIDTH = 20;

  static final int SEGMENT_SHIFT = OFFSET_WIDTH;
  static final int TIME_SHIFT = SEGMENT_SHIFT + SEGMENT_WIDTH;
  static final int HEAT_SHIFT = TIME_SHIFT + TIME_WIDTH;
  static final int TAG_SHIFT = HEAT_SHIFT + HEAT_WIDTH;

  static final int GHOST_HASH_WIDTH = 40;
  static final int GHOST_TIME_WIDTH = TAG_SHIFT - GHOST_HASH_WIDTH;

  static final long EMPTY = TwoChoices.EMPTY;
  static final int HEAT_MAX = (int) Bits.mask(HEAT_WIDTH);

  private static final long PLACE_MASK = Bits.mask(SEGMENT_WIDTH + OFFSET_WIDTH);
  private static final long COUNT_MASK = Bits.mask(HEAT_WIDTH + TIME_WIDTH) << TIME_SHIFT;

  static {
    assert TAG_SHIFT + TAG_WIDTH == Long.SIZE : "the fields tile the word";
  }

  private Slot() {}

  static long pack(long tag, int heat, int heatTime, int segment, int offset) {
    assert tag > 0 && tag <= Bits.mask(TAG_WIDTH);
    assert heat >= 0 && heat <= HEAT_MAX;
    assert segment >= 0 && segment <= Bits.mask(SEGMENT_WIDTH);
    assert offset >= 0 && offset <= Bits.mask(OFFSET_WIDTH);
    return tag << TAG_SHIFT
        | (long) heat << HEAT_SHIFT
        | (heatTime & Bits.mask(TIME_WIDTH)) << TIME_SHIFT
        | (long) segment << SEGMENT_SHIFT
        | offset;
  }

  /** Bits of the key's hash; 0 if the slot names no item. */
  static long tag(long slot) {
    return slot >>> TAG_SHIFT;
  }

  /** What is left of a key in a slot: never {@link #EMPTY}. */
  static long ghost(long hash, int heatTime) {
    return (heatTime & Bits.mask(GHOST_TIME_WIDTH)) << GHOST_HASH_WIDTH | ghostHash(hash);
  }

  static boolean isGhostOf(long slot, long hash) {
    return tag(slot) == 0 && (slot & Bits.mask(GHOST_HASH_WIDTH)) == ghostHash(hash);
  }

  /** How much time has passed since a ghost's item went, modulo 4,096. */
  static int ghostAge(long ghost, int heatTime) {
    return (int) (heatTime - (ghost >>> GHOST_HASH_WIDTH) & Bits.mask(GHOST_TIME_WIDTH));
  }

  private static long ghostHash(long hash) {
    return Math.max(1, hash & Bits.mask(GHOST_HASH_WIDTH));
  }

  static int heat(long slot) {
    return (int) (slot >>> HEAT_SHIFT) & HEAT_MAX;
  }

  static int heatTime(long slot) {
    return (int) (slot >>> TIME_SHIFT & Bits.mask(TIME_WIDTH));
  }

  static int segment(long slot) {
    return (int) (slot >>> SEGMENT_SHIFT & Bits.mask(SEGMENT_WIDTH));
  }

  static int offset(long slot) {
    return (int) (slot & Bits.mask(OFFSET_WIDTH));
  }

  /** Segment and offset alone, to tell whether two slots name the same item. */
  static long place(long slot) {
    return slot & PLACE_MASK;
  }

  static long place(int segment, int offset) {
    return (long) segment << SEGMENT_SHIFT | offset;
  }

  /** The same key at another place: tag and heat stay. */
  static long withPlace(long slot, int segment, int offset) {
    return slot & ~PLACE_MASK | place(segment, offset);
  }

  static long withHeat(long slot, int heat, int heatTime) {
    return slot & ~COUNT_MASK
        | (long) heat << HEAT_SHIFT
        | (heatTime & Bits.mask(TIME_WIDTH)) << TIME_SHIFT;
  }

  /** True if heat was counted in this time already (or in one a multiple of 16 before). */
  static boolean countedIn(long slot, int heatTime) {
    return heatTime(slot) == (heatTime & Bits.mask(TIME_WIDTH));
  }
}
