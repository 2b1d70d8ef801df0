package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a slab store promises, one promise a test; each closing of a shard walks through it. */
class SlabStoreTest {
  /** Paid or waited for; then two searches for one item to forget. */
  private static final int BOUND = Reclaimer.STEPS_MAX + 2 * 64;

  @Test
  void whatIsStoredIsFoundWithFlagsAndDeadline() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "one");
      long item = shard.set("b", "two", 0xDEAD_BEEF, shard.clock.nowSec() + 77);
      assertEquals("one", shard.get("a"));
      assertEquals("two", shard.get("b"));
      assertEquals(0xDEAD_BEEF, shard.store.clientFlags(item));
      assertEquals(shard.clock.nowSec() + 77, shard.store.expiresAtSec(item));
      assertNull(shard.get("c"));
      assertEquals(2, shard.metrics().items.get());
    }
  }

  @Test
  void emptyValuesAndTheLongestKeysAreStored() {
    try (Shard shard = new Shard(8)) {
      String key = "k".repeat(Store.KEY_LENGTH_MAX);
      shard.set(key, "");
      assertEquals("", shard.get(key));
      assertNull(shard.get(key.substring(1)));
    }
  }

  @Test
  void aReservationIsNotSeenBeforeItIsPublished() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "old");
      long reservation = shard.store.reserve(shard.key("a"), 3, 5, Store.NEVER);
      assertEquals("old", shard.get("a"));
      assertEquals(5, shard.store.clientFlags(reservation));
      assertEquals(3, shard.store.valueLength(reservation));
      assertEquals(1, shard.store.keyLength(reservation));
      shard.audit();
      shard.publish(reservation, "a", "new");
      assertEquals("new", shard.get("a"));
      assertEquals(1, shard.metrics().items.get());
    }
  }

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
  void theLastReservationPublishedWins() {
    try (Shard shard = new Shard(8)) {
      long first = shard.store.reserve(shard.key("a"), 1, 0, Store.NEVER);
      long second = shard.store.reserve(shard.key("a"), 1, 0, Store.NEVER);
      shard.publish(second, "a", "2");
      shard.publish(first, "a", "1");
      assertEquals("1", shard.get("a"));
      assertEquals(1, shard.metrics().items.get());
    }
  }

  @Test
  void aReservationOutlivesTheEvictionOfAllAroundIt() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      try (Shard shard = shard(12, policy)) {
        long reservation = shard.store.reserve(shard.key("a"), 4, 0, Store.NEVER);
        shard.evict(40);
        assertEquals(1, shard.store.keyLength(reservation));
        shard.publish(reservation, "a", "kept");
        assertEquals("kept", shard.get("a"));
      }
    }
  }

  @Test
  void deletingForgetsOnceAndSaysSo() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "1");
      assertTrue(shard.store.delete(shard.key("a")));
      assertFalse(shard.store.delete(shard.key("a")));
      assertNull(shard.get("a"));
      assertEquals(0, shard.metrics().items.get());
      assertEquals(0, shard.metrics().itemBytes());
      assertEquals(shard.store.slabs(), shard.metrics().slabsFree.get());
    }
  }

  @Test
  void theLargestItemFitsAndOneByteMoreIsRefused() {
    try (Shard shard = new Shard(8)) {
      assertEquals(Shard.SLAB_BYTES, shard.store.itemBytesMax());
      int valueMax = shard.store.itemBytesMax() - Item.HEADER_BYTES_MAX - 1;
      String value = "v".repeat(valueMax);
      shard.set("a", value, 7, shard.clock.nowSec() + 50_000_000);
      assertEquals(value, shard.get("a"));
      assertEquals(
          Store.TOO_LARGE, shard.store.reserve(shard.key("a"), valueMax + 1, 7, Store.NEVER));
      assertEquals(
          Store.TOO_LARGE,
          shard.store.reserve(shard.key("a"), Integer.MAX_VALUE, 0, Store.NEVER));
      assertEquals(value, shard.get("a"));
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
  void aHitAtItsDeadlineIsImpossibleAndOneSecondBeforeItIsNot() {
    for (int ttlSec : new int[] {1, 7, 2_048, 8_388_608, 1_000_000_000}) {
      try (Shard shard = new Shard(8)) {
        shard.pass(5);
        shard.set("a", "1", ttlSec);
        shard.pass(ttlSec - 1);
        assertEquals("1", shard.get("a"), "TTL " + ttlSec);
        assertTrue(shard.store.touch(shard.key("a"), shard.clock.nowSec() + 1) >= 0);
        shard.pass(1);
        assertNull(shard.get("a"), "TTL " + ttlSec);
        assertFalse(shard.store.delete(shard.key("a")), "TTL " + ttlSec);
        assertEquals(Store.ABSENT, shard.store.touch(shard.key("a"), Store.NEVER));
      }
    }
  }

  @Test
  void neverIsNever() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "1");
      shard.pass(2_000_000_000);
      shard.settle();
      assertEquals("1", shard.get("a"));
    }
  }

  @Test
  void expiredItemsAreReclaimedWithoutAnyRequest() {
    try (Shard shard = new Shard(64)) {
      shard.set("stays", "1");
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x".repeat(50), 1 + i % 5);
      }
      shard.pass(Reclaimer.SWEEP_INTERVAL_SEC);
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
      shard.pass(Reclaimer.SWEEP_INTERVAL_SEC);
      for (int sec = 0; sec < 40; sec++) {
        shard.set("k" + sec, "1", 1 + sec % 3);
        shard.settle();
        shard.pass(1);
      }
      shard.pass(Reclaimer.SWEEP_INTERVAL_SEC);
      shard.settle();
      assertEquals(40, shard.metrics().itemsExpired.get());
      assertEquals(0, shard.metrics().items.get());
    }
  }

  // CAS tokens and touch.

  @Test
  void aTokenIsNotReusedWhenAnotherItemTakesTheSamePlace() {
    try (Shard shard = new Shard(6)) {
      Set<Long> tokens = new HashSet<>();
      Set<Long> places = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        places.add(shard.set("a", "x".repeat(100)));
        assertTrue(tokens.add(shard.cas("a")), "token of write " + i);
      }
      assertTrue(places.size() < 1_000, "no place was ever reused: the test tests nothing");
    }
  }

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
  void countsDoNotDriftThroughEvictionReplacementAndDeletion() {
    try (Shard shard = new Shard(10)) {
      for (int i = 0; i < 20_000; i++) {
        shard.set("k" + i * 31 % 700, "x".repeat(i % 90), i % 3 == 0 ? 1_000 + i : 50_000);
        if (i % 5 == 0) {
          shard.store.delete(shard.key("k" + i % 700));
        }
        shard.store.maintain(i % 4);
        if (i % 500 == 0) {
          shard.audit();
        }
      }
      long found = 0;
      for (int i = 0; i < 700; i++) {
        found += shard.get("k" + i) != null ? 1 : 0;
      }
      assertEquals(found, shard.metrics().items.get());
      assertTrue(shard.metrics().evictions.get() > 0);
    }
  }

  @Test
  void aReplaceThatMeetsTheEvictionOfTheOldItemCountsItOnce() {
    try (Shard shard = new Shard(8)) {
      for (int i = 0; i < 3_000; i++) {
        shard.set("k" + i % 251, "x".repeat(100));
        shard.store.maintain(1 + i % 3);
        shard.set("k" + i * 5 % 251, "y".repeat(100));
        shard.audit();
      }
      assertTrue(shard.metrics().slabsEvicted.get() > 0, "nothing was evicted");
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
    // Many times as many items as the index was made for.
    SlabOptions options = SlabOptions.defaults().withSlabBytes(4096).withMeanItemBytes(1_000);
    try (Shard shard = new Shard(options, 256 << 10)) {
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
          assertTrue(forgotten <= Reclaimer.STEPS_MAX + 1, forgotten + " for one of " + size);
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
        assertTrue(steps <= BOUND, steps + " steps for one of " + size);
        assertEquals(stored, shard.get("s" + size) != null);
        classes += stored ? 1 : 0;
        shard.audit();
      }
      assertTrue(shard.metrics().borrowed.get() > 0, "each class had a slab in time");
      assertTrue(classes > 20, "only " + classes + " classes had a place");
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
        assertTrue(steps <= BOUND, steps + " steps for one of " + size);
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
      shard.pass(Reclaimer.SWEEP_INTERVAL_SEC);
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

  @Test
  void aStoreInTheSecondOfAFlushNeitherSpinsNorIsForgotten() {
    try (Shard shard = new Shard(8)) {
      for (int i = 0; i < 3_000; i++) {
        shard.set("a", "x".repeat(500) + i);
        assertEquals("x".repeat(500) + i, shard.get("a"));
        shard.store.flush();
        assertNull(shard.get("a"));
      }
    }
  }

  @Test
  void aReservationIsExemptFromTheFlushBeforeItsPublication() {
    try (Shard shard = new Shard(8)) {
      long reservation =
          shard.store.reserve(shard.key("a"), 4, 3, shard.clock.nowSec() + 1_000);
      shard.set("b", "gone");
      shard.store.flush();
      shard.publish(reservation, "a", "kept");
      assertEquals("kept", shard.get("a"));
      assertEquals(3, shard.store.clientFlags(shard.store.find(shard.key("a"))));
      assertNull(shard.get("b"));
      shard.settle();
      assertEquals("kept", shard.get("a"));
      shard.store.flush();
      assertNull(shard.get("a"));
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
      shard.store.maintain(4);
      assertNull(shard.get("k0"));
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
  void withEverythingPinnedThereIsNoMemoryAndNoEndlessLoop() {
    try (Shard shard = new Shard(8)) {
      Queue<Long> pins = new ArrayDeque<>();
      long item = shard.set("p", "x".repeat(1000));
      while (item >= 0) {
        pins.add(shard.store.pin(item));
        item = shard.set("p", "x".repeat(1000));
      }
      assertEquals(Store.NO_MEMORY, item);
      assertFalse(shard.store.maintain(100_000), "work that cannot be done is no work");
      assertTrue(shard.metrics().noMemory.get() > 0);
      while (!pins.isEmpty()) {
        shard.store.unpin(pins.remove());
      }
      assertTrue(shard.set("b", "x".repeat(1000)) >= 0);
    }
  }

  @Test
  void openReservationsMayTakeAQuarterOfTheHeap() {
    try (Shard shard = new Shard(32)) {
      Queue<Long> reservations = new ArrayDeque<>();
      int valueLength = 1300;
      long reservation = shard.store.reserve(shard.key("slow"), valueLength, 0, Store.NEVER);
      while (reservation >= 0) {
        reservations.add(reservation);
        reservation = shard.store.reserve(shard.key("slow"), valueLength, 0, Store.NEVER);
      }
      long heapBytes = (long) shard.store.slabs() * Shard.SLAB_BYTES;
      assertTrue(shard.metrics().reservedBytes.get() <= heapBytes / 4);
      assertTrue(shard.metrics().reservedBytes.get() > heapBytes / 4 - 2_000);
      assertTrue(shard.set("quick", "v") >= 0, "a small item is refused too");
      while (!reservations.isEmpty()) {
        shard.store.abandon(reservations.remove());
      }
      assertEquals(0, shard.metrics().reservedBytes.get());
      assertEquals("v", shard.get("quick"));
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

  @Test
  void prefetchingIsFreeOfSideEffects() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "1");
      long present = shard.store.prefetchItem(shard.key("a"));
      assertNotEquals(0, present);
      assertEquals(present, shard.store.prefetchItem(shard.key("a")));
      shard.store.prefetchIndex(shard.key("a"));
      assertEquals(0, shard.store.prefetchItem(shard.key("b")));
    }
  }

  private static Shard shard(int slabs, EvictionPolicy policy) {
    SlabOptions options =
        SlabOptions.defaults().withSlabBytes(Shard.SLAB_BYTES).withEviction(policy.text());
    return new Shard(options, slabs * (Shard.SLAB_BYTES + 1024L));
  }
}
