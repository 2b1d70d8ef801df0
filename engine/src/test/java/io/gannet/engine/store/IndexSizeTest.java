package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.BlockMetrics;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody says how large items are: memory is full of them and their slots, whatever their size, and
 * the boundary between blocks and index moves when that changes, in steps that are bounded. All
 * options but the policy are the defaults.
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

  /**
   * An engine with one of its policies.
   *
   * @param blocks its figure for how many blocks there are
   * @param stepsMax what a request may take
   */
  private record Engine(
      String name, StoreShard.Layout<Store> layout, String blocks, int stepsMax) {
    StoreShard<Store> shard() {
      return new StoreShard<>(REGION_BYTES, layout);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Engine> engines() {
    return Stream.concat(
        SegOptions.EVICTION.choices().stream().map(IndexSizeTest::seg),
        SlabOptions.EVICTION.choices().stream().map(IndexSizeTest::slab));
  }

  private static Engine seg(String policy) {
    SegOptions options = SegOptions.defaults().withEviction(policy);
    return new Engine(
        "seg " + policy,
        (region, clock, hashSeed) -> {
          SegStore store = new SegStore(region, options, clock, hashSeed);
          return new Made<>(store, store.metrics(), () -> store.walk().faults(), 0, true);
        },
        "segments",
        640);
  }

  private static Engine slab(String policy) {
    SlabOptions options = SlabOptions.defaults().withEviction(policy);
    return new Engine(
        "slab " + policy,
        (region, clock, hashSeed) -> {
          SlabStore store = new SlabStore(region, options, clock, hashSeed);
          return new Made<>(store, store.metrics(), () -> store.walk().faults(), 0, true);
        },
        "slabs",
        256);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void memoryIsFullOfItemsOfAnySizeAndTheirSlots(Engine engine) {
    for (int bytes : SIZES) {
      try (StoreShard<Store> shard = engine.shard()) {
        fill(engine, shard, bytes);
        assertUsed(shard, bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theBoundaryMovesWithTheSizesInBothDirections(Engine engine) {
    try (StoreShard<Store> shard = engine.shard()) {
      fill(engine, shard, LARGE);
      final long besideLarge = shard.stat(engine.blocks);
      fill(engine, shard, TINY);
      assertUsed(shard, TINY);
      long besideTiny = shard.stat(engine.blocks);
      assertTrue(besideTiny < 0.85 * besideLarge, besideTiny + " of " + besideLarge);
      fill(engine, shard, LARGE);
      assertUsed(shard, LARGE);
      assertEquals(besideLarge, shard.stat(engine.blocks), 2, "it is back where it was");
      long unlucky = metrics(shard).indexEvictions.get();
      assertTrue(unlucky < sets / UNLUCKY_MIN, unlucky + " had to go though memory was there");
    }
  }

  /** Sets as many keys as memory would hold a few times. */
  private void fill(Engine engine, StoreShard<Store> shard, int bytes) {
    long end = sets + TURNOVERS * REGION_BYTES / (bytes + SLOT_BYTES);
    while (sets < end) {
      set(engine, shard.store, bytes);
    }
  }

  private void set(Engine engine, Store store, int bytes) {
    Bits.putLong(keyBytes, 0, sets++);
    store.hash(key.set(keyBytes, 0, KEY_BYTES));
    for (int turns = 0; !put(engine, store, bytes); turns++) {
      assertTrue(turns < WAITED_TURNS_MAX, "a value of " + bytes + " bytes is refused");
      store.maintain(256);
    }
    if (sets % SETS_PER_TURN == 0) {
      store.maintain(256);
    }
  }

  private boolean put(Engine engine, Store store, int bytes) {
    long before = store.steps();
    long item = store.put(key, 0, Store.NEVER, value, 0, bytes - KEY_BYTES);
    long steps = store.steps() - before;
    assertTrue(steps <= engine.stepsMax, steps + " steps for one of " + bytes);
    return item >= 0;
  }

  private static BlockMetrics metrics(StoreShard<Store> shard) {
    return (BlockMetrics) shard.made.metrics();
  }

  /** What items leave of their places is another matter: there are as many sizes as one likes. */
  private static void assertUsed(StoreShard<Store> shard, int bytes) {
    long places = metrics(shard).itemBytes() + shard.stat("slack_bytes");
    long used = places + SLOT_BYTES * metrics(shard).items.get();
    assertTrue(used >= USED_MIN * REGION_BYTES, bytes + ": " + (double) used / REGION_BYTES);
  }
}
