package io.gannet.engine.bytes;

import static io.gannet.engine.bytes.Ascii.BYTE;

import java.lang.foreign.MemorySegment;

/** Any bytes in the letters of a URL: letters, digits and four others as such, the rest as %41. */
public final class UrlText {
  /** The most letters that a byte is written in. */
  public static final int LETTERS_MAX = 3;

  private static final String PLAIN = "-._~";
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };
  private static final boolean[] IS_PLAIN = new boolean[256];

  static {
    for (int c = 0; c < 128; c++) {
      IS_PLAIN[c] = Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
    }
  }

  private UrlText() {}

  /** Writes bytes, up to three letters each; returns the offset behind them. */
  public static long put(MemorySegment from, long offset, int length, MemorySegment to, long at) {
    long written = at;
    for (int i = 0; i < length; i++) {
      byte letter = from.get(BYTE, offset + i);
      if (IS_PLAIN[letter & 0xff]) {
        to.set(BYTE, written++, letter);
      } else {
        to.set(BYTE, written++, (byte) '%');
        to.set(BYTE, written++, DIGITS[letter >>> 4 & 0xf]);
        to.set(BYTE, written++, DIGITS[letter & 0xf]);
      }
    }
    return written;
  }
}
