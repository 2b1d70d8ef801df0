package io.gannet.engine.store.cuckoo;

import io.gannet.engine.bytes.Bits;

/**
 * The head of a slot, a packed long; 0 is an empty one, because a key has at least one byte.
 *
 * <pre>
 *   63     62     61   58 57   52 51          40 39      32   31    30        0
 * +------+-------+-------+-------+--------------+----------+-------+-----------+
 * | DEAD | FLAGS | heat 4| tag 6 | value len 12 | key len 8| ANNEX |deadline 31|
 * +------+-------+-------+-------+--------------+----------+-------+-----------+
 * </pre>
 *
 * <ul>
 *   <li>DEAD: forgotten, but its bytes are being sent;
 *   <li>FLAGS: 4 bytes of client flags stand in front of the key;
 *   <li>heat: about the logarithm of how often the item was found;
 *   <li>tag: bits of the key's hash, so that a lookup seldom compares a wrong key;
 *   <li>ANNEX: the last bytes of the value are the owner's own, {@link
 *       io.gannet.engine.store.Store#hasAnnex};
 *   <li>deadline: seconds of the store's clock, 0 for never.
 * </ul>
 */
final class Header {
  static final int BYTES = Long.BYTES;

  static final int DEADLINE_WIDTH = 31;
  static final int KEY_LENGTH_WIDTH = 8;
  static final int VALUE_LENGTH_WIDTH = 12;
  static final int TAG_WIDTH = 6;
  static final int HEAT_WIDTH = 4;

  static final int ANNEX_SHIFT = DEADLINE_WIDTH;
  static final int KEY_LENGTH_SHIFT = ANNEX_SHIFT + 1;
  static final int VALUE_LENGTH_SHIFT = KEY_LENGTH_SHIFT + KEY_LENGTH_WIDTH;
  static final int TAG_SHIFT = VALUE_LENGTH_SHIFT + VALUE_LENGTH_WIDTH;
  static final int HEAT_SHIFT = TAG_SHIFT + TAG_WIDTH;
  static final int FLAGS_SHIFT = HEAT_SHIFT + HEAT_WIDTH;
  static final int DEAD_SHIFT = FLAGS_SHIFT + 1;

  static final long EMPTY = 0;
  static final long FLAGS = 1L << FLAGS_SHIFT;
  static final long DEAD = 1L << DEAD_SHIFT;
  static final long ANNEX = 1L << ANNEX_SHIFT;
  static final int HEAT_MAX = (int) Bits.mask(HEAT_WIDTH);

  private static final long DEADLINE_MASK = Bits.mask(DEADLINE_WIDTH);
  private static final long HEAT_MASK = Bits.mask(HEAT_WIDTH) << HEAT_SHIFT;
  private static final long MATCH_MASK =
      DEAD | Bits.mask(TAG_WIDTH) << TAG_SHIFT | Bits.mask(KEY_LENGTH_WIDTH) << KEY_LENGTH_SHIFT;

  static {
    assert DEAD_SHIFT + 1 == Long.SIZE : "the fields tile the word";
  }

  private Header() {}

  static long pack(int keyLength, int valueLength, long hash, boolean flags, int deadlineSec) {
    assert keyLength >= 1 && keyLength <= Bits.mask(KEY_LENGTH_WIDTH);
    assert valueLength >= 0 && valueLength <= Bits.mask(VALUE_LENGTH_WIDTH);
    return wanted(keyLength, hash)
        | (long) valueLength << VALUE_LENGTH_SHIFT
        | (flags ? FLAGS : 0)
        | deadlineSec & DEADLINE_MASK;
  }

  /** What {@link #matches} looks for. */
  static long wanted(int keyLength, long hash) {
    return (hash & Bits.mask(TAG_WIDTH)) << TAG_SHIFT | (long) keyLength << KEY_LENGTH_SHIFT;
  }

  /** True if it may be the head of the item wanted: it lives, key length and tag agree. */
  static boolean matches(long header, long wanted) {
    return (header & MATCH_MASK) == wanted;
  }

  static boolean isDead(long header) {
    return header < 0;
  }

  static int keyLength(long header) {
    return (int) (header >>> KEY_LENGTH_SHIFT & Bits.mask(KEY_LENGTH_WIDTH));
  }

  static int valueLength(long header) {
    return (int) (header >>> VALUE_LENGTH_SHIFT & Bits.mask(VALUE_LENGTH_WIDTH));
  }

  /** Bytes of client flags: 0 or 4. */
  static int flagsBytes(long header) {
    return (int) (header >>> FLAGS_SHIFT & 1) * Integer.BYTES;
  }

  static int heat(long header) {
    return (int) ((header & HEAT_MASK) >>> HEAT_SHIFT);
  }

  static long withHeat(long header, int heat) {
    assert heat >= 0 && heat <= HEAT_MAX;
    return header & ~HEAT_MASK | (long) heat << HEAT_SHIFT;
  }

  static boolean hasAnnex(long header) {
    return (header & ANNEX) != 0;
  }

  static int deadlineSec(long header) {
    return (int) (header & DEADLINE_MASK);
  }

  static long withDeadlineSec(long header, int deadlineSec) {
    return header & ~DEADLINE_MASK | deadlineSec & DEADLINE_MASK;
  }

  static boolean expired(long header, int nowSec) {
    int deadlineSec = deadlineSec(header);
    return deadlineSec != 0 && deadlineSec <= nowSec;
  }
}
