package io.gannet.engine.store;

import io.gannet.engine.bytes.Bits;

/**
 * The lengths of an item's key and value, a packed int.
 *
 * <pre>
 *  31                    8 7       0
 * +-----------------------+---------+
 * |      value len 24     |key len 8|
 * +-----------------------+---------+
 * </pre>
 */
public final class Lengths {
  /** In place of a value's length that takes more bits, and is told elsewhere. */
  public static final int LONG = (1 << 24) - 1;

  private static final int KEY_WIDTH = 8;
  private static final int VALUE_WIDTH = 24;

  static {
    assert KEY_WIDTH + VALUE_WIDTH == Integer.SIZE : "the fields tile the word";
    assert Store.KEY_LENGTH_MAX <= Bits.mask(KEY_WIDTH);
    assert LONG == Bits.mask(VALUE_WIDTH);
  }

  private Lengths() {}

  /** Both lengths in one word. */
  public static int pack(int keyLength, int valueLength) {
    assert keyLength >= 0 && keyLength <= Bits.mask(KEY_WIDTH);
    assert valueLength >= 0 && valueLength <= Bits.mask(VALUE_WIDTH);
    return valueLength << KEY_WIDTH | keyLength;
  }

  /** Bytes of the key. */
  public static int key(int lengths) {
    return lengths & (int) Bits.mask(KEY_WIDTH);
  }

  /** Bytes of the value. */
  public static int value(int lengths) {
    return lengths >>> KEY_WIDTH;
  }
}
