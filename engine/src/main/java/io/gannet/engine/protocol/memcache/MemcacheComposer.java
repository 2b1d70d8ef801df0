package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.LONG;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Writes the replies whose text is not fixed. Each method returns the offset behind what it wrote,
 * and may write over up to {@link Reply#BYTES_MAX} bytes behind that.
 */
public final class MemcacheComposer {
  /** Room that the line before a value needs: its words, spaces, the longest key and numbers. */
  public static final int VALUE_HEAD_BYTES_MAX =
      6 + MemcacheParser.KEY_BYTES_MAX + 1 + 10 + 1 + 10 + 1 + Ascii.DECIMAL_BYTES_MAX + 2;

  private static final long VALUE_SPACE = Ascii.pack("VALUE ");
  private static final short SPACE_ZERO = ' ' | '0' << 8;

  private MemcacheComposer() {}

  /**
   * Writes {@code VALUE <key> <flags> <bytes>}, without a line end.
   *
   * @param from where the key lies, at {@code keyOffset}
   */
  public static long putValueHead(
      MemorySegment to,
      long offset,
      MemorySegment from,
      long keyOffset,
      int keyLength,
      int clientFlags,
      int valueLength) {
    to.set(LONG, offset, VALUE_SPACE);
    long at = offset + 6;
    MemorySegment.copy(from, keyOffset, to, at, keyLength);
    at += keyLength;
    if (clientFlags == 0) {
      to.set(SHORT, at, SPACE_ZERO);
      at += 2;
    } else {
      at = putSpaceDecimal(to, at, clientFlags & 0xffff_ffffL);
    }
    return putSpaceDecimal(to, at, valueLength);
  }

  /** Writes a space and an unsigned number. */
  public static long putSpaceDecimal(MemorySegment to, long offset, long value) {
    to.set(BYTE, offset, (byte) ' ');
    return Ascii.putDecimal(to, offset + 1, value);
  }

  /** Writes a line that is an unsigned number. */
  public static long putDecimalLine(MemorySegment to, long offset, long value) {
    return putLineEnd(to, Ascii.putDecimal(to, offset, value));
  }

  /** Writes a line that is a number of so many decimals, ≥ 0 if there are any: {@code 14.412}. */
  public static long putDecimalsLine(MemorySegment to, long offset, long value, int decimals) {
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    if (unit == 1) {
      return putDecimalLine(to, offset, value);
    }
    long at = Ascii.putDecimal(to, offset, value / unit);
    to.set(BYTE, at++, (byte) '.');
    for (long digit = unit / 10, rest = value % unit; digit > 0; digit /= 10) {
      to.set(BYTE, at++, (byte) ('0' + rest / digit % 10));
    }
    return putLineEnd(to, at);
  }

  /** Writes {@code text}. */
  public static long putText(MemorySegment to, long offset, byte[] text) {
    MemorySegment.copy(text, 0, to, ValueLayout.JAVA_BYTE, offset, text.length);
    return offset + text.length;
  }

  /** Writes {@code \r\n}. */
  public static long putLineEnd(MemorySegment to, long offset) {
    to.set(SHORT, offset, CR_LF);
    return offset + 2;
  }
}
