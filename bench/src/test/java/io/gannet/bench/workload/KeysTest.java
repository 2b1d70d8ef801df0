package io.gannet.bench.workload;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final long[] NUMBERS = {
    0, 9, 42, 9_999, 10_000, 12_345_678, 99_999_999, 100_000_000, 999_999_999, 1L << 40,
    999_999_999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE, -1
  };

  private static final MemorySegment ROOM = Arena.global().allocate(Keys.BYTES_MAX);

  /** Just as much memory as the key has bytes: nothing beyond may be touched. */
  private static MemorySegment put(long key, int keyBytes) {
    MemorySegment out = ROOM.asSlice(0, keyBytes);
    assertEquals(keyBytes, Keys.put(out, 0, key, keyBytes));
    return out;
  }

  private static String text(long key, int keyBytes) {
    return new String(put(key, keyBytes).toArray(BYTE), US_ASCII);
  }

  @Test
  void twelveBytesAreAsTheCProgramsHaveThem() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int key = random.nextInt(100_000_000);
      assertEquals("key:%08d".formatted(key), text(key, Keys.BYTES_MIN));
    }
  }

  @Test
  void longerKeysHaveZeroesInFront() {
    for (long key : NUMBERS) {
      String digits = Long.toUnsignedString(key);
      for (int bytes = Math.max(12, 4 + digits.length()); bytes <= Keys.BYTES_MAX; bytes++) {
        String zeroes = "0".repeat(bytes - 4 - digits.length());
        assertEquals("key:" + zeroes + digits, text(key, bytes));
      }
    }
  }

  @Test
  void aNumberTooLargeForItsDigitsIsWrittenInBase64() {
    assertEquals("00000005zU40", text(100_000_000, 12));
    assertEquals("0F__________", text(-1, 12));
    assertEquals("key:100000000", text(100_000_000, 13));
  }

  @Test
  void atAnyLengthTwoNumbersNeverShareAKey() {
    Random random = new Random(2);
    for (int bytes : new int[] {12, 13, 15, 16, 23, 24, 250}) {
      Set<String> texts = new HashSet<>();
      Set<Long> numbers = new HashSet<>();
      for (int i = 0; i < 20_000; i++) {
        long number = random.nextLong() >>> random.nextInt(64);
        numbers.add(number);
        texts.add(text(number, bytes));
      }
      assertEquals(numbers.size(), texts.size(), bytes + " bytes");
    }
  }

  @Test
  void aKeyMatchesItselfAndNothingElse() {
    for (long key : NUMBERS) {
      for (int bytes : new int[] {12, 13, 15, 16, 19, 20, 21, 24, 32, 250}) {
        MemorySegment text = put(key, bytes);
        assertTrue(Keys.matches(text, 0, key, bytes));
        assertFalse(Keys.matches(text, 0, key ^ 1, bytes));
        for (int at = 0; at < bytes; at++) {
          byte right = text.get(BYTE, at);
          text.set(BYTE, at, (byte) (right ^ 1));
          assertFalse(Keys.matches(text, 0, key, bytes), key + " in " + bytes + " at " + at);
          text.set(BYTE, at, right);
        }
      }
    }
  }

  @Test
  void keysAreGraphicWithoutBlanks() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      String text = text(random.nextLong(), 12 + random.nextInt(239));
      assertTrue(text.chars().allMatch(letter -> letter > ' ' && letter < 127), text);
    }
  }
}
