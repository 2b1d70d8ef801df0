package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a cuckoo store promises beyond {@link io.gannet.engine.store.StoreContractTest}. */
class CuckooStoreTest {
  /** A quarter of 64 slots: two buckets. */
  private static final int PINNED_SLOTS = 16;

  private static final CuckooOptions WITHOUT_CAS =
      new CuckooOptions(64, false, EvictionPolicy.LFU);

  @Test
  void aStoreOfAnyKindTakesBoundedWork() {
    // Slots of both buckets, of those that a search looks at, the candidates; two blocks cleaned.
    int bound = 16 + Displacement.NODES * 8 + 16 + 2 * 64;
    try (Shard shard = new Shard(4_096)) {
      SplittableRandom random = new SplittableRandom(5);
      for (int i = 0; i < 60_000; i++) {
        long before = shard.metrics().steps.get();
        if (random.nextInt(10) == 0) {
          shard.store.delete(shard.key("k" + random.nextInt(i + 1)));
        } else {
          shard.set("k" + i, "x".repeat(20), 1 + random.nextInt(50));
        }
        if (random.nextInt(10_000) == 0) {
          shard.store.flush();
        } else if (random.nextInt(1_000) == 0) {
          shard.pass(1);
        }
        long steps = shard.metrics().steps.get() - before;
        assertTrue(steps <= bound, steps + " steps in operation " + i);
      }
      assertTrue(shard.metrics().searches.get() > 100, "nothing was searched for");
      assertTrue(shard.metrics().evictions.get() > 1_000, "nothing was evicted");
    }
  }

  @Test
  void theLargestItemFitsAndOneByteMoreIsRefused() {
    for (CuckooOptions options : new CuckooOptions[] {CuckooOptions.defaults(), WITHOUT_CAS}) {
      try (Shard shard = new Shard(options, 64)) {
        int bytes = options.keyAndValueBytesMax();
        assertEquals(options.cas() ? 48 : 56, bytes);
        String value = "v".repeat(bytes - 1);
        shard.set("a", value);
        assertEquals(value, shard.get("a"));
        assertEquals(Store.TOO_LARGE, shard.set("a", value + "v"));
        assertEquals(Store.TOO_LARGE, shard.set("a", value, 1, Store.NEVER));
        assertTrue(shard.set("a", value.substring(4), 1, Store.NEVER) >= 0);
        assertEquals(
            Store.TOO_LARGE,
            shard.store.reserve(shard.key("a"), Integer.MAX_VALUE, 0, Store.NEVER));
        assertTrue(shard.store.touch(shard.key("a"), shard.clock.nowSec() + 9) >= 0);
        assertEquals(value.substring(4), shard.get("a"));
      }
    }
  }

  // Reservations.

  @Test
  void aReservationOutlivesTheEvictionOfAllAroundItAndAFlush() {
    try (Shard shard = new Shard(64)) {
      long reservation = shard.store.reserve(shard.key("a"), 4, 0, Store.NEVER);
      shard.evictItems(1000);
      shard.store.flush();
      assertEquals(1, shard.store.keyLength(reservation));
      shard.publish(reservation, "a", "kept");
      assertEquals("kept", shard.get("a"));
    }
  }

  @Test
  void withAllStagingPlacesOpenThereIsNoMemoryUntilOneCloses() {
    try (Shard shard = new Shard(64)) {
      Queue<Long> reservations = new ArrayDeque<>();
      long reservation = shard.store.reserve(shard.key("slow"), 4, 0, Store.NEVER);
      while (reservation >= 0) {
        reservations.add(reservation);
        reservation = shard.store.reserve(shard.key("slow"), 4, 0, Store.NEVER);
      }
      assertEquals(Store.NO_MEMORY, reservation);
      assertEquals(15, reservations.size()); // one of 16 is for what comes and goes at once
      shard.audit();
      shard.store.abandon(reservations.remove());
      assertTrue(shard.set("quick", "v") >= 0);
      while (!reservations.isEmpty()) {
        shard.store.abandon(reservations.remove());
      }
    }
  }

  // Time.

