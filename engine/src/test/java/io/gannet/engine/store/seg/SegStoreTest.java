package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a segment store promises beyond {@link io.gannet.engine.store.StoreContractTest}. */
class SegStoreTest {
  /** The index takes none of these. */
  private static final int BLOCKS_LEFT_MIN = 8;

  @Test
  void anAbandonedReservationLeavesWhatWasThere() {
    try (Shard shard = new Shard(8)) {
      shard.set("a", "old");
      long newest = shard.store.reserve(shard.key("a"), 3, 0, Store.NEVER);
      shard.store.abandon(newest);
      long buried = shard.store.reserve(shard.key("a"), 3, 0, Store.NEVER);
      assertEquals(newest, buried, "the newest one's place was not given back");
      shard.set("b", "x");
      shard.store.abandon(buried);
      assertEquals("old", shard.get("a"));
      assertEquals(0, shard.metrics().reservedBytes.get());
    }
  }

  @Test
  void anItemSizeBelowTheSegmentsIsTheLimit() {
    try (Shard shard = new Shard(new SegOptions(4096, 64, 1024), 64 << 10)) {
      assertEquals(1024, shard.store.itemBytesMax());
      int valueMax = 1024 - Item.HEADER_BYTES_MAX - 1;
      assertTrue(shard.store.reserve(shard.key("a"), valueMax, 0, Store.NEVER) >= 0);
      assertEquals(
          Store.TOO_LARGE, shard.store.reserve(shard.key("b"), valueMax + 1, 0, Store.NEVER));
    }
  }

  // Time.

  @Test
  void deadlinesAreExactHoweverOldTheSegmentIs() {
    try (Shard shard = new Shard(64)) {
      int ttlSec = 9_000_000;
      for (int i = 0; i < 30; i++) {
        long item = shard.set("k" + i, "v", ttlSec + i);
        assertEquals(shard.clock.nowSec() + ttlSec + i, shard.store.expiresAtSec(item));
        shard.pass(10_000);
      }
      assertEquals(30, shard.metrics().items.get());
    }
  }

