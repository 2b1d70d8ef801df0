package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Histogram;
import org.junit.jupiter.api.Test;

class TableMetricsTest {
  private static final int SLOTS = 4096;

  private final Shard shard = new Shard(SLOTS);

  @Test
  void eachInsertThatFindsRoomIsToldByItsMoves() {
    try (shard) {
      for (int i = 0; i < SLOTS * 19 / 20; i++) {
        shard.set("k" + i, "1");
      }
      Histogram moves = shard.metrics().table.movesPerInsert;
      assertTrue(moves.count(0) > SLOTS / 2, "most find room at once");
      assertTrue(moves.count(1) > 0, "none was moved for another");
      assertEquals(shard.metrics().moves.get(), moves.sum());
      assertEquals(shard.metrics().itemsStored.get(), moves.count() + shard.stat("evictions"));
      long inserted = moves.count();
      shard.set("k0", "2");
      assertEquals(inserted, moves.count(), "an item in its older self's place is no insert");
    }
  }

  @Test
  void whatAnEvictedItemHadLeftIsTold() {
    try (shard) {
      for (int i = 0; shard.stat("evictions") == 0; i++) {
        shard.set("k" + i, "1", 1000);
      }
      Histogram left = shard.metrics().table.evictedTtls;
      assertEquals(shard.stat("evictions"), left.count());
      assertEquals(1000 * left.count(), left.sum());
    }
  }

  @Test
  void whatWouldNeverExpireHasNoTimeLeft() {
    try (shard) {
      shard.evictItems(3);
      assertEquals(0, shard.metrics().table.evictedTtls.count());
    }
  }
}
