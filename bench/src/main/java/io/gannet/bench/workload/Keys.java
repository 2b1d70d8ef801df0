package io.gannet.bench.workload;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.LONG;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * How a key's number becomes its bytes: {@code key:} and decimal digits, zeroes in front. Twelve
 * bytes are {@code key:00000042}, as the C programs have it, so that one may ask what the other
 * stored.
 *
 * <p>A number that is too large for the digits, as the hashes in traces are, is written in base 64
 * over the whole length, without the prefix. Eleven such digits hold any 64-bit number and none of
 * them is a colon, so at every length allowed two numbers never share a key. Numbers are unsigned.
 */
public final class Keys {
  /** The shortest key: {@code key:} and eight digits. */
  public static final int BYTES_MIN = 12;

  /** The longest key that the protocols allow. */
  public static final int BYTES_MAX = 250;

  private static final int PREFIX = (int) Ascii.pack("key:");
  private static final int PREFIX_BYTES = 4;

  /** What one word of digits holds: all below is rendered without a loop over digits. */
  private static final long WORD_BOUND = 100_000_000;

  private static final long ZEROES = Ascii.pack("00000000");
  private static final String DIGITS_64 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

  private Keys() {}

  /** Writes {@code keyBytes} bytes at {@code offset}; returns the offset behind them. */
  public static long put(MemorySegment out, long offset, long key, int keyBytes) {
    long end = offset + keyBytes;
    if (Long.compareUnsigned(key, WORD_BOUND) >= 0) {
      putLarge(out, offset, end, key);
      return end;
    }
    out.set(INT, offset, PREFIX);
    // May run into the last word, which is written over it, never beyond: at < end - 8.
    for (long at = offset + PREFIX_BYTES; at < end - Long.BYTES; at += Long.BYTES) {
      out.set(LONG, at, ZEROES);
    }
    out.set(LONG, end - Long.BYTES, eightDigits((int) key));
    return end;
  }

  /** True if the {@code keyBytes} bytes at {@code offset} are this key. */
  public static boolean matches(MemorySegment in, long offset, long key, int keyBytes) {
    long end = offset + keyBytes;
    if (Long.compareUnsigned(key, WORD_BOUND) >= 0) {
      return matchesLarge(in, offset, end, key);
    }
    return in.get(LONG, end - Long.BYTES) == eightDigits((int) key)
        && in.get(INT, offset) == PREFIX
        && zeroes(in, offset + PREFIX_BYTES, end - Long.BYTES);
  }

  /** True if {@code [from, to)} is all zeroes; a word may be read at {@code to}. */
  private static boolean zeroes(MemorySegment in, long from, long to) {
    long at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      if (in.get(LONG, at) != ZEROES) {
        return false;
      }
    }
    return at == to || (in.get(LONG, at) ^ ZEROES) << Long.SIZE - Byte.SIZE * (to - at) == 0;
  }

  private static void putLarge(MemorySegment out, long offset, long end, long key) {
    boolean decimal = fits(key, end - offset - PREFIX_BYTES);
    long first = decimal ? offset + PREFIX_BYTES : offset;
    if (decimal) {
      out.set(INT, offset, PREFIX);
    }
    long left = key;
    for (long at = end - 1; at >= first; at--) {
      out.set(BYTE, at, lastDigit(left, decimal));
      left = shorter(left, decimal);
    }
  }

  private static boolean matchesLarge(MemorySegment in, long offset, long end, long key) {
    boolean decimal = fits(key, end - offset - PREFIX_BYTES);
    long first = decimal ? offset + PREFIX_BYTES : offset;
    if (decimal && in.get(INT, offset) != PREFIX) {
      return false;
    }
    long left = key;
    for (long at = end - 1; at >= first; at--) {
      if (in.get(BYTE, at) != lastDigit(left, decimal)) {
        return false;
      }
      left = shorter(left, decimal);
    }
    return true;
  }

  private static boolean fits(long key, long digits) {
    return digits >= Ascii.DECIMAL_BYTES_MAX || Ascii.decimalBytes(key) <= digits;
  }

  private static byte lastDigit(long number, boolean decimal) {
    return (byte)
        (decimal
            ? '0' + Long.remainderUnsigned(number, 10)
            : DIGITS_64.charAt((int) (number & 63)));
  }

  private static long shorter(long number, boolean decimal) {
    return decimal ? Long.divideUnsigned(number, 10) : number >>> 6;
  }

  /*
   * Eight digits at once, the first in the lowest byte: halves of four digits, each split into
   * pairs, each split into digits, all lanes by one multiplication. x * 10486 >> 20 is x / 100
   * below 10,000 and x * 103 >> 10 is x / 10 below 100; neither product leaves its lane.
   */
  static long eightDigits(int number) {
    int high = number / 10_000;
    long fours = high | (long) (number - high * 10_000) << 32;
    long hundreds = fours * 10486 >>> 20 & 0x7f_0000_007fL;
    long pairs = hundreds | fours - hundreds * 100 << 16;
    long tens = pairs * 103 >>> 10 & 0x000f_000f_000f_000fL;
    return (tens | pairs - tens * 10 << 8) + ZEROES;
  }
}