  @Test
  void expiredSegmentsAreFreeWithinASecondWithoutAnyRequest() {
    try (Shard shard = new Shard(64)) {
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x".repeat(50), 1 + i % 5);
      }
      shard.pass(5);
      assertEquals(300, shard.metrics().items.get());
      shard.settle();
      assertEquals(0, shard.metrics().items.get());
      assertEquals(300, shard.metrics().itemsExpired.get());
      assertEquals(0, shard.metrics().evictions.get());
      assertEquals(shard.store.segments(), shard.metrics().segmentsFree.get());
    }
  }

  @Test
  void oneLongLivedItemDoesNotHoldUpTheExpiryOfOtherSegments() {
    try (Shard shard = new Shard(64)) {
      shard.set("old", "1", 32_767);
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x".repeat(50), 32_640);
      }
      shard.pass(32_640);
      shard.settle();
      assertEquals("1", shard.get("old"));
      assertTrue(shard.metrics().items.get() < 80, "left: " + shard.metrics().items.get());
    }
  }

  @Test
  void manyTtlsDoNotFillASmallHeapWithOpenSegments() {
    try (Shard shard = new Shard(32)) {
      for (int i = 0; i < 1_000; i++) {
        shard.set("k" + i % 50, "v", 1 + i * 7_919 % 8_000_000);
        assertTrue(shard.metrics().segmentsOpen.get() <= shard.store.segments() / 8 + 1);
      }
      assertEquals(50, shard.metrics().items.get());
      assertEquals(0, shard.metrics().evictions.get());
    }
  }

  // CAS tokens and touch.

  @Test
  void touchKeepsValueFlagsAndTokenWhereverTheItemGoes() {
    try (Shard shard = new Shard(16)) {
      shard.set("a", "value", 9, Store.NEVER);
      long cas = shard.cas("a");
      Set<Long> places = new HashSet<>();
      int[] ttls = {100, 50, 200, 9_000_000, 1_000_000_000, 70_000, 1, 3};
      for (int ttlSec : ttls) {
        int expiresAtSec = shard.clock.nowSec() + ttlSec;
        long item = shard.store.touch(shard.key("a"), expiresAtSec);
        places.add(item);
        assertEquals(item, shard.store.find(shard.key("a")));
        assertEquals(expiresAtSec, shard.store.expiresAtSec(item));
        assertEquals("value", shard.value(item));
        assertEquals(9, shard.store.clientFlags(item));
        assertEquals(cas, shard.store.cas(item));
        shard.audit();
      }
      assertTrue(places.size() > 1, "it never moved: the test tests nothing");
      assertEquals(1, shard.metrics().items.get());
      long again = shard.store.touch(shard.key("a"), Store.NEVER);
      assertEquals(Store.NEVER, shard.store.expiresAtSec(again));
      shard.set("a", "value", 9, Store.NEVER);
      assertNotEquals(cas, shard.cas("a"));
    }
  }

  @Test
  void touchingAgainAndAgainTakesNoMemoryWithinASecond() {
    try (Shard shard = new Shard(16)) {
      shard.set("a", "1", 100);
      long item = shard.store.touch(shard.key("a"), shard.clock.nowSec() + 100);
      for (int i = 0; i < 1_000; i++) {
        assertEquals(item, shard.store.touch(shard.key("a"), shard.clock.nowSec() + 100));
      }
    }
  }

  @Test
  void touchWithoutMemoryChangesNothing() {
    try (Shard shard = fullOfTinyItems()) {
      String value = "y".repeat(60_000);
      for (int i = 0; i < 10 && shard.set("a", value, 100) < 0; i++) {
        assertTrue(i < 9, "never stored");
      }
      int before = shard.store.expiresAtSec(shard.store.find(shard.key("a")));
      exhaust(shard);
      assertEquals(
          Store.NO_MEMORY, shard.store.touch(shard.key("a"), shard.clock.nowSec() + 101_000));
      assertEquals(value, shard.get("a"));
      assertEquals(before, shard.store.expiresAtSec(shard.store.find(shard.key("a"))));
    }
  }

  /** Segments of so many items that no request can clean one. */
  private static Shard fullOfTinyItems() {
    Shard shard = new Shard(new SegOptions(64 << 10, 8, 1 << 20), 2 << 20);
    for (int i = 0; i < 200_000; i++) {
      shard.put("k" + i, "", 0, Store.NEVER);
    }
    assertTrue(shard.stat("evictions") > 0);
    return shard;
  }

  /** Stores large values until no memory is to be had for one. */
  private static void exhaust(Shard shard) {
    for (int i = 0; shard.set("large" + i, "x".repeat(60_000)) >= 0; i++) {
      assertTrue(i < 100, "there is always memory");
    }
  }

  @Test
  void aTouchDoesNotEvictTheTouchedItemItself() {
    try (Shard shard = shard(16, EvictionPolicy.FIFO)) {
      for (int i = 0; shard.metrics().segmentsFree.get() > 1; i++) {
        assertTrue(i < 10_000, "memory is never full");
        shard.set("k" + i, "x".repeat(100));
      }
      // Sweeps all headers, then begins to clean the oldest segment, in which k5 is among the next.
      shard.store.maintain(shard.store.segments() + 4);
      assertEquals("x".repeat(100), shard.get("k5"));
      int expiresAtSec = shard.clock.nowSec() + 100;
      assertEquals(Store.NO_MEMORY, shard.store.touch(shard.key("k5"), expiresAtSec));
      assertEquals("x".repeat(100), shard.get("k5"));
      shard.audit();
    }
  }

  @Test
  void aTouchedItemDoesNotKeepItsSegmentFromExpiring() {
    try (Shard shard = new Shard(16)) {
      // Enough to fill the first segment, in which k0 lies, and to open another.
      for (int i = 0; i < 50; i++) {
        shard.set("k" + i, "x".repeat(100), 10);
      }
      shard.pass(5);
      assertTrue(shard.store.touch(shard.key("k0"), shard.clock.nowSec() + 10) >= 0);
      shard.pass(5);
      shard.settle();
      assertEquals("x".repeat(100), shard.get("k0"));
      assertEquals(1, shard.metrics().segmentsExpired.get());
      assertTrue(shard.metrics().items.get() < 20);
    }
  }

  // Eviction.

  @Test
  void theOldestAreForgottenFirstAndCounted() {
    try (Shard shard = new Shard(16)) {
      int stored = 5_000;
      for (int i = 0; i < stored; i++) {
        shard.set("k" + i, "x".repeat(60));
        shard.store.maintain(4);
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
  void theHeapMayFillBeforeAnySegmentIsSealed() {
    try (Shard shard = new Shard(4)) {
      for (int i = 0; i < 64; i++) {
        assertTrue(shard.set("k" + i, "x".repeat(4000), i * 40_000) >= 0, "item " + i);
      }
      assertEquals("x".repeat(4000), shard.get("k63"));
    }
  }

  @Test
  void aFullBucketForgetsTheColdestItem() {
    // Twelve times as many items as the index was made for, and no segment that it could have.
    SegOptions options = new SegOptions(32 << 10, 300, 1 << 20);
    try (Shard shard = new Shard(options, BLOCKS_LEFT_MIN * (34 << 10))) {
      assertEquals(BLOCKS_LEFT_MIN, shard.store.segments());
      for (int i = 0; i < 200; i++) {
        shard.set("hot" + i, "");
      }
      for (int i = 0; i < 300; i++) { // heat is counted as the index fills
        shard.set("before" + i, "");
      }
      for (int i = 0; i < 200; i++) {
        assertEquals("", shard.get("hot" + i));
      }
      for (int i = 0; i < 6_000; i++) {
        shard.set("cold" + i, "");
      }
      int hot = 0;
      for (int i = 0; i < 200; i++) {
        hot += shard.get("hot" + i) != null ? 1 : 0;
      }
      assertTrue(shard.metrics().indexEvictions.get() > 1_000);
      assertEquals(0, shard.metrics().segmentsEvicted.get());
      assertEquals(200, hot);
    }
  }

  @Test
  void backgroundWorkSparesRequestsTheCleaning() {
    try (Shard shard = new Shard(16)) {
      for (int i = 0; i < 5_000; i++) {
        shard.set("k" + i, "x".repeat(60));
        shard.store.maintain(8);
      }
      assertTrue(shard.metrics().segmentsEvicted.get() > 0);
      assertEquals(0, shard.metrics().foregroundReclaims.get());
    }
  }

  @Test
  void withoutBackgroundWorkRequestsPayForTheirPlacesAndNeverWait() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      try (Shard shard = shard(200, policy)) {
        for (int i = 0; i < 60_000; i++) {
          long before = shard.metrics().steps.get();
          assertTrue(shard.set("k" + i, "x".repeat(60)) >= 0, "refused: " + i);
          shard.get("k" + i / 2);
          long steps = shard.metrics().steps.get() - before;
          assertTrue(steps <= 40, steps + " steps for one item, " + policy);
        }
        assertTrue(shard.metrics().segmentsEvicted.get() > 100);
        assertEquals(0, shard.metrics().foregroundReclaims.get(), policy.text());
      }
    }
  }

  @Test
  void largeValuesThatAreAllWorthKeepingAreStoredAfterAFewTries() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      SegOptions options = new SegOptions(256 << 10, 1 << 16, 1 << 20, policy);
      try (Shard shard = new Shard(options, 16 << 20)) {
        for (int i = 0; i < 1_000; i++) {
          String value = "x".repeat(60_000 + i * 100);
          int tries = 1;
          while (shard.set("k" + i % 300, value) < 0) {
            assertTrue(++tries <= 8, policy.text() + " refused: " + i);
          }
          for (int j = 0; j < 20; j++) {
            shard.get("k" + (i - j) % 300);
          }
        }
        assertTrue(shard.metrics().segmentsEvicted.get() > 100);
      }
    }
  }

  @Test
  void aStoreOfAnySizeTakesBoundedWork() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      SegOptions options = new SegOptions(256 << 10, 50, 1 << 20, policy);
      try (Shard shard = new Shard(options, 16 << 20)) {
        int tiny = 0;
        for (; shard.metrics().segmentsEvicted.get() == 0; tiny++) {
          shard.set("k" + tiny, "x".repeat(60));
        }
        for (int size : new int[] {200, 1_000, 5_000, 20_000, 60_000}) {
          for (int i = 0; i < 3_000; i++) {
            shard.set("k" + tiny++, "x".repeat(60));
          }
          for (int i = 0; i < 100; i++) {
            long before = shard.metrics().steps.get();
            assertTrue(shard.set(size + "-" + i, "x".repeat(size)) >= 0, "refused: " + size);
            long steps = shard.metrics().steps.get() - before;
            assertTrue(steps <= Reclaimer.stepsMax(size + 100), steps + " for one of " + size);
            receiving(shard, size);
          }
        }
      }
    }
  }

  /** A large value comes in several turns, and each of them does background work. */
  private static void receiving(Shard shard, int valueBytes) {
    for (int turn = 0; turn <= valueBytes >> 14; turn++) {
      shard.store.maintain(256);
    }
  }

  @Test
  void maintainLooksAtNoMoreThanItWasAskedTo() {
    try (Shard shard = new Shard(16)) {
      for (int i = 0; i < 500; i++) {
        shard.set("k" + i, "x".repeat(60), 5);
      }
      shard.pass(5);
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
      assertEquals(shard.store.segments() - 1, shard.metrics().segmentsFree.get());
      assertEquals(0, shard.metrics().evictions.get());
    }
  }

  @Test
  void aPublicationThatFindsNoPlaceAfterAFlushStillEndsTheOldValue() {
    try (Shard shard = fullOfTinyItems()) {
      String value = "y".repeat(60_000);
      long reservation = shard.store.reserve(shard.key("a"), value.length(), 0, Store.NEVER);
      assertTrue(reservation >= 0);
      shard.store.flush();
      shard.set("a", "old");
      exhaust(shard);
      shard.publish(reservation, "a", value);
      assertNull(shard.get("a"));
    }
  }

  @Test
  void aReservationPublishedAfterFlushAndDeadlineIsNoHit() {
    try (Shard shard = new Shard(8)) {
      for (int i = 0; i < 20; i++) {
        long reservation =
            shard.store.reserve(shard.key("a"), 4, 0, shard.clock.nowSec() + 5);
        shard.store.flush();
        shard.pass(6 + i);
        shard.settle();
        shard.publish(reservation, "a", "late");
        assertNull(shard.get("a"));
      }
      shard.pass(1);
      shard.settle();
      assertEquals(shard.store.segments(), shard.metrics().segmentsFree.get());
    }
  }

  // Pins.

  @Test
  void pinnedBytesStayWhateverHappensToTheItem() {
    try (Shard shard = new Shard(12)) {
      long item = shard.set("a", "pinned");
      long pin = shard.store.pin(item);
      long offset = shard.store.valueOffset(item);
      shard.set("a", "other");
      shard.evict(30);
      shard.store.flush();
      shard.settle();
      shard.evict(30);
      assertEquals('p', shard.store.memory().get(ValueLayout.JAVA_BYTE, offset));
      assertEquals("pinned", shard.value(item));
      shard.store.unpin(pin);
      shard.evict(30);
      assertEquals(0, shard.metrics().segmentsPinned.get());
    }
  }

  @Test
  void aSegmentThatDiedWhilePinnedIsFreeAfterTheLastUnpin() {
    try (Shard shard = new Shard(8)) {
      long item = shard.set("a", "1", 10);
      long first = shard.store.pin(item);
      long second = shard.store.pin(item);
      assertTrue(shard.store.delete(shard.key("a")));
      shard.pass(20);
      shard.settle();
      assertEquals(shard.store.segments() - 1, shard.metrics().segmentsFree.get());
      shard.store.unpin(first);
      assertEquals(shard.store.segments() - 1, shard.metrics().segmentsFree.get());
      shard.store.unpin(second);
      shard.pass(1);
      shard.settle();
      assertEquals(shard.store.segments(), shard.metrics().segmentsFree.get());
    }
  }

  @Test
  void whatWouldTakeTooMuchWorkIsRefusedUntilItIsDone() {
    SegOptions options = new SegOptions(256 << 10, 16, 1 << 20, EvictionPolicy.FIFO);
    try (Shard shard = new Shard(options, 16 << 20)) {
      for (int i = 0; shard.metrics().segmentsEvicted.get() == 0; i++) {
        assertTrue(i < 10_000_000, "memory is never full");
        shard.set("k" + i, "");
      }
      int refused = 0;
      for (int i = 0; i < 200; i++) {
        long before = shard.metrics().steps.get();
        boolean stored = shard.set("large" + i, "x".repeat(200_000)) >= 0;
        long steps = shard.metrics().steps.get() - before;
        assertTrue(steps <= Reclaimer.stepsMax(200_100), steps + " steps");
        assertEquals(stored, shard.get("large" + i) != null);
        refused += stored ? 0 : 1;
      }
      assertTrue(refused > 100, "a segment of tiny items was cleaned too fast: " + refused);
      shard.settle();
      assertTrue(shard.set("a", "x".repeat(200_000)) >= 0);
    }
  }

  @Test
  void aSegmentCleanedWhilePinnedIsFreeAtOnceWithTheLastUnpin() {
    try (Shard shard = shard(16, EvictionPolicy.FIFO)) {
      for (int i = 0; shard.metrics().segmentsFree.get() > 1; i++) {
        assertTrue(i < 10_000, "memory is never full");
        shard.set("k" + i, "x".repeat(100));
      }
      // Sweeps all headers, then begins to clean the oldest segment, in which k9 lies too.
      shard.store.maintain(shard.store.segments() + 4);
      assertNull(shard.get("k0"));
      assertEquals("x".repeat(100), shard.get("k9"));
      long pin = shard.store.pin(shard.store.find(shard.key("k9")));
      shard.settle();
      assertNull(shard.get("k9"));
      long free = shard.metrics().segmentsFree.get();
      assertTrue(free > 0, "another segment is cleaned instead");
      shard.audit();
      shard.store.unpin(pin);
      assertEquals(free + 1, shard.metrics().segmentsFree.get());
    }
  }

  @Test
  void withAllHeldThatMayBeHeldThereIsMemoryForWhoComesAndGoes() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      try (Shard shard = shard(16, policy)) {
        Queue<Long> pins = new ArrayDeque<>();
        Queue<Long> reservations = hold(shard, pins);
        assertTrue(shard.metrics().segmentsReserved.get() <= shard.store.segments() / 2);
        assertEquals(shard.store.segments() / 4, shard.metrics().segmentsRead.get());
        for (int i = 0; i < 10_000; i++) {
          assertTrue(shard.put("k" + i, "x".repeat(i % 1000), 0, Store.NEVER) >= 0, "item " + i);
        }
        shard.settle();
        assertFalse(shard.store.maintain(100_000), "work that cannot be done is no work");
        shard.audit();
        reservations.forEach(shard.store::abandon);
        pins.forEach(shard.store::unpin);
        assertEquals(0, shard.metrics().segmentsReserved.get());
        assertEquals(0, shard.metrics().segmentsRead.get());
        assertEquals(0, shard.metrics().segmentsPinned.get());
      }
    }
  }

  /** Pins and reserves, with much between, until neither is allowed; returns the reservations. */
  private static Queue<Long> hold(Shard shard, Queue<Long> pins) {
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
    return reservations;
  }

  @Test
  void reservationsAreGatheredOnceTheyHoldManySegments() {
    try (Shard shard = new Shard(32)) {
      Queue<Long> pins = new ArrayDeque<>();
      Queue<Long> reservations = hold(shard, pins);
      // 6 of 4,096 bytes each in the segments that are for them alone; one in each of the others.
      long gathered = shard.store.segments() / 2 - shard.store.segments() / 8;
      assertTrue(reservations.size() > 6 * gathered, reservations.size() + " reservations");
      reservations.forEach(shard.store::abandon);
      pins.forEach(shard.store::unpin);
    }
  }

  @Test
  void aSegmentThatIsReadMayBeReadByMore() {
    try (Shard shard = new Shard(16)) {
      Queue<Long> pins = new ArrayDeque<>();
      hold(shard, pins).forEach(shard.store::abandon);
      shard.put("last", "x", 0, Store.NEVER);
      long refused = shard.store.pin(shard.find("last"));
      pins.forEach(shard.store::unpin);
      assertEquals(Store.NO_MEMORY, refused);
      long pin = shard.store.pin(shard.find("last"));
      assertEquals(pin, shard.store.pin(shard.find("last")));
      assertEquals(1, shard.metrics().segmentsRead.get());
      shard.store.unpin(pin);
      shard.store.unpin(pin);
      assertEquals(0, shard.metrics().segmentsRead.get());
    }
  }

  // Cost.

  @Test
  void anItemCostsFifteenBytesAndSeventeenWithADeadline() {
    for (int ttlSec : new int[] {0, 1_000}) {
      SegOptions options = new SegOptions(64 << 10, 44, 1 << 20);
      long regionBytes = 16 << 20;
      try (Shard shard = new Shard(options, regionBytes)) {
        int expiresAtSec = ttlSec == 0 ? Store.NEVER : shard.clock.nowSec() + ttlSec;
        int kept = 0;
        while (shard.metrics().segmentsEvicted.get() == 0) {
          shard.set("key-" + (10_000_000 + kept++), "v".repeat(32), 0, expiresAtSec);
        }
        // What is kept free ahead of need is another matter, and one was opened just now.
        long freeBytes = (1 + shard.metrics().segmentsFree.get()) * shard.store.segmentBytes();
        double overhead = (double) (regionBytes - freeBytes) / kept - 44;
        assertTrue(overhead <= (ttlSec == 0 ? 15.0 : 17.0), overhead + " bytes an item");
      }
    }
  }

  @Test
  void largeValuesAmongSmallOnesDoNotSealSegmentsEarly() {
    try (Shard shard = new Shard(64)) {
      long used = shard.metrics().segmentsFree.get();
      for (int i = 0; i < 15; i++) {
        shard.set("small" + i, "x".repeat(100));
        shard.set("large" + i, "x".repeat(4000));
      }
      used -= shard.metrics().segmentsFree.get();
      assertEquals(16, used, "15 segments of one large value each, one of small ones");
    }
  }

  private static Shard shard(int segments, EvictionPolicy policy) {
    SegOptions options = new SegOptions(Shard.SEGMENT_BYTES, 64, 1 << 20, policy);
    return new Shard(options, segments * (Shard.SEGMENT_BYTES + 1024L));
  }
}
