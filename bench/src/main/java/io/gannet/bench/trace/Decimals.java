package io.gannet.bench.trace;

/** Text in arrays, without garbage. */
final class Decimals {
  /** Answer of {@link #parse}: no number. */
  static final long NONE = -1;

  private static final int DIGITS_MAX = 18;

  private Decimals() {}

  /** The number that {@code [from, to)} spells, of at most 18 digits, or {@link #NONE}. */
  static long parse(byte[] bytes, int from, int to) {
    if (from >= to || to - from > DIGITS_MAX) {
      return NONE;
    }
    long number = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Where the first {@code wanted} of {@code [from, to)} is, or {@code to}. */
  static int indexOf(byte[] bytes, int from, int to, char wanted) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** Where the last {@code wanted} of {@code [from, to)} is, or {@code from - 1}. */
  static int lastIndexOf(byte[] bytes, int from, int to, char wanted) {
    int at = to - 1;
    while (at >= from && bytes[at] != wanted) {
      at--;
    }
    return at;
  }
}
