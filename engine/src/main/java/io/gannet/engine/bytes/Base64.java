package io.gannet.engine.bytes;

import static io.gannet.engine.bytes.Ascii.BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Base 64 of RFC 4648, padded, over memory; without allocation. */
public final class Base64 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final byte NONE = -1;
  private static final byte[] DIGITS = new byte[256];
  private static final byte[] LETTERS = new byte[64];
  private static final byte PAD = '=';
  private static final int GROUP = 4;
  private static final int GROUP_BYTES = 3;
  private static final int DIGIT_BITS = 6;

  static {
    Arrays.fill(DIGITS, NONE);
    for (int i = 0; i < LETTERS.length; i++) {
      LETTERS[i] = (byte) ALPHABET.charAt(i);
      DIGITS[LETTERS[i]] = (byte) i;
    }
  }

  private Base64() {}

  /** Letters that so many bytes are written in. */
  public static int letters(int bytes) {
    return (bytes + GROUP_BYTES - 1) / GROUP_BYTES * GROUP;
  }

  /** Writes bytes as letters; returns the offset behind them. */
  public static long encode(
      MemorySegment from, long offset, int length, MemorySegment to, long at) {
    long written = at;
    for (int i = 0; i < length; i += GROUP_BYTES, written += GROUP) {
      int left = Math.min(GROUP_BYTES, length - i);
      int group = 0;
      for (int j = 0; j < GROUP_BYTES; j++) {
        group = group << Byte.SIZE | (j < left ? from.get(BYTE, offset + i + j) & 0xff : 0);
      }
      for (int j = 0; j < GROUP; j++) {
        int digit = group >>> DIGIT_BITS * (GROUP - 1 - j) & LETTERS.length - 1;
        to.set(BYTE, written + j, j <= left ? LETTERS[digit] : PAD);
      }
    }
    return written;
  }

  /** Reads letters as bytes; returns how many, or -1 if they are none of base 64. */
  public static int decode(
      MemorySegment from, long offset, int length, MemorySegment to, long at) {
    if (length == 0 || length % GROUP != 0) {
      return -1;
    }
    int pads = 0;
    while (pads < 2 && from.get(BYTE, offset + length - 1 - pads) == PAD) {
      pads++;
    }
    int bytes = 0;
    int group = 0;
    for (int i = 0; i < length - pads; i++) {
      byte digit = DIGITS[from.get(BYTE, offset + i) & 0xff];
      if (digit == NONE) {
        return -1;
      }
      group = group << DIGIT_BITS | digit;
      int bits = (i % GROUP + 1) * DIGIT_BITS;
      if (bits >= DIGIT_BITS * 2) {
        int rest = bits % Byte.SIZE;
        to.set(BYTE, at + bytes++, (byte) (group >>> rest));
      }
    }
    return bytes;
  }
}
