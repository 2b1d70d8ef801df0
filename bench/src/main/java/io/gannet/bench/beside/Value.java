package io.gannet.bench.beside;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** A key and what is known of its value: a hundred bytes that say which set they are of. */
final class Value {
  private static final byte[] END = "END\r\n".getBytes(US_ASCII);
  private static final int TIMES = 10;
  private static final long NONE = -1;

  private final String key;
  private long stored = NONE;

  Value(String key) {
    this.key = key;
  }

  byte[] get() {
    return ("get " + key + "\r\n").getBytes(US_ASCII);
  }

  byte[] set(long number) {
    String value = text(number);
    return ("set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n").getBytes(US_ASCII);
  }

  /** The server says that it has it. */
  void stored(long number) {
    stored = number;
  }

  /** Nobody can say any more what the server has. */
  void forget() {
    stored = NONE;
  }

  /** Whether the answer to a get is all there: a value ends with END, and has no letters. */
  static boolean isWhole(byte[] reply, int length) {
    return reply[0] == 'V'
        ? length > END.length
            && Arrays.equals(reply, length - END.length, length, END, 0, END.length)
        : endsLine(reply, length);
  }

  /** Whether it may answer so: a cache may forget, it must never lie. */
  boolean isRight(byte[] reply, int length) {
    byte[] got = Arrays.copyOf(reply, length);
    return Arrays.equals(got, END)
        || stored == NONE
        || Arrays.equals(got, hit(stored));
  }

  static boolean endsLine(byte[] reply, int length) {
    return length >= 2 && reply[length - 2] == '\r' && reply[length - 1] == '\n';
  }

  private byte[] hit(long number) {
    String value = text(number);
    return ("VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n")
        .getBytes(US_ASCII);
  }

  private static String text(long number) {
    return String.format("%010d", number).repeat(TIMES);
  }
}
