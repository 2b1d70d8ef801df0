package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The values stored: printable bytes, a function of the key alone, so that what a get brings can be
 * checked without keeping what a set sent. A value begins at its key's place in a pool that all
 * share, and runs on from the pool's start where it reaches its end. Any thread.
 */
final class Values {
  /** A power of two; small enough to stay in the L2 cache, so that a value costs little to make. */
  static final int POOL_BYTES = 128 << 10;

  /** Values begin in the first half: up to 64 KiB they are one copy. */
  private static final int STARTS = POOL_BYTES / 2;

  private static final MemorySegment POOL = pool();

  private Values() {}

  private static MemorySegment pool() {
    MemorySegment pool = Arena.global().allocate(POOL_BYTES, Long.BYTES);
    long state = 1;
    for (int i = 0; i < POOL_BYTES; i++) {
      // A linear congruence (Knuth's MMIX) is random enough for bytes that only have to differ.
      state = state * 6364136223846793005L + 1442695040888963407L;
      pool.set(Ascii.BYTE, i, (byte) ('!' + (int) ((state >>> 33) % ('~' - '!' + 1))));
    }
    return pool;
  }

  /** Writes the ask's value; returns the offset behind it. */
  static long put(MemorySegment out, long offset, Ask ask) {
    long end = offset + ask.valueBytes;
    long at = offset;
    for (int from = start(ask.key); at < end; from = 0) {
      long length = Math.min(end - at, POOL_BYTES - from);
      MemorySegment.copy(POOL, from, out, at, length);
      at += length;
    }
    return end;
  }

  /** True if the {@code length} bytes at {@code offset} are the key's value from {@code begin}. */
  static boolean matches(MemorySegment in, long offset, long length, long key, long begin) {
    int from = (int) (start(key) + begin & POOL_BYTES - 1);
    long end = offset + length;
    for (long at = offset; at < end; from = 0) {
      long stretch = Math.min(end - at, POOL_BYTES - from);
      if (MemorySegment.mismatch(in, at, at + stretch, POOL, from, from + stretch) != -1) {
        return false;
      }
      at += stretch;
    }
    return true;
  }

  /** A multiplication by the golden ratio's bits spreads neighbours over the pool. */
  private static int start(long key) {
    return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 40) & STARTS - 1;
  }
}
