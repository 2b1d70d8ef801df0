package io.gannet.engine.bytes;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Text as protocols need it: bytes found eight at a time. Offsets are absolute in their memory. All
 * methods are pure, allocate nothing and may be called by any thread.
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

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Ascii() {}

  /** Offset of the first {@code wanted} in {@code [from, to)}, or {@code to}. */
  public static long indexOf(MemorySegment memory, long from, long to, byte wanted) {
    long pattern = (wanted & 0xffL) * ONES;
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long found = zeroBytes(memory.get(LONG, at) ^ pattern);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && memory.get(BYTE, at) != wanted) {
      at++;
    }
    return at;
  }

  /**
   * Marks the high bit of the lowest byte that is zero (bytes above it may be marked wrongly: the
   * subtraction borrows).
   */
  static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGHS;
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
}
