package io.gannet.engine.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiTest {
  private static final int SEEDS = 20_000;

  private final MemorySegment memory = Arena.ofAuto().allocate(64);

  @Test
  void searchesFindWhatALoopOverBytesFinds() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int from = random.nextInt(20);
      int to = from + random.nextInt(40);
      for (int i = 0; i < 64; i++) {
        byte any = (byte) random.nextInt(256);
        byte wanted = (byte) " \n\r!".charAt(any & 3);
        memory.set(ValueLayout.JAVA_BYTE, i, random.nextInt(4) == 0 ? wanted : any);
      }
      MemorySegment exact = memory.asSlice(0, to); // what is read behind it throws
      String how = "seed " + seed;
      assertEquals(first(from, to, "\n"), Ascii.indexOf(exact, from, to, (byte) '\n'), how);
      assertEquals(first(from, to, "\u00ff"), Ascii.indexOf(exact, from, to, (byte) -1), how);
      assertEquals(first(from, to, " \n"), Ascii.tokenEnd(exact, from, to), how);
      assertEquals(first(from, to, null), Ascii.indexOfBlank(exact, from, to), how);
    }
  }

  /** The first of {@code wanted}, or, if that is null, of the characters up to the space. */
  private long first(int from, int to, String wanted) {
    for (int at = from; at < to; at++) {
      int character = memory.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      if (wanted == null ? character <= ' ' : wanted.indexOf(character) >= 0) {
        return at;
      }
    }
    return to;
  }

  @Test
  void wordsReadWhatPackWrites() {
    for (int length = 0; length <= 8; length++) {
      String text = "\u00fff_bcdefg".substring(0, length);
      MemorySegment exact = memory.asSlice(0, length);
      MemorySegment.copy(MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, exact, 0, length);
      assertEquals(Ascii.pack(text), Ascii.word(exact, 0, length));
    }
  }

  @Test
  void decimalsAreThoseOfJava() {
    long[] edges = {0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 1L << 31, 1L << 32, Long.MAX_VALUE};
    for (long edge : edges) {
      check(edge);
      check(~edge);
    }
    long power = 1;
    for (int digits = 1; digits <= 20; digits++, power *= 10) {
      check(power - 1);
      check(power);
      check(power + 1);
    }
    Random random = new Random(1);
    for (int i = 0; i < SEEDS; i++) {
      check(random.nextLong() >>> random.nextInt(64));
    }
  }

  private void check(long value) {
    String expected = Long.toUnsignedString(value);
    assertEquals(expected.length(), Ascii.decimalBytes(value), expected);
    long end = Ascii.putDecimal(memory, 3, value);
    byte[] written = memory.asSlice(3, end - 3).toArray(ValueLayout.JAVA_BYTE);
    assertEquals(expected, new String(written, ISO_8859_1));
  }
}
