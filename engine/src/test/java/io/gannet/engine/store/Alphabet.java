package io.gannet.engine.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** The keys and values of the models: keys of any length up to the longest, values of letters. */
public final class Alphabet {
  /** How many keys there are. */
  public static final int KEYS = 4096;

  /** The longest value. */
  public static final int VALUE_BYTES_MAX = 1 << 17;

  private static final int POOL_BYTES = 1 << 20;
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

  /** Letters at random: any stretch of it is a value, and none is a number. */
  public static final MemorySegment POOL = pool();

  private static final long[] OFFSETS = new long[KEYS + 1];
  private static final MemorySegment SPELLED = spell();

  private Alphabet() {}

  private static MemorySegment pool() {
    MemorySegment pool = Arena.global().allocate(POOL_BYTES, 8);
    SplittableRandom random = new SplittableRandom(0);
    for (long i = 0; i < POOL_BYTES; i++) {
      pool.set(ValueLayout.JAVA_BYTE, i, (byte) ('A' + random.nextInt(26)));
    }
    return pool;
  }

  private static MemorySegment spell() {
    for (int number = 0; number < KEYS; number++) {
      OFFSETS[number + 1] = OFFSETS[number] + lengthOf(number);
    }
    MemorySegment spelled = Arena.global().allocate(OFFSETS[KEYS], 8);
    for (int number = 0; number < KEYS; number++) {
      for (int i = 0; i < length(number); i++) {
        int digit = i == 0 ? number : i == 1 ? number >>> 6 : number + i;
        spelled.set(
            ValueLayout.JAVA_BYTE, OFFSETS[number] + i, (byte) DIGITS.charAt(digit & 63));
      }
    }
    return spelled;
  }

  /** Short ones, and each seventh a longer one; the first 64 differ in their first letter. */
  private static int lengthOf(int number) {
    int length = 1 + (number * 31 & 0x1F);
    int atLeast = number < 64 ? length : Math.max(2, length);
    return number % 7 == 3 ? Math.min(Store.KEY_LENGTH_MAX, length * 9) : atLeast;
  }

  /** The memory that keys are spelled in. */
  public static MemorySegment memory() {
    return SPELLED;
  }

  /** Where a key begins. */
  public static long offset(int number) {
    return OFFSETS[number];
  }

  /** Bytes of a key. */
  public static int length(int number) {
    return (int) (OFFSETS[number + 1] - OFFSETS[number]);
  }

  /** True if that key is spelled there. */
  public static boolean isKey(int number, MemorySegment memory, long offset, int length) {
    long from = OFFSETS[number];
    return length == length(number)
        && MemorySegment.mismatch(SPELLED, from, from + length, memory, offset, offset + length)
            < 0;
  }

  /** A place in the pool behind which so many bytes are. */
  public static long anyValue(SplittableRandom random, int length) {
    return random.nextInt(POOL_BYTES - length);
  }
}
