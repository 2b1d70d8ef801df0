package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a full cuckoo table keeps, and what it promises while it is not. */
class CuckooQualityTest {
  private static final int SLOTS = 20_000;

  private static Shard shard(EvictionPolicy policy, int slots) {
    return new Shard(CuckooOptions.defaults().withEviction(policy.text()), slots);
  }

  /** Four fifths of the slots are alive, whoever comes and goes: none of it is forgotten. */
  @ParameterizedTest
  @EnumSource
  void atALoadOfFourFifthsNothingThatIsAliveIsForgotten(EvictionPolicy policy) {
    try (Shard shard = shard(policy, SLOTS)) {
      SplittableRandom random = new SplittableRandom(1);
      int alive = (int) (shard.store.slots() * 0.8);
      for (int i = 0; i < alive; i++) {
        shard.set("key" + i, "v".repeat(i % 30));
      }
      int next = alive;
      int[] keys = new int[alive / 2];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = i;
      }
      for (int i = 0; i < 4 * SLOTS; i++) {
        int one = random.nextInt(keys.length);
        if (i % 2 == 0) {
          shard.delete("key" + keys[one]);
          keys[one] = next++;
        }
        shard.set("key" + keys[one], "w".repeat(random.nextInt(30)));
      }
      assertEquals(0, shard.metrics().evictions.get());
      assertEquals(alive, shard.metrics().items.get());
    }
  }

  /** Above: distinct keys put into an empty table, and the share that is kept. */
  @ParameterizedTest
  @CsvSource({"0.90, 0.9995", "0.95, 0.999", "1.00, 0.97"})
  void beyondThatFewAreForgotten(double load, double keptMin) {
    try (Shard shard = new Shard(SLOTS)) {
      int inserts = (int) (shard.store.slots() * load);
      for (int i = 0; i < inserts; i++) {
        shard.set("key" + i, "v");
      }
      double kept = (double) shard.metrics().items.get() / inserts;
      assertTrue(kept >= keptMin, kept + " at " + load);
    }
  }

  /** What was asked for often, long ago, is gone for those that are asked for now and then. */
  @Test
  void anOldFavouriteCoolsDown() {
    try (Shard shard = shard(EvictionPolicy.LFU, 64)) {
      shard.set("favourite", "v");
      for (int i = 0; i < 100_000; i++) {
        shard.get("favourite");
      }
      int kept = 0;
      for (int i = 0; i < 400; i++) {
        kept += shard.get("favourite") != null ? 1 : 0;
        shard.set("new" + i, "v");
      }
      assertEquals(400, kept, "not even a favourite is kept");
      for (int i = 0; i < 20_000; i++) {
        shard.set("other" + i, "v");
        for (int hits = 0; hits < 3; hits++) {
          shard.get("other" + i);
        }
      }
      assertNull(shard.get("favourite"));
    }
  }

  @Test
  void favouritesThatAreWrittenAnewAreStillFavourites() {
    try (Shard shard = shard(EvictionPolicy.LFU, 256)) {
      for (int i = 0; i < 20_000; i++) {
        shard.set("favourite" + i % 20, "v");
        shard.get("favourite" + i % 20);
      }
      for (int i = 0; i < 20; i++) {
        shard.set("favourite" + i, "w");
      }
      for (int i = 0; i < 1_000; i++) {
        shard.set("new" + i, "v");
      }
      int kept = 0;
      for (int i = 0; i < 20; i++) {
        kept += shard.get("favourite" + i) != null ? 1 : 0;
      }
      assertTrue(kept >= 19, kept + " of 20");
    }
  }

  /** A new item is above those that were never found, or a burst of new ones has itself. */
  @Test
  void newItemsAreNotTheFirstToGo() {
    try (Shard shard = shard(EvictionPolicy.LFU, 64)) {
      for (int i = 0; i < 64; i++) {
        shard.set("warm" + i, "v");
        shard.get("warm" + i);
      }
      for (int i = 0; i < 2_000; i++) {
        shard.set("new" + i, "v");
      }
      int warm = 0;
      for (int i = 0; i < 64; i++) {
        warm += shard.get("warm" + i) != null ? 1 : 0;
      }
      assertTrue(warm < 16, warm + " that were found once are there for ever");
    }
  }

  @Test
  void whatNeverExpiresIsTheLastToGoByClosestExpiry() {
    try (Shard shard = shard(EvictionPolicy.CTE, 64)) {
      for (int i = 0; i < 16; i++) {
        shard.set("lasting" + i, "v");
      }
      for (int i = 0; i < 2_000; i++) {
        shard.set("brief" + i, "v", 1_000 + i);
      }
      for (int i = 0; i < 16; i++) {
        assertNotNull(shard.get("lasting" + i), "item " + i);
      }
      assertNotNull(shard.get("brief1999"));
    }
  }
}
