package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a slab store promises beyond {@link io.gannet.engine.store.StoreContractTest}. */
class SlabStoreTest {
  /** The index takes none of these. */
  private static final int BLOCKS_LEFT_MIN = 8;

  @Test
  void anAbandonedReservationLeavesWhatWasThereAndItsPlace() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "old");
      long reservation = shard.store.reserve(shard.key("a"), 3, 0, Store.NEVER);
      shard.set("b", "x");
      shard.store.abandon(reservation);
      assertEquals("old", shard.get("a"));
      assertEquals(0, shard.metrics().reservedBytes.get());
      assertEquals(reservation, shard.set("c", "new"), "the place is not used anew");
    }
  }

  @Test
  void anItemSizeBelowTheSlabsIsTheLimit() {
    SlabOptions options =
        new SlabOptions(4096, 1.25, List.of(), 64, 1024, EvictionPolicy.LRC);
    try (Shard shard = new Shard(options, 64 << 10)) {
      int valueMax = 1024 - Item.HEADER_BYTES - 1;
      shard.set("a", "v".repeat(valueMax));
      assertEquals(
          Store.TOO_LARGE, shard.store.reserve(shard.key("b"), valueMax + 1, 0, Store.NEVER));
    }
  }

  // Time.

  @Test
  void expiredItemsAreReclaimedWithoutAnyRequest() {
    try (Shard shard = new Shard(64)) {
      shard.set("stays", "1");
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x".repeat(50), 1 + i % 5);
      }
      shard.pass(Sweep.INTERVAL_SEC);
      assertEquals(301, shard.metrics().items.get());
      shard.settle();
      assertEquals(1, shard.metrics().items.get());
      assertEquals(300, shard.metrics().itemsExpired.get());
      assertEquals(0, shard.metrics().evictions.get());
      assertEquals(shard.store.slabs() - 1, shard.metrics().slabsFree.get());
      assertEquals("1", shard.get("stays"));
    }
  }

  @Test
  void aTouchThatShortensALifeIsSwept() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "1");
      shard.set("b", "1", 1_000);
      shard.store.touch(shard.key("a"), shard.clock.nowSec() + 9);
      shard.pass(9);
      shard.settle();
      assertEquals(1, shard.metrics().items.get());
      assertEquals("1", shard.get("b"));
    }
  }

  @Test
  void aSlabIsSweptNoMoreOftenThanItsInterval() {
    try (Shard shard = new Shard(8)) {
      shard.pass(Sweep.INTERVAL_SEC);
      for (int sec = 0; sec < 40; sec++) {
        shard.set("k" + sec, "1", 1 + sec % 3);
        shard.settle();
        shard.pass(1);
      }
      shard.pass(Sweep.INTERVAL_SEC);
      shard.settle();
      assertEquals(40, shard.metrics().itemsExpired.get());
      assertEquals(0, shard.metrics().items.get());
    }
  }

  // CAS tokens and touch.

  @Test
  void touchKeepsValueFlagsTokenAndPlace() {
    try (Shard shard = new Shard(16)) {
      long item = shard.set("a", "value", 9, Store.NEVER);
      long cas = shard.cas("a");
      for (int ttlSec : new int[] {100, 9_000_000, 1_000_000_000, 1, 3}) {
        int expiresAtSec = shard.clock.nowSec() + ttlSec;
        assertEquals(item, shard.store.touch(shard.key("a"), expiresAtSec));
        assertEquals(expiresAtSec, shard.store.expiresAtSec(item));
        assertEquals("value", shard.value(item));
        assertEquals(9, shard.store.clientFlags(item));
        assertEquals(cas, shard.store.cas(item));
        shard.audit();
      }
      shard.set("a", "value", 9, Store.NEVER);
      assertNotEquals(cas, shard.cas("a"));
    }
  }

  // Eviction.

  @Test
  void theLeastRecentlyCreatedSlabGivesWay() {
    try (Shard shard = shard(16, EvictionPolicy.LRC)) {
      int stored = 5_000;
      for (int i = 0; i < stored; i++) {
        shard.set("k" + i, "x".repeat(60));
        shard.get("k0");
      }
      long kept = shard.metrics().items.get();
      assertEquals(stored, kept + shard.metrics().evictions.get());
      for (int i = 0; i < stored; i++) {
        boolean isKept = shard.get("k" + i) != null;
        assertEquals(i >= stored - kept, isKept, "item " + i + " of which " + kept + " are kept");
      }
    }
  }

  @Test
  void aSlabThatIsAskedForIsSparedByLra() {
    try (Shard shard = shard(16, EvictionPolicy.LRA)) {
      for (int i = 0; i < 5_000; i++) {
        shard.set("k" + i, "x".repeat(60));
        if (i % 40 == 0) {
          shard.pass(1);
          assertEquals("x".repeat(60), shard.get("k0"));
        }
      }
      assertTrue(shard.metrics().evictions.get() > 1_000);
    }
  }

  @Test
  void randomEvictionSparesNoSlabForItsAge() {
    try (Shard shard = shard(16, EvictionPolicy.RANDOM)) {
      for (int i = 0; i < 5_000; i++) {
        shard.set("k" + i, "x".repeat(60));
      }
      long kept = shard.metrics().items.get();
      assertEquals(5_000, kept + shard.metrics().evictions.get());
      int old = 0;
      for (int i = 0; i < 5_000 - kept; i++) {
        old += shard.get("k" + i) != null ? 1 : 0;
      }
      assertTrue(old > 0, "only the youngest were kept");
    }
  }

  @Test
  void moreSizeClassesThanSlabsOnlyForget() {
    try (Shard shard = new Shard(6)) {
      for (int i = 0; i < 2_000; i++) {
        assertTrue(shard.set("k" + i, "x".repeat(i * 37 % 4_000)) >= 0, "item " + i);
        assertEquals("x".repeat(i * 37 % 4_000), shard.get("k" + i));
      }
    }
  }

  @Test
  void memoryGoesFromOneSizeToAnother() {
    try (Shard shard = new Shard(16)) {
      for (int i = 0; i < 2_000; i++) {
        shard.set("small" + i, "x".repeat(20));
      }
      for (int i = 0; i < 100; i++) {
        shard.set("large" + i, "x".repeat(2_000));
      }
      int large = 0;
      for (int i = 0; i < 100; i++) {
        large += shard.get("large" + i) != null ? 1 : 0;
      }
      assertTrue(large >= 10, "large ones kept: " + large);
    }
  }

  @Test
  void aFullBucketForgetsTheOldestItem() {
    // Many times as many items as the index was made for, and no slab to spare for it.
    SlabOptions options = SlabOptions.defaults().withSlabBytes(32 << 10).withMeanItemBytes(1_000);
    try (Shard shard = new Shard(options, BLOCKS_LEFT_MIN * (34 << 10))) {
      for (int i = 0; i < 4_000; i++) {
        shard.set("k" + i, "");
      }
      assertTrue(shard.metrics().indexEvictions.get() > 1_000);
      int young = 0;
      for (int i = 3_900; i < 4_000; i++) {
        young += shard.get("k" + i) != null ? 1 : 0;
      }
      assertTrue(young > 90, "of the last hundred are kept: " + young);
    }
  }

  @Test
  void requestsOfOneSizePayForTheirPlacesAndNeverWait() {
    try (Shard shard = new Shard(200)) {
      for (int i = 0; i < 30_000; i++) {
        shard.set("k" + i, "x".repeat(60));
      }
      assertTrue(shard.metrics().slabsEvicted.get() > 100);
      assertEquals(0, shard.metrics().foregroundReclaims.get());
    }
  }

  @Test
  void aStoreOfAnySizeForgetsFewItemsAtOnce() {
    SlabOptions options = SlabOptions.defaults().withSlabBytes(256 << 10).withMeanItemBytes(16);
    try (Shard shard = new Shard(options, 16 << 20)) {
      int tiny = 0;
      for (; shard.metrics().slabsEvicted.get() == 0; tiny++) {
        shard.set("k" + tiny, "");
      }
      for (int size : new int[] {200, 1_000, 5_000, 20_000, 60_000}) {
        for (int i = 0; i < 3_000; i++) {
          shard.set("k" + tiny++, "");
        }
        for (int i = 0; i < 100; i++) {
          long before = shard.metrics().evictions.get();
          shard.set(size + "-" + i, "x".repeat(size));
          long forgotten = shard.metrics().evictions.get() - before;
          assertTrue(forgotten <= Reclaimer.STEPS_MAX, forgotten + " for one of " + size);
        }
      }
      assertTrue(shard.metrics().singleEvictions.get() > 0, "every place came from a free slab");
      assertEquals(0, shard.metrics().foregroundReclaims.get());
    }
  }

  @Test
  void aClassWithoutSlabBorrowsAPlaceRatherThanWaitForASlab() {
    SlabOptions options = SlabOptions.defaults().withSlabBytes(256 << 10).withMeanItemBytes(16);
    try (Shard shard = new Shard(options, 16 << 20)) {
      shard.set("large", "x".repeat(100_000));
      for (int i = 0; shard.metrics().slabsEvicted.get() == 0; i++) {
        shard.set("k" + i, "");
      }
      int classes = 0;
      for (int size = 100; size < 60_000; size += size / 4) {
        long before = shard.metrics().steps.get();
        boolean stored = shard.set("s" + size, "x".repeat(size)) >= 0;
        long steps = shard.metrics().steps.get() - before;
        assertTrue(steps <= Reclaimer.STEPS_MAX, steps + " steps for one of " + size);
        assertEquals(stored, shard.get("s" + size) != null);
        classes += stored ? 1 : 0;
        shard.audit();
      }
      assertTrue(shard.metrics().borrowed.get() > 0, "each class had a slab in time");
      assertTrue(classes > 20, "only " + classes + " classes had a place");
    }
  }

  @Test
  void aSlabThatWasOneLargeItemIsForTheClassThatWantedAPlaceOfIt() {
    SlabOptions options =
        new SlabOptions(64 << 10, 1.25, List.of(32, 16 << 10, 20 << 10, 32 << 10), 16, 1 << 20,
            EvictionPolicy.LRC);
    try (Shard shard = new Shard(options, 2 << 20)) {
      shard.set("k", "");
      shard.set("large", "x".repeat(60_000));
      shard.set("larger", "x".repeat(62_000));
      for (int i = 0; shard.metrics().slabsFree.get() > SlabStore.SLABS_KEPT + 1; i++) {
        shard.set("k" + i, "");
      }
      // Two classes take what is free; the victim, of two thousand items, is not cleaned so soon.
      shard.set("quarter", "x".repeat(16_000));
      shard.set("third", "x".repeat(20_000));
      assertEquals(0, shard.metrics().slabsFree.get());
      assertTrue(shard.set("half", "x".repeat(32_000)) >= 0, "refused");
      assertEquals("x".repeat(32_000), shard.get("half"));
      assertEquals(1, shard.metrics().singleEvictions.get());
      assertEquals(0, shard.metrics().borrowed.get());
    }
  }

  @Test
  void whatWouldTakeTooMuchWorkIsRefusedUntilItIsDone() {
    SlabOptions options = SlabOptions.defaults().withSlabBytes(256 << 10).withMeanItemBytes(16);
    try (Shard shard = new Shard(options, 16 << 20)) {
      for (int i = 0; shard.metrics().slabsEvicted.get() == 0; i++) {
        shard.set("k" + i, "");
      }
      int refused = 0;
      for (int size = 60_000; size > 100; size -= size / 4) {
        long before = shard.metrics().steps.get();
        refused += shard.set("s" + size, "x".repeat(size)) < 0 ? 1 : 0;
        long steps = shard.metrics().steps.get() - before;
        assertTrue(steps <= Reclaimer.STEPS_MAX, steps + " steps for one of " + size);
      }
      shard.settle();
      assertTrue(shard.set("a", "x".repeat(50_000)) >= 0, "refused: " + refused + ", and now");
    }
  }

  @Test
  void maintainLooksAtNoMoreThanItWasAskedTo() {
    try (Shard shard = new Shard(64)) {
      for (int i = 0; i < 500; i++) {
        shard.set("k" + i, "x".repeat(60), 5);
      }
      shard.pass(Sweep.INTERVAL_SEC);
      long before = shard.metrics().itemsExpired.get();
      for (int i = 0; shard.store.maintain(3); i++) {
        assertTrue(i < 10_000, "maintain never comes to an end");
        long expired = shard.metrics().itemsExpired.get();
        assertTrue(expired - before <= 3, expired - before + " items in one call");
        before = expired;
      }
      assertEquals(500, before);
    }
  }

  // Flush.

  @Test
  void flushForgetsEverythingAtOnceAndCleansUpLater() {
    try (Shard shard = new Shard(32)) {
      for (int i = 0; i < 400; i++) {
        shard.set("k" + i, "x".repeat(60), i % 2 == 0 ? 100 : 10_000);
      }
      shard.store.flush();
      assertEquals(0, shard.metrics().items.get());
      assertEquals(0, shard.metrics().itemBytes());
      shard.audit();
      shard.set("k7", "new");
      for (int i = 0; i < 400; i++) {
        assertEquals(i == 7 ? "new" : null, shard.get("k" + i));
        assertFalse(i != 7 && shard.store.delete(shard.key("k" + i)));
      }
      shard.settle();
      assertEquals("new", shard.get("k7"));
      assertEquals(shard.store.slabs() - 1, shard.metrics().slabsFree.get());
      assertEquals(0, shard.metrics().evictions.get());
    }
  }

  // Pins.

  @Test
  void pinnedBytesStayWhateverHappensToTheItem() {
    try (Shard shard = new Shard(12)) {
      long item = shard.set("a", "pinned", 77, Store.NEVER);
      long pin = shard.store.pin(item);
      long offset = shard.store.valueOffset(item);
      shard.set("a", "other1", 77, Store.NEVER);
      shard.evict(30);
      shard.store.flush();
      shard.settle();
      shard.evict(30);
      assertEquals('p', shard.store.memory().get(ValueLayout.JAVA_BYTE, offset));
      assertEquals("pinned", shard.value(item));
      shard.store.unpin(pin);
      shard.evict(30);
      assertEquals(0, shard.metrics().slabsPinned.get());
    }
  }

  @Test
  void aPlaceThatDiedUnderAReaderIsUsedAnewWhenTheReaderIsGone() {
    try (Shard shard = new Shard(8)) {
      long item = shard.set("a", "v".repeat(4_000));
      long stays = shard.set("b", "1");
      long pin = shard.store.pin(stays);
      shard.store.delete(shard.key("b"));
      assertNotEquals(stays, shard.set("c", "1"));
      shard.store.unpin(pin);
      assertEquals(stays, placeOf(shard, stays), "its place is never used anew");
      assertNotEquals(item, stays);
    }
  }

  /** Fills a slab until that place is taken again. */
  private static long placeOf(Shard shard, long place) {
    for (int i = 0; i < Shard.SLAB_BYTES / SizeClasses.ITEM_BYTES_MIN; i++) {
      if (shard.set("d" + i, "1") == place) {
        return place;
      }
    }
    return -1;
  }

  @Test
  void aSlabThatDiedWhilePinnedIsFreeAfterTheLastUnpin() {
    try (Shard shard = new Shard(8)) {
      long item = shard.set("a", "1", 10);
      long first = shard.store.pin(item);
      long second = shard.store.pin(item);
      assertTrue(shard.store.delete(shard.key("a")));
      shard.pass(20);
      shard.settle();
      assertEquals(shard.store.slabs() - 1, shard.metrics().slabsFree.get());
      shard.store.unpin(first);
      assertEquals(shard.store.slabs() - 1, shard.metrics().slabsFree.get());
      shard.store.unpin(second);
      assertEquals(shard.store.slabs(), shard.metrics().slabsFree.get());
    }
  }

  @Test
  void aSlabCleanedWhilePinnedIsFreeAtOnceWithTheLastUnpin() {
    try (Shard shard = shard(16, EvictionPolicy.LRC)) {
      for (int i = 0; shard.metrics().slabsFree.get() > SlabStore.SLABS_KEPT; i++) {
        assertTrue(i < 1_000, "memory is never full");
        shard.set("k" + i, "x".repeat(100));
      }
      for (int i = 0; shard.get("k0") != null; i++) {
        assertTrue(i < 1_000, "nothing is cleaned");
        shard.store.maintain(1);
      }
      assertEquals("x".repeat(100), shard.get("k9"));
      long pin = shard.store.pin(shard.store.find(shard.key("k9")));
      shard.settle();
      assertNull(shard.get("k9"));
      long free = shard.metrics().slabsFree.get();
      assertTrue(free > SlabStore.SLABS_KEPT, "another slab is cleaned instead");
      shard.audit();
      shard.store.unpin(pin);
      assertEquals(free + 1, shard.metrics().slabsFree.get());
    }
  }

  @Test
  void withAllHeldThatMayBeHeldThereIsMemoryForWhoComesAndGoes() {
    try (Shard shard = new Shard(16)) {
      Queue<Long> pins = new ArrayDeque<>();
      Queue<Long> reservations = new ArrayDeque<>();
      long reservation = 0;
      long pin = 0;
      for (int i = 0; reservation >= 0 || pin >= 0; i++) {
        assertTrue(i < 100_000, "what may be held has no bound");
        shard.put("k" + i, "x".repeat(500), 0, Store.NEVER);
        if (i % 20 == 0 && pin >= 0) {
          pin = shard.store.pin(shard.find("k" + i));
          pins.add(pin);
        } else if (i % 20 == 10 && reservation >= 0) {
          reservation = shard.reserve("slow", 500);
          reservations.add(reservation);
        }
      }
      assertTrue(pins.remove(Store.NO_MEMORY) && reservations.remove(Store.NO_MEMORY));
      assertTrue(shard.metrics().slabsReserved.get() <= shard.store.slabs() / 2);
      assertTrue(shard.metrics().slabsPinned.get() <= shard.store.slabs() / 4);
      for (int i = 0; i < 10_000; i++) {
        assertTrue(shard.put("k" + i, "x".repeat(i % 1000), 0, Store.NEVER) >= 0, "item " + i);
      }
      shard.settle();
      assertFalse(shard.store.maintain(100_000), "work that cannot be done is no work");
      shard.audit();
      reservations.forEach(shard.store::abandon);
      pins.forEach(shard.store::unpin);
      assertEquals(0, shard.metrics().slabsReserved.get());
      assertEquals(0, shard.metrics().slabsPinned.get());
      assertEquals(0, shard.metrics().reservedBytes.get());
    }
  }

  // Cost.

  @Test
  void headerAndIndexCostLessThanThirtyBytesAnItem() {
    long regionBytes = 32 << 20;
    try (Shard shard = new Shard(SlabOptions.defaults(), regionBytes)) {
      int kept = 0;
      while (shard.metrics().slabsEvicted.get() == 0) {
        shard.set("key:%016d".formatted(kept++), "v".repeat(40));
      }
      double overhead = (double) regionBytes / kept - 60;
      // Three of its 63 slabs are free or being cleaned, which is 4 of these bytes.
      assertTrue(overhead <= 36, overhead + " bytes an item, slack and free slabs included");
      double measured = shard.metrics().metadataBytes.get() / (double) kept + 8 / 0.85;
      assertTrue(measured <= 30, measured + " bytes of header and index an item");
    }
  }

  private static Shard shard(int slabs, EvictionPolicy policy) {
    SlabOptions options =
        SlabOptions.defaults().withSlabBytes(Shard.SLAB_BYTES).withEviction(policy.text());
    return new Shard(options, slabs * (Shard.SLAB_BYTES + 1024L));
  }
}
