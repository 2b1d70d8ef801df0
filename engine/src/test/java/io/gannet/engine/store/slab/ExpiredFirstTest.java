package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What has expired goes before what is alive. */
class ExpiredFirstTest {
  private static final int LASTING = 1_200;
  private static final int TURN = 32;

  private static Shard shard(EvictionPolicy policy) {
    SlabOptions options =
        SlabOptions.defaults().withSlabBytes(4096).withEviction(policy.text());
    return new Shard(options, 64 * (4096 + 1024L));
  }

  private static void keepsAll(Shard shard) {
    int kept = 0;
    for (int i = 0; i < LASTING; i++) {
      kept += shard.find("lasting" + i) != Store.ABSENT ? 1 : 0;
    }
    assertEquals(LASTING, kept, shard.metrics().evictions.get() + " evictions");
  }

  /** Half of memory lasts, a fifth is written every second, with and without background work. */
  @ParameterizedTest(name = "{0}, maintained {1}")
  @CsvSource({"RANDOM,true", "RANDOM,false", "LRC,true", "LRC,false", "LRA,true", "LRA,false"})
  void aStreamOfItemsOfOneSecondForgetsNoneThatLasts(EvictionPolicy policy, boolean maintained) {
    try (Shard shard = shard(policy)) {
      for (int i = 0; i < LASTING; i++) {
        shard.set("lasting" + i, "x".repeat(76));
      }
      for (int sec = 0; sec < 40; sec++) {
        for (int i = 0; i < 480; i++) {
          assertTrue(shard.set("brief" + sec + "-" + i, "y".repeat(76), 1) >= 0, "refused");
          if (maintained && i % TURN == 0) {
            shard.store.maintain(64);
          }
        }
        shard.pass(1);
      }
      keepsAll(shard);
    }
  }

  /** Also where memory is not short. */
  @Test
  void aSlabInWhichASweepFoundMuchIsSweptAgainInTheNextSecond() {
    try (Shard shard = shard(EvictionPolicy.RANDOM)) {
      for (int i = 0; i < 8; i++) {
        shard.set("lasting" + i, "x".repeat(76));
      }
      for (int sec = 0; sec < 5; sec++) {
        for (int i = 0; i < 8; i++) {
          shard.set("brief" + i, "y".repeat(76), 1);
        }
        assertEquals(16, shard.metrics().items.get(), "second " + sec);
        shard.pass(1);
        shard.settle();
        assertEquals(8, shard.metrics().items.get(), "second " + sec);
      }
    }
  }

  /** The same if every slab has some of each. */
  @ParameterizedTest
  @EnumSource
  void expiredItemsBetweenOthersAreFound(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      for (int i = 0; i < LASTING; i++) {
        shard.set("lasting" + i, "x".repeat(76));
        shard.set("between" + i, "y".repeat(76), i % 2 + 1);
        shard.pass(i % 400 == 399 ? 1 : 0);
      }
      for (int sec = 0; sec < 20; sec++) {
        shard.pass(1);
        for (int i = 0; i < 400; i++) {
          shard.set("brief" + sec + "-" + i, "y".repeat(20 + i % 80), 1);
        }
      }
      keepsAll(shard);
    }
  }
}
