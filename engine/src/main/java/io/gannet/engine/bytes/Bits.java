package io.gannet.engine.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Words read and written at any offset, in the machine's byte order, and the arithmetic of powers
 * of two. Any thread.
 */
public final class Bits {
  private Bits() {}

  /** A mask of the lowest {@code width} bits, 1 to 63. */
  public static long mask(int width) {
    return (1L << width) - 1;
  }

  /** The least multiple of {@code alignment}, a power of two, that is ≥ {@code value} ≥ 0. */
  public static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  /** True for 1, 2, 4, 8, … */
  public static boolean isPowerOfTwo(long value) {
    return value > 0 && (value & (value - 1)) == 0;
  }

  /** The 8 bytes at {@code offset}. */
  public static long getLong(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }

  /** The 4 bytes at {@code offset}. */
  public static int getInt(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  /** The 2 bytes at {@code offset}, unsigned. */
  public static int getShort(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset) & 0xFFFF;
  }

  /** The byte at {@code offset}, unsigned. */
  public static int getByte(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  /** Writes 8 bytes at {@code offset}. */
  public static void putLong(MemorySegment memory, long offset, long value) {
    memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
  }

  /** Writes 4 bytes at {@code offset}. */
  public static void putInt(MemorySegment memory, long offset, int value) {
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
  }

  /** Writes the low 2 bytes of {@code value} at {@code offset}. */
  public static void putShort(MemorySegment memory, long offset, int value) {
    memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
  }

  /** Writes the low byte of {@code value} at {@code offset}. */
  public static void putByte(MemorySegment memory, long offset, int value) {
    memory.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
  }

  /**
   * True if two stretches of {@code length} ≥ 0 bytes are equal. Made for short ones: whole words,
   * the last of which overlaps the one before, so there is no loop over single bytes.
   */
  public static boolean equal(
      MemorySegment left, long leftOffset, MemorySegment right, long rightOffset, int length) {
    if (length < Long.BYTES) {
      return equalShort(left, leftOffset, right, rightOffset, length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (getLong(left, leftOffset + i) != getLong(right, rightOffset + i)) {
        return false;
      }
    }
    return getLong(left, leftOffset + last) == getLong(right, rightOffset + last);
  }

  private static boolean equalShort(
      MemorySegment left, long leftOffset, MemorySegment right, long rightOffset, int length) {
    return getUpTo7(left, leftOffset, length) == getUpTo7(right, rightOffset, length);
  }

  /**
   * 0 to 7 bytes as one long that differs for different bytes of the same length. Read as two words
   * that may overlap.
   */
  public static long getUpTo7(MemorySegment memory, long offset, int length) {
    if (length >= Integer.BYTES) {
      long low = getInt(memory, offset) & 0xFFFF_FFFFL;
      long high = getInt(memory, offset + length - Integer.BYTES) & 0xFFFF_FFFFL;
      return low | high << Integer.SIZE;
    }
    if (length == 0) {
      return 0;
    }
    // 1: a a a, 2: a b b, 3: a b c
    return getByte(memory, offset)
        | (long) getByte(memory, offset + (length >>> 1)) << 8
        | (long) getByte(memory, offset + length - 1) << 16;
  }
}
