package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody says how large items are: memory is full of them and their slots, whatever their size, and
 * the boundary between segments and index moves when that changes, in steps that are bounded.
 */
class IndexSizeTest {
  private static final long REGION_BYTES = 16L << 20;
  private static final double USED_MIN = 0.85;
  private static final int KEY_BYTES = 8;
  private static final int SLOT_BYTES = 8;
  private static final int TINY = 16;
  private static final int LARGE = 10_000;
  private static final int[] SIZES = {TINY, 40, 1_000, LARGE};
  private static final int TURNOVERS = 3;
  private static final int WAITED_TURNS_MAX = 2_000;
  private static final int SETS_PER_TURN = 32;

  /** One set in more than so many finds no slot. */
  private static final int UNLUCKY_MIN = 50_000;

  private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
  private final MemorySegment value = Arena.ofAuto().allocate(SIZES[SIZES.length - 1], 8);
  private final Key key = new Key();
  private long sets;

  @ParameterizedTest
  @EnumSource(EvictionPolicy.class)
  void memoryIsFullOfItemsOfAnySizeAndTheirSlots(EvictionPolicy policy) {
    for (int bytes : SIZES) {
      try (Shard shard = shard(policy)) {
        fill(shard, bytes);
        assertUsed(shard, bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EvictionPolicy.class)
  void theBoundaryMovesWithTheSizesInBothDirections(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      fill(shard, LARGE);
      final int besideLarge = shard.store.segments();
      fill(shard, TINY);
      assertUsed(shard, TINY);
      int besideTiny = shard.store.segments();
      assertTrue(besideTiny < 0.8 * besideLarge, besideTiny + " of " + besideLarge);
      fill(shard, LARGE);
      assertUsed(shard, LARGE);
      assertEquals(besideLarge, shard.store.segments(), 1, "it is back where it was");
      long unlucky = shard.metrics().indexEvictions.get();
      assertTrue(unlucky < sets / UNLUCKY_MIN, unlucky + " had to go though memory was there");
    }
  }

  private static Shard shard(EvictionPolicy policy) {
    return new Shard(SegOptions.defaults().withEviction(policy.text()), REGION_BYTES);
  }

  /** Sets as many keys as memory would hold a few times. */
  private void fill(Shard shard, int bytes) {
    long end = sets + TURNOVERS * REGION_BYTES / (bytes + SLOT_BYTES);
    while (sets < end) {
      set(shard.store, bytes);
    }
  }

  private void set(SegStore store, int bytes) {
    Bits.putLong(keyBytes, 0, sets++);
    store.hash(key.set(keyBytes, 0, KEY_BYTES));
    for (int turns = 0; !put(store, bytes); turns++) {
      assertTrue(turns < WAITED_TURNS_MAX, "a value of " + bytes + " bytes is refused");
      store.maintain(256);
    }
    if (sets % SETS_PER_TURN == 0) {
      store.maintain(256);
    }
  }

  private boolean put(SegStore store, int bytes) {
    long before = store.steps();
    long item = store.put(key, 0, Store.NEVER, value, 0, bytes - KEY_BYTES);
    long steps = store.steps() - before;
    assertTrue(steps <= Reclaimer.STEPS_MAX, steps + " steps for one of " + bytes);
    return item >= 0;
  }

  private static void assertUsed(Shard shard, int bytes) {
    SegMetrics metrics = shard.metrics();
    long used = metrics.itemBytes() + SLOT_BYTES * metrics.items.get();
    assertTrue(used >= USED_MIN * REGION_BYTES, bytes + ": " + (double) used / REGION_BYTES);
  }
}
