package io.gannet.engine.store.slab;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;

/**
 * One entry of the index, a packed long; 0 is an empty one, because a tag is never 0.
 *
 * <pre>
 *  63           44 43                                      0
 * +---------------+-----------------------------------------+
 * |    tag 20     |                place 44                 |
 * +---------------+-----------------------------------------+
 * </pre>
 *
 * <ul>
 *   <li>tag: bits of the key's hash, so that a lookup seldom visits a wrong item;
 *   <li>place: where the item lies, in units of 8 bytes from the heap's begin. The slab and the
 *       size class are not asked on the way to an item.
 * </ul>
 */
final class Slot {
  static final int TAG_WIDTH = 20;
  static final int PLACE_WIDTH = 44;

  static final long EMPTY = TwoChoices.EMPTY;

  static {
    assert TAG_WIDTH + PLACE_WIDTH == Long.SIZE : "the fields tile the word";
  }

  private Slot() {}

  static long pack(long tag, long place) {
    assert tag > 0 && tag <= Bits.mask(TAG_WIDTH);
    assert place >= 0 && place <= Bits.mask(PLACE_WIDTH);
    return tag << PLACE_WIDTH | place;
  }

  /** Bits of the key's hash; 0 if the slot names no item. */
  static long tag(long slot) {
    return slot >>> PLACE_WIDTH;
  }

  static long place(long slot) {
    return slot & Bits.mask(PLACE_WIDTH);
  }

  /** The same key at another place. */
  static long withPlace(long slot, long place) {
    return slot & ~Bits.mask(PLACE_WIDTH) | place;
  }
}
