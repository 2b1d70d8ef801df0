package io.gannet.server.worker.turn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * Addresses and ports as people write them, in ASCII. Each method returns the offset behind what it
 * wrote; nothing is allocated. Any thread.
 */
final class AddressText {
  /** {@code [ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535}. */
  static final int BYTES_MAX = 47;

  private static final int GROUPS = 8;
  private static final int GROUP_MASK = 0xffff;
  private static final int HEX_BITS = 4;
  private static final int HEX_MASK = 0xf;

  private AddressText() {}

  /** {@code 127.0.0.1:4711}, the address as its four bytes in an int. */
  static long putV4(MemorySegment memory, long offset, int address, int port) {
    long at = offset;
    for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
      at = Ascii.putDecimal(memory, at, address >> shift & 0xff);
      at = put(memory, at, shift > 0 ? '.' : ':');
    }
    return Ascii.putDecimal(memory, at, port);
  }

  /**
   * {@code [2001:db8::1]:4711}, the address in two halves. The longest run of zeros is left out, of
   * two alike the first, as RFC 5952 asks.
   */
  static long putV6(MemorySegment memory, long offset, long high, long low, int port) {
    int begin = longestZeros(high, low);
    int end = begin + zeros(high, low, begin);
    long at = put(memory, offset, '[');
    for (int i = 0; i < GROUPS; i++) {
      if (i == begin) {
        at = put(memory, put(memory, at, ':'), ':');
      } else if (i < begin || i >= end) {
        at = i > 0 && i != end ? put(memory, at, ':') : at;
        at = putHex(memory, at, group(high, low, i));
      }
    }
    at = put(memory, put(memory, at, ']'), ':');
    return Ascii.putDecimal(memory, at, port);
  }

  private static long put(MemorySegment memory, long offset, char c) {
    memory.set(JAVA_BYTE, offset, (byte) c);
    return offset + 1;
  }

  private static long putHex(MemorySegment memory, long offset, int group) {
    long at = offset;
    for (int shift = Short.SIZE - HEX_BITS; shift >= 0; shift -= HEX_BITS) {
      if (group >>> shift != 0 || shift == 0) {
        at = put(memory, at, Character.forDigit(group >>> shift & HEX_MASK, 1 << HEX_BITS));
      }
    }
    return at;
  }

  private static int group(long high, long low, int index) {
    long half = index < GROUPS / 2 ? high : low;
    int shift = (GROUPS / 2 - 1 - index % (GROUPS / 2)) * Short.SIZE;
    return (int) (half >>> shift) & GROUP_MASK;
  }

  /** Where the longest run of two or more begins, or behind all. */
  private static int longestZeros(long high, long low) {
    int begin = GROUPS;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(high, low, i);
      if (run > longest) {
        longest = run;
        begin = i;
      }
    }
    return begin;
  }

  private static int zeros(long high, long low, int from) {
    int i = from;
    while (i < GROUPS && group(high, low, i) == 0) {
      i++;
    }
    return i - from;
  }
}
