package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;

/** What every engine promises of the walks that are begun over it. */
class WalkTest {
  private static final int SLICES_MAX = 1_000_000;
  private static final int STRIDE = 8;

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

  /** Something happens once during a walk, wherever it has stopped: it finds what there is then. */
  private static void stopAnywhere(
      Subject subject, Consumer<StoreShard<Store>> before, Consumer<StoreShard<Store>> meanwhile) {
    boolean over = false;
    for (int stop = STRIDE; !over; stop += STRIDE) {
      try (StoreShard<Store> shard = filled(subject)) {
        before.accept(shard);
        Walk walk = shard.store.beginWalk();
        over = walk.advance(stop);
        if (!over) {
          meanwhile.accept(shard);
          assertEquals(List.of(), walk.complete().faults(), "stopped after " + stop);
          assertEquals(shard.store.walk().counts(), walk.counts(), "stopped after " + stop);
        }
      }
    }
  }

  @EachSubject
  void whatIsDeletedAndOverwrittenMeanwhileIsFoundAsItIs(Subject subject) {
    stopAnywhere(
        subject,
        shard -> {},
        shard -> {
          for (int i = 0; i < 100; i += 3) {
            shard.delete("key" + i);
            shard.put("key" + (i + 1), "longer".repeat(3), 0, Store.NEVER);
            shard.put("more" + i, "value", 0, Store.NEVER);
          }
        });
  }

  @EachSubject
  void aFlushForgetsWhatWasPassed(Subject subject) {
    stopAnywhere(subject, shard -> {}, shard -> shard.store.flush());
  }

  /** What a send still reads is there, and no item; what is being received is no less there. */
  @EachSubject
  void aFlushForgetsWhatIsReadAndKeepsWhatIsReceived(Subject subject) {
    long[] open = new long[2];
    stopAnywhere(
        subject,
        shard -> {
          open[0] = shard.store.pin(shard.find("key50"));
          shard.delete("key50");
          open[1] = shard.reserve("reserved", 5);
        },
        shard -> {
          shard.store.flush();
          shard.put("another", "value", 0, Store.NEVER);
          shard.store.unpin(open[0]);
          shard.publish(open[1], "reserved", "value");
        });
  }

  @EachSubject
  void pinsAndReservationsBeginAndEndMeanwhile(Subject subject) {
    long[] open = new long[6];
    stopAnywhere(
        subject,
        shard -> {
          for (int i = 0; i < 3; i++) {
            open[i] = shard.store.pin(shard.find("key" + (95 + i)));
          }
          shard.delete("key95");
          for (int i = 3; i < open.length; i++) {
            open[i] = shard.reserve("reserved" + i, 5);
          }
        },
        shard -> {
          shard.store.unpin(open[0]);
          shard.store.unpin(open[1]);
          shard.delete("key97");
          assertTrue(shard.store.pin(shard.find("key99")) >= 0, "no pin");
          shard.store.abandon(open[3]);
          shard.publish(open[4], "reserved4", "value");
          assertTrue(shard.reserve("another", 50) >= 0, "no reservation");
        });
  }

  @EachSubject
  void whatIsEvictedMeanwhileIsNotFound(Subject subject) {
    stopAnywhere(subject, shard -> {}, shard -> shard.evictItems(30));
  }
}
