package io.gannet.bench.simulate;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Bytes that tell which write they are of, however they are cut or mixed. */
final class Value {
  static final int ID_BYTES = 8;
  static final int PIECE_BYTES = 9;
  static final long COUNTER_SCALE = 1_000_000;

  private static final int LINE_END_EVERY = 61;

  private Value() {}

  /** The id, in eight letters. */
  static String letters(long id) {
    String digits = Long.toString(id, 36);
    return "0".repeat(ID_BYTES - digits.length()) + digits;
  }

  /** The id that letters spell, or -1. */
  static long id(String letters) {
    try {
      return Long.parseLong(letters, 36);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** So many bytes, of which the first say who wrote them; line ends are among them. */
  static byte[] plain(long id, int length) {
    byte[] bytes = new byte[length];
    byte[] letters = letters(id).getBytes(US_ASCII);
    System.arraycopy(letters, 0, bytes, 0, Math.min(length, ID_BYTES));
    for (int i = ID_BYTES; i < length; i++) {
      bytes[i] = filling(id, i);
    }
    return bytes;
  }

  private static byte filling(long id, int index) {
    int place = (int) ((index + id) % LINE_END_EVERY);
    if (place < 2) {
      return (byte) (place == 0 ? '\r' : '\n');
    }
    return (byte) (Dice.mix(id * 31 + (index >> 3)) >>> 8 * (index & 7));
  }

  /** Where bytes first differ from those of a write; -1 if they don't. */
  static int difference(byte[] bytes, long id) {
    byte[] right = plain(id, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != right[i]) {
        return i;
      }
    }
    return -1;
  }

  static byte[] piece(char kind, long id) {
    return (kind + letters(id)).getBytes(US_ASCII);
  }
}
