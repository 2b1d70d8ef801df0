package io.gannet.bench.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Values that say what they are: {@code KEY VERSION DEADLINE CRC LETTERS}, the checksum that of all
 * the rest. The deadline is in milliseconds of the clock, 0 if there is none.
 *
 * @param deadlineMs when it may be told no more
 */
record Payload(String key, long version, long deadlineMs) {
  private static final int LETTERS_BYTES = 1 << 20;
  private static final int SMALL_BYTES_MAX = 600;
  private static final int MEDIUM_BYTES_MAX = 16 << 10;
  private static final int LARGE_BYTES_MAX = 400 << 10;
  private static final int WORDS = 5;
  private static final byte[] LETTERS = letters();

  private static byte[] letters() {
    SplittableRandom random = new SplittableRandom(0);
    byte[] letters = new byte[LETTERS_BYTES];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    return letters;
  }

  /** A length as clients have them: mostly small, now and then one over several segments. */
  static int anyLength(SplittableRandom random) {
    int dice = random.nextInt(256);
    int most = dice == 0 ? LARGE_BYTES_MAX : dice < 16 ? MEDIUM_BYTES_MAX : SMALL_BYTES_MAX;
    return random.nextInt(most);
  }

  /** The value, with so many letters. */
  byte[] bytes(int letters) {
    int from = (int) ((key.hashCode() * 31L + version * 7919) & LETTERS_BYTES / 2 - 1);
    byte[] tail = Arrays.copyOfRange(LETTERS, from, from + letters);
    byte[] head = (head() + " " + crc(head(), tail) + " ").getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  private String head() {
    return key + " " + version + " " + deadlineMs;
  }

  private static String crc(String head, byte[] tail) {
    CRC32 crc = new CRC32();
    crc.update(head.getBytes(ISO_8859_1));
    crc.update(tail);
    return Long.toHexString(crc.getValue());
  }

  /**
   * Reads one.
   *
   * @throws Fault if nobody can have stored that
   */
  static Payload read(byte[] value) throws Fault {
    String[] words = new String(value, ISO_8859_1).split(" ", WORDS);
    if (words.length != WORDS || !words[1].matches("\\d{1,18}") || !words[2].matches("\\d{1,18}")) {
      throw new Fault("a value that nobody stored");
    }
    Payload read = new Payload(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
    if (!crc(read.head(), words[4].getBytes(ISO_8859_1)).equals(words[3])) {
      throw new Fault("a value that is spoilt, of " + read.key);
    }
    return read;
  }
}
