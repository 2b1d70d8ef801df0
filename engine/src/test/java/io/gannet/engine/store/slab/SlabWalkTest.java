package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What happens in the very slab that a walk is in, wherever in its items and lists it is. */
class SlabWalkTest {
  private static final int STOPS = 32;

  private final long[] pins = new long[2];

  /** Before and between the slices of a walk that stops after any number of steps. */
  private static void walkAround(Consumer<Shard> before, Consumer<Shard> meanwhile) {
    for (int stop = 1; stop <= STOPS; stop++) {
      try (Shard shard = new Shard(8)) {
        before.accept(shard);
        Walk walk = shard.store.beginWalk();
        walk.advance(stop);
        meanwhile.accept(shard);
        assertEquals(List.of(), walk.complete().faults(), "stopped after " + stop);
        assertEquals(shard.store.walk().counts(), walk.counts(), "stopped after " + stop);
      }
    }
  }

  private static void put(Shard shard, String name, int from, int to) {
    for (int i = from; i < to; i++) {
      shard.put(name + i, "value", 0, Store.NEVER);
    }
  }

  /** Items of another size class. */
  private static void putLarge(Shard shard, String name, int from, int to) {
    for (int i = from; i < to; i++) {
      shard.put(name + i, "x".repeat(300), 0, Store.NEVER);
    }
  }

  private static void delete(Shard shard, String name, int from, int to) {
    for (int i = from; i < to; i++) {
      shard.delete(name + i);
    }
  }

  @Test
  void placesAreTakenAndGivenBackInFrontOfTheWalk() {
    for (int taken = 1; taken <= 6; taken++) {
      int puts = taken;
      walkAround(
          shard -> {
            put(shard, "key", 0, 9);
            delete(shard, "key", 2, 6);
          },
          shard -> {
            put(shard, "new", 0, puts);
            delete(shard, "key", 7, 9);
          });
    }
  }

  /** Nothing else is free then, and the readers are gone: what was in limbo is taken first. */
  @Test
  void whatWasInLimboIsFreeMeanwhile() {
    for (int taken = 1; taken <= 6; taken++) {
      int puts = taken;
      walkAround(
          shard -> {
            put(shard, "key", 0, 9);
            pins[0] = shard.store.pin(shard.find("key0"));
            delete(shard, "key", 2, 6);
          },
          shard -> {
            shard.store.unpin(pins[0]);
            put(shard, "new", 0, puts);
            pins[1] = shard.store.pin(shard.find("key0"));
            delete(shard, "key", 7, 9);
          });
    }
  }

  @Test
  void whatAReaderKeepsFromUseGoesToLimboMeanwhile() {
    walkAround(
        shard -> {
          put(shard, "key", 0, 9);
          delete(shard, "key", 1, 3);
          pins[0] = shard.store.pin(shard.find("key0"));
          delete(shard, "key", 3, 5);
        },
        shard -> {
          delete(shard, "key", 5, 7);
          put(shard, "new", 0, 1);
        });
  }

  @Test
  void whatHappensInAnotherSlabIsNotOfThisOne() {
    walkAround(
        shard -> {
          put(shard, "key", 0, 9);
          putLarge(shard, "large", 0, 6);
          pins[0] = shard.store.pin(shard.find("key0"));
          pins[1] = shard.store.pin(shard.find("large0"));
          delete(shard, "key", 2, 6);
          delete(shard, "large", 2, 5);
        },
        shard -> {
          shard.reserve("reserved", 5);
          shard.reserve("reserved large", 300);
          shard.store.unpin(pins[0]);
          put(shard, "new", 0, 2);
          delete(shard, "key", 7, 8);
          shard.store.unpin(pins[1]);
          putLarge(shard, "new large", 0, 2);
          delete(shard, "large", 5, 6);
        });
  }

  @Test
  void aSlabThatIsFreedAndFilledAnewIsPassed() {
    walkAround(
        shard -> put(shard, "key", 0, 9),
        shard -> {
          delete(shard, "key", 0, 9);
          putLarge(shard, "large", 0, 1);
          put(shard, "new", 0, 3);
        });
  }

  /** They steer compaction: a reader, a victim or a free slab has none. */
  @Test
  void vacantPlacesAreCountedMeanwhile() {
    walkAround(
        shard -> {
          put(shard, "key", 0, 9);
          putLarge(shard, "large", 0, 1);
          pins[0] = shard.store.pin(shard.find("large0"));
        },
        shard -> {
          shard.store.unpin(pins[0]);
          pins[1] = shard.store.pin(shard.find("key8"));
          shard.put("largest", "x".repeat(900), 0, Store.NEVER);
        });
  }

  /** It stays hooked in until the next one begins. */
  @Test
  void aWalkThatIsOverCountsNothingMore() {
    SlabOptions options = SlabOptions.defaults().withSlabBytes(Shard.SLAB_BYTES);
    SlabFound found = new SlabFound(SlabLayout.of(0, 64 << 10, options), 1);
    found.end();
    found.freed(0, 0, 1);
    assertEquals(0, found.frontier());
    assertEquals(0, found.free);
  }
}
