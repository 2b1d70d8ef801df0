package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * What every store promises whatever it is made of, one promise a test; each closing of a shard
 * walks through it. What one engine promises beyond this is in its own room.
 */
class StoreContractTest {
  /** By then each engine has swept all its items if it was given the turns. */
  private static final int SWEPT_SEC = 20;

  @EachSubject
  void whatIsStoredIsFoundWithFlagsAndDeadline(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "one");
      shard.set("b", "two", 0xDEAD_BEEF, shard.in(77));
      assertEquals("one", shard.get("a"));
      assertEquals("two", shard.get("b"));
      assertEquals(0, shard.store.clientFlags(shard.find("a")));
      assertEquals(Store.NEVER, shard.store.expiresAtSec(shard.find("a")));
      assertEquals(0xDEAD_BEEF, shard.store.clientFlags(shard.find("b")));
      assertEquals(shard.in(77), shard.store.expiresAtSec(shard.find("b")));
      assertNull(shard.get("c"));
      assertEquals(2, shard.stat("curr_items"));
    }
  }

  @EachSubject
  void whatIsPutInOneCallIsFoundWithFlagsAndDeadline(Subject subject) {
    try (var shard = subject.shard()) {
      assertTrue(shard.put("a", "one", 0, Store.NEVER) >= 0);
      assertTrue(shard.put("a", "two", 0, Store.NEVER) >= 0);
      assertTrue(shard.put("b", "three", 0xDEAD_BEEF, shard.in(77)) >= 0);
      assertEquals("two", shard.get("a"));
      assertEquals("three", shard.get("b"));
      assertEquals(0xDEAD_BEEF, shard.store.clientFlags(shard.find("b")));
      assertEquals(shard.in(77), shard.store.expiresAtSec(shard.find("b")));
      assertEquals(2, shard.stat("curr_items"));
      String tooLong = "v".repeat(shard.made.keyAndValueBytesMax() + 100);
      assertEquals(Store.TOO_LARGE, shard.put("a", tooLong, 0, Store.NEVER));
      assertEquals("two", shard.get("a"));
    }
  }

  /** An annex is no part of the value, and goes where the item goes. */
  @EachSubject
  void anAnnexGoesWithItsItem(Subject subject) {
    try (var shard = subject.shard()) {
      Store store = shard.store;
      Key key = shard.key("a");
      long place = store.reserve(key, 3 + Store.ANNEX_BYTES, 7, shard.in(50));
      store.annex(place);
      assertEquals(3, store.valueLength(place));
      long annex = store.valueOffset(place) + 3;
      MemorySegment one = MemorySegment.ofArray("one".getBytes());
      store.memory().asSlice(store.valueOffset(place), 3).copyFrom(one);
      Bits.putLong(store.memory(), annex, 0x1234_5678_9abcL);
      Bits.putLong(store.memory(), annex + 8, -1);
      store.publish(place, key.hash);
      isAnnexed(shard);
      store.touch(key, shard.in(500));
      isAnnexed(shard);
      shard.put("a", "two", 7, shard.in(500));
      assertFalse(store.hasAnnex(shard.find("a")));
      assertEquals("two", shard.get("a"));
    }
  }

  private static void isAnnexed(StoreShard<?> shard) {
    long item = shard.find("a");
    assertTrue(shard.store.hasAnnex(item));
    assertEquals("one", shard.get("a"));
    assertEquals(7, shard.store.clientFlags(item));
    long annex = shard.store.valueOffset(item) + 3;
    assertEquals(0x1234_5678_9abcL, Bits.getLong(shard.store.memory(), annex));
    assertEquals(-1, Bits.getLong(shard.store.memory(), annex + 8));
  }

  /** A plain item takes no byte more for it. */
  @EachSubject
  void whoHasNoAnnexPaysForNone(Subject subject) {
    try (var shard = subject.shard()) {
      long item = shard.put("a", "one", 0, Store.NEVER) >= 0 ? shard.find("a") : -1;
      assertFalse(shard.store.hasAnnex(item));
      assertEquals(3, shard.store.valueLength(item));
      assertEquals(3, shard.stat("value_bytes"));
    }
  }

  @EachSubject
  void whatAReaderHoldsIsNotWrittenOver(Subject subject) {
    try (var shard = subject.shard()) {
      shard.put("a", "one", 0, Store.NEVER);
      long read = shard.find("a");
      long pin = shard.store.pin(read);
      shard.put("a", "two", 0, Store.NEVER);
      assertEquals("one", shard.value(read));
      assertEquals("two", shard.get("a"));
      shard.store.unpin(pin);
    }
  }

  @EachSubject
  void aTokenThatWasToldChangesWithEachPut(Subject subject) {
    try (var shard = subject.shard()) {
      Set<Long> tokens = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        shard.put("a", "v" + i % 10, 0, Store.NEVER);
        assertTrue(tokens.add(shard.cas("a")), "a token came twice");
      }
    }
  }

  @EachSubject
  void emptyValuesAndTheLongestKeysAreStored(Subject subject) {
    try (var shard = subject.shard()) {
      String key = "k".repeat(Store.KEY_LENGTH_MAX);
      shard.set(key, "");
      assertEquals("", shard.get(key));
      assertNull(shard.get(key.substring(1)));
    }
  }

  @EachSubject
  void theLargestItemFitsAndOneByteMoreIsRefused(Subject subject) {
    try (var shard = subject.shard()) {
      int valueMax = shard.made.keyAndValueBytesMax() - 1;
      String value = "v".repeat(valueMax);
      assertTrue(shard.set("a", value, 7, shard.in(50_000_000)) >= 0);
      assertEquals(value, shard.get("a"));
      assertEquals(Store.TOO_LARGE, shard.reserve("a", valueMax + 1, 7, Store.NEVER));
      assertEquals(Store.TOO_LARGE, shard.reserve("a", Integer.MAX_VALUE));
      assertEquals(value, shard.get("a"));
      // Whatever can be stored can also be touched.
      assertTrue(shard.touch("a", Store.NEVER) >= 0);
      assertTrue(shard.touch("a", shard.in(60_000_000)) >= 0);
      assertEquals(value, shard.get("a"));
    }
  }

  @EachSubject
  void prefetchingIsFreeOfSideEffects(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "1");
      long present = shard.store.prefetchItem(shard.key("a"));
      assertEquals(present, shard.store.prefetchItem(shard.key("a")));
      shard.store.prefetchIndex(shard.key("a"));
      shard.store.prefetchIndex(shard.key("b"));
      shard.store.prefetchItem(shard.key("b"));
      assertEquals(1, shard.stat("curr_items"));
    }
  }

  @EachSubject
  void deletingForgetsOnceAndSaysSo(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "1");
      assertTrue(shard.delete("a"));
      assertFalse(shard.delete("a"));
      assertNull(shard.get("a"));
      assertEquals(0, shard.stat("curr_items"));
      assertEquals(0, shard.stat("bytes"));
    }
  }

  // Reservations.

  @EachSubject
  void aReservationIsNotSeenBeforeItIsPublished(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "old");
      long reservation = shard.reserve("a", 3, 5, Store.NEVER);
      assertEquals("old", shard.get("a"));
      assertEquals(5, shard.store.clientFlags(reservation));
      assertEquals(3, shard.store.valueLength(reservation));
      assertEquals(1, shard.store.keyLength(reservation));
      shard.audit();
      shard.publish(reservation, "a", "new");
      assertEquals("new", shard.get("a"));
      assertEquals(1, shard.stat("curr_items"));
    }
  }

  @EachSubject
  void anAbandonedReservationLeavesWhatWasThere(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "old");
      long reservation = shard.reserve("a", 3);
      shard.set("b", "x");
      shard.store.abandon(reservation);
      assertEquals("old", shard.get("a"));
      assertEquals(0, shard.stat("reserved_bytes"));
    }
  }

  @EachSubject
  void theLastReservationPublishedWins(Subject subject) {
    try (var shard = subject.shard()) {
      long first = shard.reserve("a", 1);
      long second = shard.reserve("a", 1);
      shard.publish(second, "a", "2");
      shard.publish(first, "a", "1");
      assertEquals("1", shard.get("a"));
      assertEquals(1, shard.stat("curr_items"));
    }
  }

  @EachSubject
  void aReservationOutlivesTheEvictionOfAllAroundIt(Subject subject) {
    try (var shard = subject.shard()) {
      long reservation = shard.reserve("a", 4);
      shard.evictItems(2_000);
      assertEquals(1, shard.store.keyLength(reservation));
      shard.publish(reservation, "a", "kept");
      assertEquals("kept", shard.get("a"));
    }
  }

  @EachSubject
  void aReservationIsExemptFromTheFlushBeforeItsPublication(Subject subject) {
    try (var shard = subject.shard()) {
      long reservation = shard.reserve("a", 4, 3, shard.in(1_000));
      shard.set("b", "gone");
      shard.store.flush();
      shard.publish(reservation, "a", "kept");
      assertEquals("kept", shard.get("a"));
      assertEquals(3, shard.store.clientFlags(shard.find("a")));
      assertEquals(shard.in(1_000), shard.store.expiresAtSec(shard.find("a")));
      assertNull(shard.get("b"));
      shard.settle();
      assertEquals("kept", shard.get("a"));
      shard.store.flush();
      assertNull(shard.get("a"));
    }
  }

  @EachSubject
  void openReservationsTakeButAShareOfTheMemory(Subject subject) {
    try (var shard = subject.shard()) {
      Queue<Long> reservations = new ArrayDeque<>();
      for (long r = shard.reserve("slow", 200); r >= 0; r = shard.reserve("slow", 200)) {
        reservations.add(r);
        assertTrue(reservations.size() * 200 < 64 << 10, "reservations are not bounded");
      }
      assertEquals(Store.NO_MEMORY, shard.reserve("slow", 200));
      shard.audit();
      assertTrue(shard.put("quick", "v", 0, Store.NEVER) >= 0);
      assertEquals("v", shard.get("quick"));
      reservations.forEach(shard.store::abandon);
      assertEquals(0, shard.stat("reserved_bytes"));
      assertEquals("v", shard.get("quick"));
    }
  }

  // Time.

  @EachSubject
  void aHitAtItsDeadlineIsImpossibleAndOneSecondBeforeItIsNot(Subject subject) {
    int[] ttls = {1, 7, 8, 9, 2_047, 2_048, 32_768, 524_288, 8_388_607, 8_388_608,
        31_536_000, 1_000_000_000};
    for (int ttlSec : ttls) {
      try (var shard = subject.shard()) {
        shard.pass(5);
        shard.set("a", "1", ttlSec);
        shard.set("b", "2");
        assertTrue(shard.touch("b", shard.in(ttlSec)) >= 0);
        shard.pass(ttlSec - 1);
        assertEquals("1", shard.get("a"), "TTL " + ttlSec);
        assertEquals("2", shard.get("b"), "TTL " + ttlSec);
        assertTrue(shard.touch("a", shard.in(1)) >= 0);
        shard.pass(1);
        assertNull(shard.get("a"), "TTL " + ttlSec);
        assertNull(shard.get("b"), "TTL " + ttlSec);
        assertFalse(shard.delete("a"), "TTL " + ttlSec);
        assertEquals(Store.ABSENT, shard.touch("b", Store.NEVER));
      }
    }
  }

  @EachSubject
  void neverIsNever(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "1");
      shard.pass(2_000_000_000);
      shard.settle();
      assertEquals("1", shard.get("a"));
    }
  }

  @EachSubject
  void whatHasExpiredIsReclaimedWithoutAnyRequest(Subject subject) {
    try (var shard = subject.shard(512 << 10)) {
      for (int i = 0; i < 300; i++) {
        shard.set("k" + i, "x".repeat(50), 1 + i % 5);
      }
      shard.set("stays", "1");
      shard.pass(SWEPT_SEC);
      long evictions = shard.stat("evictions"); // not every engine has room for any 301 keys
      assertEquals(301, shard.stat("curr_items") + evictions);
      shard.settle();
      assertEquals(1, shard.stat("curr_items"));
      assertEquals(300, shard.stat("reclaimed") + evictions);
      assertEquals(evictions, shard.stat("evictions"));
      assertEquals("1", shard.get("stays"));
    }
  }

  // CAS tokens and touch.

  @EachSubject
  void tokensChangeWithEachStoreAndAreNeverGivenTwice(Subject subject) {
    try (var shard = subject.shard()) {
      Set<Long> tokens = new HashSet<>();
      for (int i = 0; i < 2_000; i++) {
        shard.set("a", "x".repeat(100));
        assertTrue(tokens.add(shard.cas("a")), "token of write " + i);
        if (i % 100 == 0) {
          shard.store.flush();
        }
        if (i % 70 == 0) {
          shard.delete("a");
        }
      }
    }
  }

  @EachSubject
  void touchKeepsValueFlagsAndTokenWhereverTheItemGoes(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "value", 9, Store.NEVER);
      long cas = shard.cas("a");
      for (int ttlSec : new int[] {100, 50, 200, 9_000_000, 1_000_000_000, 70_000, 1, 3}) {
        long item = shard.touch("a", shard.in(ttlSec));
        assertEquals(item, shard.find("a"));
        assertEquals(shard.in(ttlSec), shard.store.expiresAtSec(item));
        assertEquals("value", shard.value(item));
        assertEquals(9, shard.store.clientFlags(item));
        assertEquals(cas, shard.store.cas(item));
        shard.audit();
      }
      assertEquals(1, shard.stat("curr_items"));
      assertEquals(Store.NEVER, shard.store.expiresAtSec(shard.touch("a", Store.NEVER)));
      shard.set("a", "value", 9, Store.NEVER);
      assertNotEquals(cas, shard.cas("a"));
    }
  }

  /** Whatever had to move or to go to make room for the touch. */
  @EachSubject
  void aTouchThatFindsNothingLeavesNothing(Subject subject) {
    try (var shard = subject.shard()) {
      for (int i = 0; i < 2_000; i++) {
        String hot = "hot" + i % 40;
        shard.set("new" + i, "x".repeat(60));
        shard.pass(i % 40 == 0 ? 1 : 0);
        if (shard.get(hot) == null) {
          shard.set(hot, "y".repeat(300));
        } else if (i % 7 == 0) {
          long item = shard.touch(hot, shard.in(1_000 + i * 10));
          assertEquals(item == Store.ABSENT ? null : "y".repeat(300), shard.get(hot), hot);
        }
      }
    }
  }

  // Eviction.

  @EachSubject
  void aFullStoreGoesOnAndRemembersTheNewest(Subject subject) {
    try (var shard = subject.shard()) {
      for (int i = 0; i < 5_000; i++) {
        assertTrue(shard.set("k" + i, "x".repeat(i % 200)) >= 0);
        assertEquals("x".repeat(i % 200), shard.get("k" + i));
      }
      assertEquals(5_000, shard.stat("curr_items") + shard.stat("evictions"));
    }
  }

  @EachSubject
  void countsDoNotDriftThroughEvictionReplacementAndDeletion(Subject subject) {
    try (var shard = subject.shard(48 << 10)) {
      for (int i = 0; i < 4_000; i++) {
        shard.set("k" + i * 31 % 700, "x".repeat(i % 90), i % 3 == 0 ? 1_000 + i : 50_000);
        if (i % 5 == 0) {
          shard.delete("k" + i % 700);
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
      assertEquals(found, shard.stat("curr_items"));
      assertTrue(shard.stat("evictions") > 0);
    }
  }

  // Flush.

  @EachSubject
  void flushForgetsEverythingAtOnceAndCleansUpLater(Subject subject) {
    try (var shard = subject.shard(512 << 10)) {
      for (int i = 0; i < 400; i++) {
        shard.set("k" + i, "x".repeat(60), i % 2 == 0 ? 100 : 10_000);
      }
      long evictions = shard.stat("evictions");
      shard.store.flush();
      assertEquals(0, shard.stat("curr_items"));
      assertEquals(0, shard.stat("bytes"));
      shard.audit();
      shard.set("k7", "new");
      for (int i = 0; i < 400; i++) {
        assertEquals(i == 7 ? "new" : null, shard.get("k" + i));
        assertFalse(i != 7 && shard.delete("k" + i));
      }
      shard.settle();
      assertEquals("new", shard.get("k7"));
      assertEquals(evictions, shard.stat("evictions"));
    }
  }

  // Pins.

  @EachSubject
  void pinnedBytesStayWhateverHappensToTheItem(Subject subject) {
    try (var shard = subject.shard()) {
      shard.set("a", "pinned", 77, Store.NEVER);
      long item = shard.find("a");
      long pin = shard.store.pin(item);
      shard.set("a", "other1", 77, Store.NEVER);
      assertEquals("other1", shard.get("a"));
      shard.evictItems(1_000);
      shard.store.flush();
      shard.settle();
      shard.evictItems(1_000);
      assertEquals("pinned", shard.value(item));
      assertEquals(77, shard.store.clientFlags(item));
      shard.audit();
      shard.store.unpin(pin);
      shard.evictItems(1_000);
    }
  }

  @EachSubject
  void readersMayPinAShareOfTheMemoryAndWhoComesAndGoesHasTheRest(Subject subject) {
    try (var shard = subject.shard()) {
      Queue<Long> pins = new ArrayDeque<>();
      for (int i = 0; i < 1_000; i++) {
        shard.put("k" + i, "x".repeat(200), 0, Store.NEVER);
        long item = shard.find("k" + i);
        if (item != Store.ABSENT) {
          pins.add(shard.store.pin(item));
        }
      }
      shard.settle();
      assertFalse(shard.store.maintain(100_000), "work that cannot be done is no work");
      shard.audit();
      assertTrue(pins.contains(Store.NO_MEMORY), "pins are not bounded");
      for (int i = 0; i < 1_000; i++) {
        assertTrue(shard.put("l" + i, "x".repeat(200), 0, Store.NEVER) >= 0, "item " + i);
      }
      pins.stream().filter(pin -> pin >= 0).forEach(shard.store::unpin);
      shard.settle();
      shard.set("b", "x".repeat(200));
      assertEquals("x".repeat(200), shard.get("b"));
      assertTrue(shard.store.pin(shard.find("b")) >= 0);
      shard.store.unpin(shard.store.pin(shard.find("b")));
    }
  }
}
