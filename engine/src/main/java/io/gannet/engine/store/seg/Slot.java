package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;

/**
 * One entry of the index, a packed long; 0 is an empty one, because a tag is never 0.
 *
 * <pre>
 *  63        52 51    46 45 44 43                20 19               0
 * +------------+--------+-----+--------------------+------------------+
 * |   tag 12   | heat 6 |sec 2|     segment 24     |    offset 20     |
 * +------------+--------+-----+--------------------+------------------+
 * </pre>
 *
 * <ul>
 *   <li>tag: bits of the key's hash, so that a lookup seldom visits a wrong item;
 *   <li>heat: how often the key was found, counted at most once a second;
 *   <li>second: the last bits of the second in which heat was last counted;
 *   <li>segment, offset: where the item lies; the offset is in bytes.
 * </ul>
 *
 * <p>A slot that names no item may remember one that was evicted: a ghost, tag 0 and 52 bits of the
 * key's hash. To who looks for a key, and to who needs a slot, it is as good as empty.
 */
final class Slot {
  static final int TAG_WIDTH = 12;
  static final int HEAT_WIDTH = 6;
  static final int SECOND_WIDTH = 2;
  static final int SEGMENT_WIDTH = 24;
  static final int OFFSET_WIDTH = 20;

  static final int SEGMENT_SHIFT = OFFSET_WIDTH;
  static final int SECOND_SHIFT = SEGMENT_SHIFT + SEGMENT_WIDTH;
  static final int HEAT_SHIFT = SECOND_SHIFT + SECOND_WIDTH;
  static final int TAG_SHIFT = HEAT_SHIFT + HEAT_WIDTH;

  static final long EMPTY = TwoChoices.EMPTY;
  static final int HEAT_MAX = (int) Bits.mask(HEAT_WIDTH);

  private static final long PLACE_MASK = Bits.mask(SEGMENT_WIDTH + OFFSET_WIDTH);
  private static final long COUNT_MASK = Bits.mask(HEAT_WIDTH + SECOND_WIDTH) << SECOND_SHIFT;

  static {
    assert TAG_SHIFT + TAG_WIDTH == Long.SIZE : "the fields tile the word";
  }

  private Slot() {}

  static long pack(long tag, int heat, int second, int segment, int offset) {
    assert tag > 0 && tag <= Bits.mask(TAG_WIDTH);
    assert heat >= 0 && heat <= HEAT_MAX;
    assert segment >= 0 && segment <= Bits.mask(SEGMENT_WIDTH);
    assert offset >= 0 && offset <= Bits.mask(OFFSET_WIDTH);
    return tag << TAG_SHIFT
        | (long) heat << HEAT_SHIFT
        | (second & Bits.mask(SECOND_WIDTH)) << SECOND_SHIFT
        | (long) segment << SEGMENT_SHIFT
        | offset;
  }

  /** Bits of the key's hash; 0 if the slot names no item. */
  static long tag(long slot) {
    return slot >>> TAG_SHIFT;
  }

  /** What is left of a key in a slot: never {@link #EMPTY}. */
  static long ghost(long hash) {
    return Math.max(1, hash & Bits.mask(TAG_SHIFT));
  }

  static int heat(long slot) {
    return (int) (slot >>> HEAT_SHIFT) & HEAT_MAX;
  }

  static int second(long slot) {
    return (int) (slot >>> SECOND_SHIFT & Bits.mask(SECOND_WIDTH));
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

  static long withHeat(long slot, int heat, int second) {
    return slot & ~COUNT_MASK
        | (long) heat << HEAT_SHIFT
        | (second & Bits.mask(SECOND_WIDTH)) << SECOND_SHIFT;
  }

  /** True if heat was counted in this second already (or in one a multiple of four before). */
  static boolean countedIn(long slot, int nowSec) {
    return second(slot) == (nowSec & Bits.mask(SECOND_WIDTH));
  }
}
