package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What every engine promises of the walks that are begun over it. */
class WalkTest {
  private static final int SLICES_MAX = 1_000_000;

  private static StoreShard<Store> filled(Subject subject) {
    StoreShard<Store> shard = subject.shard();
    for (int i = 0; i < 100; i++) {
      shard.put("key" + i, "value", 0, Store.NEVER);
    }
    return shard;
  }

  private static int slices(Walk walk, int steps) {
    int slices = 1;
    while (!walk.advance(steps)) {
      assertTrue(slices++ < SLICES_MAX, "a walk that never ends");
    }
    return slices;
  }

  @EachSubject
  void aSliceIsAsLargeAsIsAllowed(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      int small = slices(shard.store.beginWalk(), 16);
      int large = slices(shard.store.beginWalk(), 160);
      assertTrue(small >= 8, small + " slices");
      assertTrue(small > 5 * large && small < 20 * large, small + " and " + large + " slices");
    }
  }

  @EachSubject
  void aWalkInOneGoDisturbsNoneThatIsUnderWay(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      Walk walk = shard.store.beginWalk();
      for (int i = 0; !walk.advance(16); i++) {
        assertEquals(List.of(), shard.store.walk().faults());
        shard.put("more" + i, "value", 0, Store.NEVER);
        shard.delete("key" + i);
      }
      assertEquals(List.of(), walk.faults());
      assertEquals(shard.store.walk().counts(), walk.counts());
    }
  }

  @EachSubject
  void whatAWalkHasFoundStaysAsItWasWhenItWasOver(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      Walk walk = shard.store.walk();
      Walk sliced = shard.store.beginWalk();
      slices(sliced, 16);
      shard.store.flush();
      assertEquals(walk.items(), sliced.items());
      assertTrue(sliced.advance(1), "over is over");
    }
  }

  @EachSubject
  void aWalkThatIsBegunEndsTheOneBefore(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      Walk before = shard.store.beginWalk();
      assertFalse(before.advance(16));
      Walk walk = shard.store.beginWalk();
      assertThrows(IllegalStateException.class, () -> before.advance(16));
      slices(walk, 16);
      assertEquals(List.of(), walk.faults());
    }
  }

  @EachSubject
  void aWalkThatWasGivenUpFindsNothingMore(Subject subject) {
    try (StoreShard<Store> shard = filled(subject)) {
      Walk walk = shard.store.beginWalk();
      assertFalse(walk.advance(16));
      walk.abandon();
      shard.store.flush();
      assertThrows(IllegalStateException.class, () -> walk.advance(16));
    }
  }
}