  @Test
  void whatHasExpiredIsReclaimedWithoutAnyRequest() {
    try (Shard shard = new Shard(1024)) {
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x", 1 + i % 5);
      }
      shard.set("stays", "x", 6);
      shard.settle();
      shard.pass(5);
      assertEquals(301, shard.metrics().items.get());
      shard.settle();
      assertEquals(1, shard.metrics().items.get());
      assertEquals(300, shard.metrics().itemsExpired.get());
      assertEquals(0, shard.metrics().evictions.get());
      shard.pass(1);
      shard.settle();
      assertEquals(0, shard.metrics().items.get());
    }
  }

  @Test
  void whereNothingExpiresNothingIsSwept() {
    try (Shard shard = new Shard(1024)) {
      shard.set("a", "x");
      shard.set("b", "x", 100);
      shard.settle();
      shard.pass(50);
      assertFalse(shard.store.maintain(1));
      shard.pass(50);
      assertTrue(shard.store.maintain(1));
    }
  }

  @Test
  void expiredItemsMakeRoomBeforeAnyOtherIsEvicted() {
    try (Shard shard = new Shard(64)) {
      for (int i = 0; i < 30; i++) {
        shard.set("short" + i, "x", 1);
      }
      shard.pass(1);
      for (int i = 0; i < 40; i++) {
        shard.set("long" + i, "x");
      }
      assertEquals(0, shard.metrics().evictions.get());
      for (int i = 0; i < 40; i++) {
        assertEquals("x", shard.get("long" + i));
      }
    }
  }

  // Flush.

  @Test
  void aFlushForgetsAllAtOnceHoweverOftenItComes() {
    try (Shard shard = new Shard(1024)) {
      for (int round = 0; round < 200; round++) {
        for (int i = 0; i < 20; i++) {
          shard.set("k" + (round * 7 + i) % 50, "x");
        }
        assertEquals(20, shard.metrics().items.get());
        shard.store.flush();
        for (int i = 0; i < 50; i++) {
          assertNull(shard.get("k" + i));
          assertFalse(shard.store.delete(shard.key("k" + i)));
        }
        assertEquals(0, shard.metrics().items.get());
        shard.store.maintain(round % 3 * 70);
        shard.audit();
      }
      shard.settle();
    }
  }

  // CAS tokens.

  @Test
  void aTokenStaysWhenTheItemIsReadTouchedOrMoved() {
    try (Shard shard = new Shard(1024)) {
      shard.set("a", "1");
      long token = shard.cas("a");
      shard.store.touch(shard.key("a"), shard.clock.nowSec() + 100);
      assertEquals(token, shard.cas("a"));
      for (int i = 0; i < 950; i++) {
        shard.set("k" + i, "x");
      }
      assertTrue(shard.metrics().moves.get() > 0);
      assertEquals(token, shard.cas("a"));
    }
  }

  @Test
  void withoutCasATokenStaysUntilTheValueChangesOrManyOthersWereTold() {
    try (Shard shard = new Shard(WITHOUT_CAS, 1024)) {
      shard.set("a", "1");
      long token = shard.cas("a");
      assertEquals(token, shard.cas("a"));
      for (int i = 0; i < 500; i++) {
        shard.set("k" + i, "x");
      }
      assertEquals(token, shard.cas("a"), "storing others costs no token");
      for (int i = 0; i < 500; i++) {
        shard.cas("k" + i);
      }
      assertTrue(shard.metrics().tokensForgotten.get() > 0);
      assertNotEquals(token, shard.cas("a"), "told 500 tokens later it was still known");
      assertEquals(shard.cas("a"), shard.cas("a"));
    }
  }

  // Pins.

  @Test
  void aPinnedItemsBytesStayWhateverHappensToIt() {
    try (Shard shard = new Shard(64)) {
      long item = shard.set("a", "old");
      long pin = shard.store.pin(item);
      shard.store.pin(item);
      shard.set("a", "new");
      assertEquals("new", shard.get("a"));
      assertEquals("old", shard.value(item));
      shard.evictItems(500);
      assertEquals("old", shard.value(item));
      shard.store.flush();
      shard.settle();
      shard.evictItems(500);
      assertEquals("old", shard.value(item));
      shard.store.unpin(pin);
      assertEquals("old", shard.value(item));
      shard.audit();
      shard.store.unpin(pin);
      shard.audit();
    }
  }

  @Test
  void aPinnedItemIsNeitherEvictedNorMoved() {
    try (Shard shard = new Shard(64)) {
      long item = shard.set("a", "1");
      long pin = shard.store.pin(item);
      shard.evictItems(2000);
      assertEquals(item, shard.store.find(shard.key("a")));
      shard.store.unpin(pin);
    }
  }

  @Test
  void withAllItsSlotsPinnedAStoreIsForgottenAndSoIsWhatItWasToReplace() {
    try (Shard shard = new Shard(64)) {
      Set<Long> pins = new HashSet<>();
      int count = 0;
      while (shard.metrics().itemsDropped.get() < 50) {
        long item = shard.set("k" + count++, "x");
        assertTrue(count < 100_000, "no item has all its slots in the first two buckets");
        if (item >= 0 && item < PINNED_SLOTS && pins.add(item)) {
          assertEquals(item, shard.store.pin(item));
        }
      }
      for (int i = 0; i < count; i++) {
        shard.set("k" + i, "y");
        String value = shard.get("k" + i);
        assertTrue(value == null || value.equals("y"), value);
      }
      shard.settle();
      assertFalse(shard.store.maintain(100_000), "work that cannot be done is no work");
      shard.audit();
      pins.forEach(shard.store::unpin);
      shard.settle();
      assertTrue(shard.set("b", "x") >= 0);
    }
  }

  @Test
  void aQuarterOfTheSlotsMayBePinned() {
    try (Shard shard = new Shard(64)) {
      int pinned = 0;
      for (int i = 0; i < 64; i++) {
        long item = shard.set("k" + i, "x");
        pinned += item >= 0 && shard.store.pin(item) >= 0 ? 1 : 0;
      }
      assertEquals(PINNED_SLOTS, pinned);
      assertTrue(shard.metrics().pinsRefused.get() > 0);
    }
  }

  // Room.

  @Test
  void ninetyEightPercentAreKeptOfItemsForNinetyFivePercentOfTheSlots() {
    try (Shard shard = new Shard(100_000)) {
      int inserts = (int) (shard.store.slots() * 0.95);
      for (int i = 0; i < inserts; i++) {
        shard.set("key-" + i, "v");
      }
      long kept = shard.metrics().items.get();
      assertTrue(kept >= 0.98 * inserts, kept + " of " + inserts);
      assertEquals(inserts - kept, shard.metrics().evictions.get());
    }
  }

  @Test
  void whileThereIsRoomItemsAreMovedAndNoneIsLost() {
    try (Shard shard = new Shard(10_000)) {
      int inserts = (int) shard.store.slots() * 9 / 10;
      for (int i = 0; i < inserts; i++) {
        shard.set("key-" + i, "value-" + i, i, Store.NEVER);
      }
      assertTrue(shard.metrics().moves.get() > 0);
      assertEquals(0, shard.metrics().evictions.get());
      for (int i = 0; i < inserts; i++) {
        assertEquals("value-" + i, shard.get("key-" + i));
        assertEquals(i, shard.store.clientFlags(shard.store.find(shard.key("key-" + i))));
      }
    }
  }

  @Test
  void anOverfilledTableIsNearlyFull() {
    try (Shard shard = new Shard(100_000)) {
      for (int i = 0; i < 300_000; i++) {
        shard.set("key-" + i, "v");
      }
      double load = (double) shard.metrics().items.get() / shard.store.slots();
      assertTrue(load > 0.98, "load " + load);
    }
  }

  @Test
  void itemsCostEightBytesAndSixteenWithTheirToken() {
    for (CuckooOptions options : new CuckooOptions[] {CuckooOptions.defaults(), WITHOUT_CAS}) {
      try (Shard shard = new Shard(options, 64)) {
        shard.set("a", "1", 100);
        assertEquals(options.cas() ? 16 : 8, shard.metrics().metadataBytes.get());
        shard.set("a", "1", 7, Store.NEVER);
        assertEquals(options.cas() ? 20 : 12, shard.metrics().metadataBytes.get());
      }
    }
  }

  @Test
  void whatIsAskedForOftenSurvivesAStreamOfOthers() {
    try (Shard shard = new Shard(1024)) {
      for (int i = 0; i < 200; i++) {
        shard.set("hot" + i, "x");
      }
      for (int i = 0; i < 20_000; i++) {
        shard.set("cold" + i, "x");
        shard.get("hot" + i % 200);
        shard.get("hot" + i * 7 % 200);
      }
      int kept = 0;
      for (int i = 0; i < 200; i++) {
        kept += shard.get("hot" + i) != null ? 1 : 0;
      }
      assertTrue(kept >= 190, "kept: " + kept);
    }
  }

  @Test
  void theClosestToExpireLeavesFirst() {
    try (Shard shard = new Shard(new CuckooOptions(64, true, EvictionPolicy.CTE), 1024)) {
      for (int i = 0; i < 200; i++) {
        shard.set("never" + i, "x");
      }
      for (int i = 0; i < 5_000; i++) {
        shard.set("short" + i, "x", 1_000 + i % 100);
      }
      int kept = 0;
      for (int i = 0; i < 200; i++) {
        kept += shard.get("never" + i) != null ? 1 : 0;
      }
      assertTrue(kept >= 199, "kept: " + kept);
    }
  }
}
