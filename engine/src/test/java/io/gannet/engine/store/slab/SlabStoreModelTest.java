package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.StoreModel;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The slab store beside a map. {@code -Dgannet.model.operations=N} for longer runs,
 * {@code -Dgannet.model.seed=S} to run one again.
 */
class SlabStoreModelTest {
  private static final long OPERATIONS = Long.getLong("gannet.model.operations", 1_000_000);
  private static final long OPERATIONS_PER_ROUND = 25_000;
  private static final long OPERATIONS_PER_WALK = 2_500;

  @Test
  void mayForgetButNeverLies() {
    Long given = Long.getLong("gannet.model.seed");
    if (given != null) {
      round(given);
      return;
    }
    long start = System.nanoTime();
    for (long i = 0; i < Math.max(1, OPERATIONS / OPERATIONS_PER_ROUND); i++) {
      round(start + i);
    }
  }

  @Test
  void forgetsNothingWhereThereIsMemoryForAllThatIsWritten() {
    long seed = Long.getLong("gannet.model.seed", System.nanoTime());
    try (Arena arena = Arena.ofConfined()) {
      // 10,000 stores and reservations of 77 bytes and their keys, in the mean, in four times that.
      MemorySegment region = arena.allocate(8 << 20, 64);
      CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
      SlabStore store = new SlabStore(region, SlabOptions.defaults(), clock, seed);
      StoreModel.Profile profile = new StoreModel.Profile(4_000, 100, 100_000, 1_000, false);
      StoreModel model = new StoreModel(store, clock, profile, seed, arena);
      for (int i = 0; i < 25_000; i++) {
        model.step();
      }
      model.end();
      model.findAll();
      assertEquals(0, model.forgotten);
      assertTrue(model.hits > 1_000, "hits: " + model.hits);
      assertEquals(0, store.metrics().evictions.get());
      assertEquals(List.of(), store.walk().faults());
    } catch (Throwable failure) {
      throw new AssertionError("-Dgannet.model.seed=" + seed, failure);
    }
  }

  private static void round(long seed) {
    long operation = 0;
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(seed);
      int slabBytes = 1 << random.nextInt(12, 17);
      int bytes = random.nextInt(12, 70) * slabBytes;
      MemorySegment region = arena.allocate(bytes, 1 + random.nextInt(2) * 63);
      CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
      SlabOptions options = options(random, slabBytes);
      SlabStore store = new SlabStore(region, options, clock, random.nextLong());
      int valueBytesMax = slabBytes - 250 - Item.HEADER_BYTES_MAX;
      StoreModel.Profile profile = StoreModel.Profile.random(random, valueBytesMax);
      StoreModel model = new StoreModel(store, clock, profile, random.nextLong(), arena);
      for (; operation < OPERATIONS_PER_ROUND; operation++) {
        model.step();
        if (operation % OPERATIONS_PER_WALK == 0) {
          assertEquals(List.of(), store.walk().faults());
        }
      }
      model.end();
      model.settle();
      assertEquals(List.of(), store.walk().faults());
      assertEquals(0, store.metrics().reservedBytes.get());
      assertEquals(0, store.metrics().slabsPinned.get());
      assertTrue(model.hits > 0, "nothing was ever found");
    } catch (Throwable failure) {
      throw new AssertionError(
          "operation " + operation + " of the round -Dgannet.model.seed=" + seed, failure);
    }
  }

  private static SlabOptions options(SplittableRandom random, int slabBytes) {
    EvictionPolicy[] policies = EvictionPolicy.values();
    return new SlabOptions(
        slabBytes,
        1.05 + random.nextInt(5) * 0.2,
        random.nextInt(4) == 0 ? List.of(48, 64, 333, 1024) : List.of(),
        1 << random.nextInt(3, 9),
        1 << 20,
        policies[random.nextInt(policies.length)]);
  }
}
