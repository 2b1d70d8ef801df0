package io.gannet.engine.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64Test {
  private static final int BYTES_MAX = 250;

  @Test
  void isAsTheLibraryHasIt() {
    Random random = new Random(1);
    for (int length = 1; length <= BYTES_MAX; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      byte[] letters = java.util.Base64.getEncoder().encode(bytes);
      byte[] out = new byte[letters.length];
      long end =
          Base64.encode(
              MemorySegment.ofArray(bytes), 0, length, MemorySegment.ofArray(out), 0);
      assertEquals(letters.length, end);
      assertEquals(letters.length, Base64.letters(length));
      assertArrayEquals(letters, out);
      byte[] back = new byte[length];
      assertEquals(length, decode(letters, back));
      assertArrayEquals(bytes, back);
    }
  }

  @Test
  void whatIsNoBase64IsRefused() {
    String[] all = {"", "a", "ab", "abc", "ab!=", "a===", "====", "ab=c", "abc\n"};
    for (String wrong : all) {
      byte[] letters = wrong.getBytes();
      assertEquals(-1, decode(letters, new byte[8]), wrong);
    }
    assertEquals(2, decode("YWI=".getBytes(), new byte[8]));
  }

  private static int decode(byte[] letters, byte[] to) {
    byte[] copy = Arrays.copyOf(letters, Math.max(1, letters.length));
    return Base64.decode(
        MemorySegment.ofArray(copy), 0, letters.length, MemorySegment.ofArray(to), 0);
  }
}
