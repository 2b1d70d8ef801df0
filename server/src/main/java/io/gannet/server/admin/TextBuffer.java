package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Text that is written again and again into the same memory. One thread at a time. */
final class TextBuffer {
  /** Of a long, with its sign and a point. */
  private static final int DIGITS_MAX = 22;
  private static final byte[] LINE_END = {'\n'};

  private byte[] bytes = new byte[1 << 15];
  private final byte[] digits = new byte[DIGITS_MAX];
  private int length;

  int length() {
    return length;
  }

  /** Cuts off what is behind the first bytes. */
  void cut(int length) {
    this.length = length;
  }

  /** A copy of all of it. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  TextBuffer put(byte[] text) {
    return put(text, 0, text.length);
  }

  private TextBuffer put(byte[] text, int from, int to) {
    int count = to - from;
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(text, from, bytes, length, count);
    length += count;
    return this;
  }

  TextBuffer put(String text) {
    return put(text.getBytes(UTF_8));
  }

  /** Ends a line. */
  void endLine() {
    put(LINE_END);
  }

  /** In decimal. */
  TextBuffer put(long number) {
    return put(number, 0);
  }

  /** In decimal, the point before the last so many digits; never with an exponent. */
  TextBuffer put(long number, int decimals) {
    int from = DIGITS_MAX;
    long left = number;
    int put = 0;
    do {
      if (put > 0 && put == decimals) {
        digits[--from] = '.';
      }
      digits[--from] = (byte) ('0' + Math.abs(left % 10));
      left /= 10;
      put++;
    } while (left != 0 || put <= decimals);
    if (number < 0) {
      digits[--from] = '-';
    }
    return put(digits, from, DIGITS_MAX);
  }
}
