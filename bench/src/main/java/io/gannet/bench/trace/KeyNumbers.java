package io.gannet.bench.trace;

import java.util.Arrays;

/**
 * Numbers the keys of a trace 0, 1, 2 … as they come: open addressing, so that millions of keys are
 * two arrays.
 */
final class KeyNumbers {
  private static final int CAPACITY_START = 1 << 16;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private long[] keys = new long[CAPACITY_START];
  private int[] numbers = filled(CAPACITY_START);
  private int count;

  private static int[] filled(int capacity) {
    int[] numbers = new int[capacity];
    Arrays.fill(numbers, -1);
    return numbers;
  }

  /** How many keys have one. */
  int count() {
    return count;
  }

  /** The number of a key; {@link #count} grows if it is new. */
  int of(long key) {
    int place = place(key);
    if (numbers[place] < 0) {
      keys[place] = key;
      numbers[place] = count++;
      if (count * 2L > keys.length) {
        grow();
        return count - 1;
      }
    }
    return numbers[place];
  }

  private int place(long key) {
    int shift = Long.numberOfLeadingZeros(keys.length) + 1;
    int place = (int) ((key ^ key >>> 32) * GOLDEN >>> shift);
    while (numbers[place] >= 0 && keys[place] != key) {
      place = place + 1 & keys.length - 1;
    }
    return place;
  }

  private void grow() {
    if (keys.length == 1 << 30) {
      throw new TraceException("more than " + count + " keys", "read fewer requests");
    }
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = filled(keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] >= 0) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        numbers[place] = oldNumbers[i];
      }
    }
  }
}
