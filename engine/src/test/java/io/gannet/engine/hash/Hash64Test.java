package io.gannet.engine.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Hash64Test {
  private static final long SEED = 20_240_607;
  private final Hash64 hash64 = Hash64.seeded(SEED);

  @Test
  void everyBitOfTheKeyFlipsHalfOfTheHash() {
    int[] lengths = {1, 3, 4, 7, 8, 12, 16, 17, 31, 32, 33, 64, 250};
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(256, 8);
      for (int length : lengths) {
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
          assertEquals(32, flippedBits(key, length, bit, random), 3.5, length + " bytes, " + bit);
        }
      }
    }
  }

  /** How many bits of the hash one bit of the key flips, the mean of 64 random keys. */
  private double flippedBits(MemorySegment key, int length, int bit, SplittableRandom random) {
    int flipped = 0;
    int keys = 64;
    for (int i = 0; i < keys; i++) {
      for (int j = 0; j < length; j++) {
        Bits.putByte(key, j, random.nextInt());
      }
      long before = hash64.hash(key, 0, length);
      Bits.putByte(key, bit >>> 3, Bits.getByte(key, bit >>> 3) ^ 1 << (bit & 7));
      flipped += Long.bitCount(before ^ hash64.hash(key, 0, length));
    }
    return (double) flipped / keys;
  }

  @Test
  void everyBitOfTheHashDependsOnTheKey() {
    long[] set = new long[Long.SIZE];
    int keys = 1 << 14;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(16, 8);
      for (int i = 0; i < keys; i++) {
        long hash = hash(key, "key-" + i);
        for (int bit = 0; bit < Long.SIZE; bit++) {
          set[bit] += hash >>> bit & 1;
        }
      }
    }
    for (int bit = 0; bit < Long.SIZE; bit++) {
      assertEquals(keys / 2.0, set[bit], 6 * Math.sqrt(keys) / 2, "bit " + bit);
    }
  }

  @Test
  void countedKeysFillBucketsEvenlyByEitherHalf() {
    int buckets = 1_000;
    int keys = 100 * buckets;
    int[] first = new int[buckets];
    int[] second = new int[buckets];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(16, 8);
      for (int i = 0; i < keys; i++) {
        long hash = hash(key, String.format("%012d", i));
        first[(int) ((hash >>> 32) * buckets >>> 32)]++;
        second[(int) ((hash & 0xFFFF_FFFFL) * buckets >>> 32)]++;
      }
    }
    // χ² with 999 degrees of freedom has mean 999 and deviation 45.
    assertEquals(999, chiSquare(first, 100), 6 * 45);
    assertEquals(999, chiSquare(second, 100), 6 * 45);
  }

  private static double chiSquare(int[] counts, double expected) {
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void shortKeysDoNotCollide() {
    Set<Long> seen = new HashSet<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(8, 8);
      for (int i = 0; i < 200_000; i++) {
        Bits.putInt(key, 0, i);
        assertTrue(seen.add(hash64.hash(key, 0, 3 + (i >>> 16 == 0 ? 0 : 1))), "key " + i);
      }
    }
  }

  @Test
  void lengthMattersWhereBytesDoNot() {
    Set<Long> seen = new HashSet<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment zeros = arena.allocate(250, 8);
      for (int length = 1; length <= 250; length++) {
        assertTrue(seen.add(hash64.hash(zeros, 0, length)), length + " zeros");
      }
    }
  }

  @Test
  void placeDoesNotMatter() {
    try (Arena arena = Arena.ofConfined()) {
      for (int length = 1; length <= 250; length++) {
        // Exactly as long as the key, so that a read beyond it would throw.
        MemorySegment here = arena.allocate(length, 8);
        MemorySegment there = arena.allocate(length + 5, 8);
        for (int i = 0; i < length; i++) {
          Bits.putByte(here, i, i * 7 + length);
        }
        MemorySegment.copy(here, 0, there, 5, length);
        assertEquals(hash64.hash(here, 0, length), hash64.hash(there, 5, length));
      }
    }
  }

  @Test
  void seedsThatDifferInOneBitGiveUnrelatedHashes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(16, 8);
      for (int bit = 0; bit < Long.SIZE; bit++) {
        int same = 0;
        Hash64 other = Hash64.seeded(SEED ^ 1L << bit);
        for (int i = 0; i < 64; i++) {
          Bits.putLong(key, 0, i);
          same += Long.bitCount(hash64.hash(key, 0, 12) ^ other.hash(key, 0, 12));
        }
        assertEquals(32, same / 64.0, 3.5, "seed bit " + bit);
      }
      assertNotEquals(hash64.hash(key, 0, 12), Hash64.seeded(0).hash(key, 0, 12));
    }
  }

  private long hash(MemorySegment memory, String key) {
    byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, 0, bytes.length);
    return hash64.hash(memory, 0, bytes.length);
  }
}
