package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.store.Store;
import org.junit.jupiter.api.Test;

/** When a value is written over where it lies, and when it must not be. */
class InPlaceTest {
  private static long overwritten(Shard shard) {
    return shard.metrics().itemsOverwritten.get();
  }

  @Test
  void aValueOfTheSameShapeTakesThePlaceOfTheOlder() {
    try (Shard shard = new Shard(8)) {
      long item = shard.put("a", "one", 7, Store.NEVER);
      long bytes = shard.stat("bytes");
      assertEquals(item, shard.put("a", "two", 8, Store.NEVER));
      assertEquals("two", shard.get("a"));
      assertEquals(8, shard.store.clientFlags(item));
      assertEquals(bytes, shard.stat("bytes"));
      assertEquals(1, shard.stat("curr_items"));
      assertEquals(2, shard.stat("total_items"));
      assertEquals(1, overwritten(shard));
    }
  }

  @Test
  void anotherShapeTakesAnotherPlace() {
    try (Shard shard = new Shard(8)) {
      long item = shard.put("a", "one", 0, Store.NEVER);
      assertNotEquals(item, item = shard.put("a", "longer", 0, Store.NEVER), "length");
      assertNotEquals(item, item = shard.put("a", "longer", 1, Store.NEVER), "flags");
      assertNotEquals(item, item = shard.put("a", "longer", 1, shard.in(10)), "deadline");
      assertNotEquals(item, item = shard.put("a", "longer", 1, shard.in(1_000)), "TTL bucket");
      assertEquals(0, overwritten(shard));
      assertEquals(1, shard.stat("curr_items"));
    }
  }

  @Test
  void aTokenThatNobodyKnowsNeedNotChange() {
    try (Shard shard = new Shard(8)) {
      long item = shard.put("a", "one", 0, Store.NEVER);
      assertEquals(item, shard.put("a", "two", 0, Store.NEVER));
      long told = shard.cas("a");
      assertNotEquals(item, shard.put("a", "six", 0, Store.NEVER));
      assertNotEquals(told, shard.cas("a"));
      assertEquals(1, overwritten(shard));
    }
  }

  @Test
  void aTokenThatTravelledWithItsItemChangesToo() {
    try (Shard shard = new Shard(8)) {
      shard.put("a", "one", 0, Store.NEVER);
      long told = shard.cas("a");
      long moved = shard.touch("a", shard.in(5));
      assertEquals(told, shard.store.cas(moved));
      assertNotEquals(moved, shard.put("a", "two", 0, shard.in(5)));
      assertNotEquals(told, shard.cas("a"));
    }
  }

  @Test
  void theDeadlineIsTheNewOneToTheSecond() {
    try (Shard shard = new Shard(8)) {
      long item = shard.put("a", "one", 0, shard.in(100));
      shard.pass(2);
      assertEquals(item, shard.put("a", "two", 0, shard.in(100)), "the same bucket, later");
      shard.pass(99);
      shard.settle();
      assertEquals("two", shard.get("a"));
      shard.pass(1);
      assertNull(shard.get("a"));
      shard.settle();
      assertEquals(0, shard.stat("curr_items"));
    }
  }

  @Test
  void whatHasExpiredOrWasFlushedIsNotWrittenOver() {
    try (Shard shard = new Shard(8)) {
      long item = shard.put("a", "one", 0, shard.in(3));
      shard.pass(3);
      assertNotEquals(item, shard.put("a", "two", 0, shard.in(3)));
      item = shard.put("b", "one", 0, Store.NEVER);
      shard.store.flush();
      assertNotEquals(item, shard.put("b", "two", 0, Store.NEVER));
      assertEquals("two", shard.get("b"));
      assertEquals(0, overwritten(shard));
    }
  }

  @Test
  void anItemThatIsSoonToGoMovesAndStays() {
    try (Shard shard = new Shard(16)) {
      long item = shard.put("a", "one", 0, Store.NEVER);
      for (int i = 0; shard.metrics().segmentsFree.get() > 1; i++) {
        shard.set("older" + i, "x".repeat(100));
      }
      assertNotEquals(item, shard.put("a", "two", 0, Store.NEVER));
      shard.evict(2);
      assertEquals("two", shard.get("a"));
    }
  }

  @Test
  void aWorkingSetThatFitsIsNeverForgottenHoweverOftenItIsRewritten() {
    try (Shard shard = new Shard(16)) {
      for (int i = 0; i < 20_000; i++) {
        shard.put("key" + i % 200, String.format("%08d", i), 0, Store.NEVER);
        shard.store.maintain(2);
      }
      assertEquals(200, shard.stat("curr_items"));
      assertEquals(0, shard.stat("evictions"));
    }
  }
}
