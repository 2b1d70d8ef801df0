package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import java.util.List;
import org.junit.jupiter.api.Test;

class CuckooWalkTest {
  private static final int SLOTS = 64;

  /** Blocks end where slots do, and a walk then goes on among the staging places. */
  @Test
  void aFlushBehindAllSlotsMakesAllBlocksStaleAndNoMore() {
    try (Shard shard = new Shard(SLOTS)) {
      assertEquals(SLOTS, shard.store.slots());
      shard.put("key", "value", 0, Store.NEVER);
      Walk walk = shard.store.beginWalk();
      assertFalse(walk.advance(SLOTS + 1));
      shard.store.flush();
      assertEquals(List.of(), walk.complete().faults());
    }
  }
}
