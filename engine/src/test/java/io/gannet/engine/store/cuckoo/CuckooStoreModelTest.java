package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreModel;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The cuckoo store beside a map. {@code -Dgannet.model.operations=N} for longer runs,
 * {@code -Dgannet.model.seed=S} to run one again.
 */
class CuckooStoreModelTest {
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
      MemorySegment region = arena.allocate(4 << 20, 64);
      CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
      CuckooOptions options = new CuckooOptions(512, true, EvictionPolicy.LFU);
      CuckooStore store = new CuckooStore(region, options, clock, seed);
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
      CuckooOptions options = anyOptions(random);
      int slots = 64 << random.nextInt(8);
      long bytes = (long) slots * options.slotBytes() + random.nextInt(4096);
      MemorySegment region = arena.allocate(bytes, 1 + random.nextInt(2) * 63);
      region.fill((byte) random.nextInt());
      CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
      CuckooStore store = new CuckooStore(region, options, clock, random.nextLong());
      int valueBytesMax = Math.max(8, options.keyAndValueBytesMax() - Store.KEY_LENGTH_MAX - 4);
      StoreModel.Profile profile = StoreModel.Profile.random(random, valueBytesMax);
      StoreModel model = new StoreModel(store, clock, profile, random.nextLong(), arena);
      model.tokensMayChange = !options.cas();
      model.mayBeTooLarge = true;
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
      assertEquals(0, store.metrics().reservations.get());
      assertEquals(0, store.metrics().pinsOpen.get());
      assertTrue(model.hits > 0, "nothing was ever found");
    } catch (Throwable failure) {
      throw new AssertionError(
          "operation " + operation + " of the round -Dgannet.model.seed=" + seed, failure);
    }
  }

  private static CuckooOptions anyOptions(SplittableRandom random) {
    int[] slotBytes = {32, 64, 72, 128, 344, 512, 1000, 4096};
    EvictionPolicy[] policies = EvictionPolicy.values();
    return new CuckooOptions(
        slotBytes[random.nextInt(slotBytes.length)],
        random.nextBoolean(),
        policies[random.nextInt(policies.length)]);
  }
}
