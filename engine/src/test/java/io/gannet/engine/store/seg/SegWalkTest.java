package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What happens in the very segment that a walk is in, wherever in it the walk has stopped. */
class SegWalkTest {
  private static final int STOPS = 20;

  /** Before and between the slices of a walk that stops after any number of steps. */
  private static void walkAround(Consumer<Shard> before, Consumer<Shard> meanwhile) {
    for (int stop = 1; stop <= STOPS; stop++) {
      try (Shard shard = new Shard(16)) {
        before.accept(shard);
        Walk walk = shard.store.beginWalk();
        walk.advance(stop);
        meanwhile.accept(shard);
        assertEquals(List.of(), walk.complete().faults(), "stopped after " + stop);
        assertEquals(shard.store.walk().counts(), walk.counts(), "stopped after " + stop);
      }
    }
  }

  /** The places are other items' then, and others begin elsewhere. */
  @Test
  void placesThatAreGivenBackAreWalkedAnew() {
    long[] reservations = new long[4];
    walkAround(
        shard -> {
          shard.put("first", "value", 0, Store.NEVER);
          for (int i = 0; i < reservations.length; i++) {
            reservations[i] = shard.reserve("reserved" + i, 10);
          }
        },
        shard -> {
          for (int i = reservations.length - 1; i >= 0; i--) {
            shard.store.abandon(reservations[i]);
          }
          shard.put("longer", "x".repeat(35), 0, Store.NEVER);
          shard.put("shorter", "x", 0, Store.NEVER);
        });
  }

  @Test
  void aSegmentThatIsFreedAndFilledAnewIsPassed() {
    walkAround(
        shard -> {
          for (int i = 0; i < 5; i++) {
            shard.put("key" + i, "value", 0, Store.NEVER);
          }
        },
        shard -> {
          shard.store.flush();
          shard.settle();
          for (int i = 0; i < 7; i++) {
            shard.put("another" + i, "x".repeat(i), 0, Store.NEVER);
          }
        });
  }

  @Test
  void aReservationIsPublishedOnEitherSideOfTheWalk() {
    long[] reservations = new long[4];
    walkAround(
        shard -> {
          for (int i = 0; i < reservations.length; i++) {
            reservations[i] = shard.reserve("reserved" + i, 5);
          }
        },
        shard -> {
          for (int i = 0; i < reservations.length; i += 2) {
            shard.publish(reservations[i], "reserved" + i, "value");
          }
          shard.store.abandon(reservations[1]);
          shard.store.abandon(reservations[3]);
        });
  }

  @Test
  void whatHappensInAnotherSegmentIsNotOfThisOne() {
    long[] reservations = new long[4];
    walkAround(
        shard -> {
          for (int i = 0; i < reservations.length; i++) {
            int expiresAtSec = i % 2 * shard.in(1000);
            shard.put("key" + i, "value", 0, expiresAtSec);
            reservations[i] = shard.reserve("reserved" + i, 5, 0, expiresAtSec);
          }
        },
        shard -> {
          for (int i = 0; i < 2; i++) {
            shard.delete("key" + i);
            shard.publish(reservations[i], "reserved" + i, "value");
            shard.store.abandon(reservations[i + 2]);
            shard.reserve("another" + i, 10, 0, i * shard.in(1000));
            shard.put("more" + i, "value", 0, i * shard.in(1000));
          }
        });
  }

  /** It stays hooked in until the next one begins. */
  @Test
  void aWalkThatIsOverCountsNothingMore() {
    SegFound found = new SegFound(SegLayout.of(0, 64 << 10, new SegOptions(4096, 64, 1 << 20)));
    found.end();
    found.freed(0, 0, 0, 1);
    assertEquals(0, found.frontier());
    assertEquals(0, found.free);
  }
}
