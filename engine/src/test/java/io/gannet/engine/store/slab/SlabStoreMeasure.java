package io.gannet.engine.store.slab;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What an item costs in memory, and how long the longest stores take at a full heap, in time and
 * in items that they had to forget. Not a test: {@code engine/docs/031-slab-measured.md} has the
 * command and figures.
 *
 * <p>Argument: stores to measure (default 2000000).
 */
public final class SlabStoreMeasure {
  private static final long MIB = 1 << 20;
  private static final int KEY_BYTES = 20;
  private static final int VALUE_BYTES = 40;
  private static final int STORES_PER_TURN = 32;
  private static final int MAINTAIN_ITEMS = 256;

  private final SlabStore store;
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final MemorySegment keyBytes;
  private final Key key = new Key();

  private SlabStoreMeasure(Arena arena, SlabOptions options, long regionBytes) {
    this.store = new SlabStore(arena.allocate(regionBytes, 4096), options, clock, 42);
    this.keyBytes = arena.allocate(KEY_BYTES, 8);
  }

  public static void main(String[] arguments) {
    int stores = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    slope();
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      SlabOptions options = SlabOptions.defaults().withEviction(policy.text());
      for (int valueBytesMax : new int[] {VALUE_BYTES, 8_000, 200_000}) {
        try (Arena arena = Arena.ofConfined()) {
          SlabStoreMeasure measure = new SlabStoreMeasure(arena, options, 128 * MIB);
          measure.fill(4 * 128 * MIB / (valueBytesMax / 2 + 60), valueBytesMax);
          measure.longest(policy.text(), stores / (1 + valueBytesMax / 1_000), valueBytesMax);
        }
      }
    }
  }

  private static void slope() {
    long small = retrievable(32 * MIB);
    long large = retrievable(128 * MIB);
    System.out.printf(
        "retrievable: %d in 32 MiB, %d in 128 MiB; slope %.1f bytes beyond key and value%n",
        small, large, 96.0 * MIB / (large - small) - KEY_BYTES - VALUE_BYTES);
  }

  private static long retrievable(long regionBytes) {
    try (Arena arena = Arena.ofConfined()) {
      SlabStoreMeasure measure = new SlabStoreMeasure(arena, SlabOptions.defaults(), regionBytes);
      long stored = 2 * regionBytes / (KEY_BYTES + VALUE_BYTES);
      for (long number = 0; number < stored; number++) {
        measure.put(number, VALUE_BYTES);
        measure.store.maintain(1);
      }
      long found = 0;
      for (long number = 0; number < stored; number++) {
        found += measure.store.find(measure.aim(number)) >= 0 ? 1 : 0;
      }
      return found;
    }
  }

  private void fill(long count, int valueBytesMax) {
    SplittableRandom random = new SplittableRandom(3);
    for (long number = 0; number < count; number++) {
      put(number, length(random, valueBytesMax));
    }
  }

  private void longest(String policy, int count, int valueBytesMax) {
    SplittableRandom random = new SplittableRandom(7);
    long[] ns = new long[count];
    long most = 0;
    long foreground = store.metrics().foregroundReclaims.get();
    for (int i = 0; i < count; i++) {
      long evicted = store.metrics().evictions.get();
      int length = length(random, valueBytesMax);
      long start = System.nanoTime();
      put(1L << 40 | i, length);
      ns[i] = System.nanoTime() - start;
      most = Math.max(most, store.metrics().evictions.get() - evicted);
      if (i % STORES_PER_TURN == 0) {
        store.maintain(MAINTAIN_ITEMS);
      }
    }
    Arrays.sort(ns);
    System.out.printf(
        "%-6s values to %6d: %d stores, p50 %d p99.9 %d p99.99 %d max %d ns;"
            + " most forgotten in one %d, foreground %d times%n",
        policy, valueBytesMax, count, ns[count / 2], ns[(int) (count * 0.999)],
        ns[(int) (count * 0.9999)], ns[count - 1], most,
        store.metrics().foregroundReclaims.get() - foreground);
  }

  /** The same always, or of every order of magnitude alike. */
  private static int length(SplittableRandom random, int max) {
    return max == VALUE_BYTES ? max : (int) Math.pow(max, random.nextDouble());
  }

  private Key aim(long number) {
    Bits.putLong(keyBytes, 0, number);
    store.hash(key.set(keyBytes, 0, KEY_BYTES));
    return key;
  }

  private void put(long number, int valueBytes) {
    long item = store.reserve(aim(number), valueBytes, 0, Store.NEVER);
    store.memory().asSlice(store.valueOffset(item), valueBytes).fill((byte) 'v');
    store.publish(item, key.hash);
  }
}
