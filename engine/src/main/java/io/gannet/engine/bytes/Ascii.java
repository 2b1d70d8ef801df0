package io.gannet.engine.bytes;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Text as protocols need it: bytes found eight at a time, decimals without garbage. Offsets are
 * absolute in their memory; nothing outside {@code [from, to)} is read. All methods are pure,
 * allocate nothing and may be called by any thread.
 */
public final class Ascii {
  /** Eight bytes at any offset, the first in the lowest bits. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** Four bytes at any offset, the first in the lowest bits. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** Two bytes at any offset, the first in the lowest bits. */
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** One byte. */
  public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** {@code \r\n} as {@link #SHORT} reads it. */
  public static final short CR_LF = '\r' | '\n' << 8;

  /** Digits of the longest unsigned 64-bit number. */
  public static final int DECIMAL_BYTES_MAX = 20;

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long ABOVE_SPACE = 0x21 * ONES;

  private Ascii() {}

  /** Offset of the first {@code wanted} in {@code [from, to)}, or {@code to}. */
  public static long indexOf(MemorySegment memory, long from, long to, byte wanted) {
    long pattern = (wanted & 0xffL) * ONES;
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      // A byte that is wanted becomes 0, and 0 - 1 borrows into its high bit. The borrow may mark
      // bytes above it wrongly, never below: the lowest mark is right.
      long word = memory.get(LONG, at) ^ pattern;
      long found = (word - ONES) & ~word & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && memory.get(BYTE, at) != wanted) {
      at++;
    }
    return at;
  }

  /** Offset of the first space or control character in {@code [from, to)}, or {@code to}. */
  public static long indexOfBlank(MemorySegment memory, long from, long to) {
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = memory.get(LONG, at);
      long found = (word - ABOVE_SPACE) & ~word & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && (memory.get(BYTE, at) & 0xff) > ' ') {
      at++;
    }
    return at;
  }

  /** Offset of the first space or newline in {@code [from, to)}, or {@code to}. */
  public static long tokenEnd(MemorySegment memory, long from, long to) {
    long at = indexOfBlank(memory, from, to);
    while (at < to && memory.get(BYTE, at) != ' ' && memory.get(BYTE, at) != '\n') {
      at = indexOfBlank(memory, at + 1, to);
    }
    return at;
  }

  /** Offset of the first byte in {@code [from, to)} that is no space, or {@code to}. */
  public static long skipSpaces(MemorySegment memory, long from, long to) {
    long at = from;
    while (at < to && memory.get(BYTE, at) == ' ') {
      at++;
    }
    return at;
  }

  /** The first bytes of {@code [from, to)}, at most eight, as {@link #pack} would give them. */
  public static long word(MemorySegment memory, long from, long to) {
    if (to - from >= Long.BYTES) {
      return memory.get(LONG, from);
    }
    long word = 0;
    for (long at = to - 1; at >= from; at--) {
      word = word << 8 | memory.get(BYTE, at) & 0xff;
    }
    return word;
  }

  /** Up to eight characters as {@link #LONG}, {@link #INT} or {@link #SHORT} would read them. */
  public static long pack(String text) {
    assert text.length() <= Long.BYTES;
    long packed = 0;
    for (int i = 0; i < text.length(); i++) {
      packed |= (text.charAt(i) & 0xffL) << 8 * i;
    }
    return packed;
  }

  /** How many digits an unsigned number has. */
  public static int decimalBytes(long value) {
    if (value < 0) {
      return value < -8446744073709551616L ? 19 : DECIMAL_BYTES_MAX; // 10^19, unsigned
    }
    int bytes = 1;
    for (long bound = 10; bound <= value && bytes < 19; bound *= 10) {
      bytes++;
    }
    return bytes;
  }

  /** Writes an unsigned number; returns the offset behind it. */
  public static long putDecimal(MemorySegment memory, long offset, long value) {
    if (value >= 0 && value < 100) {
      return putBelowHundred(memory, offset, (int) value);
    }
    long end = offset + decimalBytes(value);
    // Signed division by a constant is a multiplication: only the last digit may need the other.
    long left = value < 0 ? Long.divideUnsigned(value, 10) : value / 10;
    memory.set(BYTE, end - 1, (byte) ('0' + (value - left * 10)));
    for (long at = end - 2; at >= offset; at--) {
      long tenth = left / 10;
      memory.set(BYTE, at, (byte) ('0' + (left - tenth * 10)));
      left = tenth;
    }
    return end;
  }

  private static long putBelowHundred(MemorySegment memory, long offset, int value) {
    if (value < 10) {
      memory.set(BYTE, offset, (byte) ('0' + value));
      return offset + 1;
    }
    int tens = value / 10;
    memory.set(SHORT, offset, (short) ('0' + tens | '0' + (value - tens * 10) << 8));
    return offset + 2;
  }
}
