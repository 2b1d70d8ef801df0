package io.gannet.engine.bytes;

import static io.gannet.engine.bytes.Ascii.BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Reads a decimal as C's {@code strtoull} does, and so memcached: blanks and a sign may
 * come before it, and behind its last digit all is well if nothing, a blank or a NUL follows.
 * Unlike C, a number is never cut to fewer bits, and {@code -5} is no unsigned number.
 *
 * <p>Reused; {@link #value} holds what was read last.
 */
public final class Numeral {
  /** The number, if it was one. */
  public long value;

  private boolean negative;

  /** Reads {@code [from, to)} as an unsigned number of 64 bits. */
  public boolean parseUnsigned(MemorySegment memory, long from, long to) {
    return parseMagnitude(memory, from, to) && (!negative || value == 0);
  }

  /** Reads {@code [from, to)} as a signed number of 64 bits. */
  public boolean parseSigned(MemorySegment memory, long from, long to) {
    if (!parseMagnitude(memory, from, to) || value < 0) {
      return false;
    }
    value = negative ? -value : value;
    return true;
  }

  private boolean parseMagnitude(MemorySegment memory, long from, long to) {
    long first = parseSign(memory, from, to);
    long magnitude = 0;
    long at = first;
    int digit = -1;
    while (at < to && (digit = memory.get(BYTE, at) - '0') >= 0 && digit <= 9) {
      long next = magnitude * 10 + digit;
      if (at - first >= 18 && overflows(magnitude, next)) {
        return false;
      }
      magnitude = next;
      at++;
    }
    value = magnitude;
    return at > first && (at == to || isEnd(memory.get(BYTE, at)));
  }

  /** Steps over blanks and a sign; returns where the digits are to begin. */
  private long parseSign(MemorySegment memory, long from, long to) {
    long at = from;
    while (at < to && isBlank(memory.get(BYTE, at))) {
      at++;
    }
    byte sign = at < to ? memory.get(BYTE, at) : 0;
    negative = sign == '-';
    return negative || sign == '+' ? at + 1 : at;
  }

  /** Whether {@code next} is no longer ten times {@code magnitude} and a digit: it wrapped. */
  private static boolean overflows(long magnitude, long next) {
    return Math.unsignedMultiplyHigh(magnitude, 10) != 0
        || Long.compareUnsigned(next, magnitude * 10) < 0;
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || '\t' <= character && character <= '\r';
  }

  private static boolean isEnd(byte character) {
    return character == 0 || isBlank(character);
  }
}
