package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items that take several blocks, and those in whose way they are, with every engine of blocks. */
class LargeItemsContractTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;
  private static final int[] BEYOND_A_BLOCK = {
    -30, -29, -28, -22, -21, -20, -17, -16, -1, 0, 1, 4000, 4096, 8170, 30_000, 100_000
  };

  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @MethodSource("io.gannet.engine.store.BlockEngine#all")
  private @interface WithEachEngine {}

  @WithEachEngine
  void itIsReadAsItWasWritten(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      for (int beyondABlock : BEYOND_A_BLOCK) {
        String value = value(BLOCK + beyondABlock, 'a');
        int expiresAtSec = shard.in(70_000);
        shard.set("k", value, 42, expiresAtSec);
        shard.set("next", "n");
        long item = shard.find("k");
        assertEquals(value, shard.value(item));
        assertEquals(42, shard.store.clientFlags(item));
        assertEquals(expiresAtSec, shard.store.expiresAtSec(item));
        assertEquals("n", shard.get("next"));
        assertEquals(value.length() + 1L, shard.stat("value_bytes"));
        shard.delete("k");
      }
    }
  }

  @WithEachEngine
  void itMayBeHalfOfMemoryAndNoMore(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      int longest = shard.made.keyAndValueBytesMax() - 1;
      assertTrue(longest > (BLOCKS / 2 - 1) * BLOCK, "only " + longest);
      for (int i = 0; i < 5; i++) {
        shard.awaitSet("k", value(longest, 'a' + i));
        assertEquals(value(longest, 'a' + i), shard.get("k"));
      }
      int tooLong = longest + 28; // whatever the header has
      assertEquals(Store.TOO_LARGE, shard.reserve("k", tooLong));
      assertEquals(Store.TOO_LARGE, shard.put("k", value(tooLong, 'x'), 0, 0));
    }
  }

  @WithEachEngine
  void largeAndSmallTakeEachOthersPlace(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      int free = shard.free();
      for (int i = 0; i < 200; i++) {
        String value = value(i % 2 == 0 ? 20_000 + i : 10 + i, 'a' + i % 26);
        shard.awaitSet("k", value);
        assertEquals(value, shard.get("k"));
        assertEquals(1, shard.stat("curr_items"));
      }
      assertTrue(shard.delete("k"));
      assertNull(shard.get("k"));
      assertTrue(shard.free() >= free - 2, "blocks are lost: " + shard.free());
      assertEquals(0, shard.stat("evictions"));
    }
  }

  @WithEachEngine
  void theBlocksOfADeletedOneAreFree(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      int free = shard.free();
      shard.set("k", value(10 * BLOCK, 'a'));
      assertEquals(free - 11, shard.free());
      assertEquals(10, shard.aside());
      shard.delete("k");
      assertEquals(free, shard.free());
    }
  }

  @WithEachEngine
  void aTokenChangesWithEachWriteAndWithNothingElse(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.set("k", value(9_000, 'a'));
      long token = shard.cas("k");
      assertTrue(shard.touch("k", shard.in(100)) >= 0);
      assertEquals(token, shard.cas("k"));
      shard.awaitSet("k", value(9_000, 'b'));
      assertNotEquals(token, shard.cas("k"));
    }
  }

  @WithEachEngine
  void aTouchMovesNothing(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.set("k", value(50_000, 'a'));
      long item = shard.find("k");
      int[] deadlines = {shard.in(5), shard.in(1_000_000), Store.NEVER, shard.in(3)};
      for (int deadlineSec : deadlines) {
        assertEquals(item, shard.touch("k", deadlineSec));
        assertEquals(deadlineSec, shard.store.expiresAtSec(item));
      }
      shard.pass(2);
      assertNotNull(shard.get("k"));
      shard.pass(1);
      assertNull(shard.get("k"));
      int free = shard.free();
      shard.settle();
      assertEquals(free + 13, shard.free(), "what has expired is not swept");
    }
  }

  @WithEachEngine
  void aFlushForgetsItAndNoneThatIsStillComing(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      String value = value(30_000, 'a');
      shard.set("k", value);
      long coming = shard.reserve("later", value.length());
      shard.store.flush();
      assertNull(shard.get("k"));
      shard.publish(coming, "later", value);
      assertEquals(value, shard.get("later"));
      shard.settle();
      assertEquals(value, shard.get("later"));
      assertEquals(1, shard.stat("curr_items"));
    }
  }

  @WithEachEngine
  void anAbandonedOneLeavesWhatWasThere(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.set("k", "old");
      int free = shard.free();
      shard.store.abandon(shard.reserve("k", 30_000));
      assertEquals(free, shard.free());
      assertEquals("old", shard.get("k"));
      assertEquals(0, shard.stat("reserved_bytes"));
    }
  }

  @WithEachEngine
  void aReaderKeepsItWhateverBecomesOfIt(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      String value = value(30_000, 'a');
      shard.set("k", value);
      long item = shard.find("k");
      long pin = shard.store.pin(item);
      assertEquals(8, shard.read());
      shard.delete("k");
      shard.fill(3 * BLOCKS);
      shard.awaitSet("other", value(30_000, 'b'));
      assertEquals(value, shard.value(item));
      shard.store.unpin(pin);
      assertEquals(0, shard.read());
    }
  }

  @WithEachEngine
  void oneThatIsMoreThanAShareIsReadAndReceivedAlone(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      int longest = shard.made.keyAndValueBytesMax() - 1;
      shard.set("a", value(longest, 'a'));
      shard.set("s", "s");
      long pin = shard.store.pin(shard.find("a"));
      assertTrue(pin >= 0);
      assertEquals(Store.NO_MEMORY, shard.store.pin(shard.find("s")), "a quarter is left");
      assertEquals(Store.NO_MEMORY, shard.reserve("b", longest), "a quarter is left");
      shard.fill(3 * BLOCKS);
      shard.store.unpin(pin);
      long reservation = shard.awaitReservation("b", longest);
      shard.fill(3 * BLOCKS);
      shard.publish(reservation, "b", value(longest, 'b'));
      assertEquals(value(longest, 'b'), shard.get("b"));
    }
  }

  @WithEachEngine
  void whatIsAliveInItsWayIsMovedAndNotForgotten(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      int keys = 0;
      while (shard.free() > 4) {
        shard.set("k" + keys, value(100, 'a' + keys % 26));
        keys++;
      }
      for (int i = 0; i < keys; i++) {
        if (i % 2 == 0) {
          shard.delete("k" + i);
        }
      }
      shard.awaitSet("large", value(10 * BLOCK, 'x'));
      assertEquals(0, shard.stat("evictions"), "memory was half empty");
      for (int i = 1; i < keys; i += 2) {
        assertEquals(value(100, 'a' + i % 26), shard.get("k" + i));
      }
      assertEquals(value(10 * BLOCK, 'x'), shard.get("large"));
    }
  }

  @WithEachEngine
  void largeOnesAreStoredOneAfterAnotherAndSmallOnesBetweenThem(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      for (int i = 0; i < 300; i++) {
        int bytes = BLOCK * (1 + i % 13) + i;
        shard.awaitSet("large" + i, value(bytes, 'a' + i % 26));
        assertEquals(value(bytes, 'a' + i % 26), shard.get("large" + i));
        for (int j = 0; j < 50; j++) {
          shard.awaitSet("small" + i + "." + j, value(100, 'b'));
          assertNotNull(shard.get("small" + i + "." + j));
        }
        shard.turn();
        if (i % 20 == 0) {
          shard.audit();
        }
      }
      assertTrue(shard.stat("evictions") > 0, "memory is never full");
    }
  }

  @WithEachEngine
  void smallOnesTakeTheMemoryOfLargeOnesThatNobodyAsksFor(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      for (int i = 0; i < 4; i++) {
        shard.awaitSet("large" + i, value(10 * BLOCK, 'a'));
      }
      shard.fill(4 * BLOCKS);
      assertEquals(0, found(shard, "large", 4), "they are kept for ever");
    }
  }

  @WithEachEngine
  void aLargeOneIsStoredBesideAStreamOfSmallOnesThatFillMemory(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.fill(2 * BLOCKS);
      int filler = 0;
      for (int turn = 0; shard.put("large", value(20 * BLOCK, 'a'), 0, 0) < 0; turn++) {
        assertTrue(turn < BlockShard.TURNS_MAX, "never stored");
        for (int i = 0; i < 16; i++) {
          shard.put("s" + filler++, value(100, 'b'), 0, Store.NEVER);
        }
        shard.turn();
      }
      assertEquals(value(20 * BLOCK, 'a'), shard.get("large"));
    }
  }

  /** To empty one block takes many turns, and more than half of all are to be. */
  @WithEachEngine
  void howeverManyAreInItsWayItIsStored(BlockEngine engine) {
    try (BlockShard shard = engine.shard(1 << 18, 24)) {
      while (shard.stat("evictions") == 0) {
        shard.awaitSet("s" + shard.stat("curr_items"), "0123456789");
      }
      int longest = shard.made.keyAndValueBytesMax() - 2;
      for (int i = 0; i < 3; i++) {
        shard.awaitSet("k" + i, value(longest, 'a' + i));
        assertEquals(value(longest, 'a' + i), shard.get("k" + i));
      }
    }
  }

  /** To look for a place takes more than a call, and there is none: others are to give way. */
  @WithEachEngine
  void whereMemoryIsFullOfThemOthersGiveWay(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, 1000)) {
      String value = value(BLOCK + 200, 'a');
      for (int i = 0; i < 1500; i++) {
        long item = Store.NO_MEMORY;
        for (int turn = 0; item == Store.NO_MEMORY; turn++) {
          assertTrue(turn < BlockShard.TURNS_MAX, "never stored: " + i);
          item = shard.put("k" + i, value, 0, Store.NEVER);
          shard.store.maintain(256);
        }
      }
      assertTrue(shard.stat("evictions") > 500, "most of them are there");
      assertEquals(value, shard.get("k1499"));
    }
  }

  @WithEachEngine
  void noCallIsLongerForThem(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.fill(2 * BLOCKS);
      for (int i = 0; i < 40; i++) {
        String value = value(BLOCK * (2 + i % 25), 'a');
        long item = Store.NO_MEMORY;
        for (int turn = 0; item == Store.NO_MEMORY; turn++) {
          assertTrue(turn < BlockShard.TURNS_MAX, "never stored");
          long before = shard.store.steps();
          item = shard.put("large" + i, value, 0, Store.NEVER);
          assertTrue(shard.store.steps() - before <= engine.stepsPerCallMax(), "a long call");
          before = shard.store.steps();
          shard.turn();
          assertTrue(shard.store.steps() - before <= BlockShard.STEPS_PER_TURN, "a long turn");
        }
      }
    }
  }

  @WithEachEngine
  void whoDoesNotAskAgainHoldsNothing(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.fill(2 * BLOCKS);
      assertEquals(Store.NO_MEMORY, shard.put("gone", value(30 * BLOCK, 'a'), 0, 0));
      shard.settle();
      for (int i = 0; i < 70; i++) {
        shard.turn();
      }
      assertEquals(0, shard.aside());
      shard.awaitSet("other", value(20 * BLOCK, 'b'));
      assertNull(shard.get("gone"));
    }
  }

  @WithEachEngine
  void theSecondWaitsForTheFirst(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.fill(2 * BLOCKS);
      String value = value(25 * BLOCK, 'a');
      assertEquals(Store.NO_MEMORY, shard.put("first", value, 0, Store.NEVER));
      long second = Store.NO_MEMORY;
      for (int turn = 0; shard.put("first", value, 0, Store.NEVER) < 0; turn++) {
        assertTrue(turn < BlockShard.TURNS_MAX, "never stored");
        second = shard.put("second", value, 0, Store.NEVER);
        assertEquals(Store.NO_MEMORY, second, "it was not its turn");
        shard.turn();
      }
      shard.awaitSet("second", value);
    }
  }

  @WithEachEngine
  void whereNothingIsForgottenItIsRefusedAndWhatIsIdleIsUsed(BlockEngine engine) {
    try (BlockShard shard = engine.shardWithoutEviction(BLOCK, BLOCKS)) {
      int keys = 0;
      while (shard.put("k" + keys, value(100, 'a'), 0, Store.NEVER) >= 0) {
        shard.turn();
        keys++;
      }
      String value = value(10 * BLOCK, 'x');
      for (int turn = 0; turn < 500; turn++) {
        assertEquals(Store.NO_MEMORY, shard.put("large", value, 0, Store.NEVER));
        shard.turn();
      }
      for (int i = 0; i < keys / 2; i++) {
        shard.delete("k" + (2 * i));
      }
      shard.awaitSet("large", value);
      for (int i = 0; i < keys / 2; i++) {
        assertNotNull(shard.get("k" + (2 * i + 1)));
      }
      assertEquals(0, shard.stat("evictions"));
    }
  }

  @WithEachEngine
  void whatDoesNotSufficeForALargeOneIsNotKeptFromSmallOnes(BlockEngine engine) {
    try (BlockShard shard = engine.shardWithoutEviction(BLOCK, BLOCKS)) {
      int keys = 0;
      while (shard.free() > BLOCKS / 3) {
        shard.awaitSet("k" + keys++, value(100, 'a'));
      }
      for (int turn = 0; turn < 20; turn++) {
        long item = shard.put("large", value(BLOCKS / 2 * BLOCK - 100, 'x'), 0, Store.NEVER);
        assertEquals(Store.NO_MEMORY, item);
        shard.turn();
        assertEquals(0, shard.aside());
        assertTrue(shard.put("m" + turn, value(1000, 'b'), 0, Store.NEVER) >= 0, "refused");
      }
    }
  }

  @WithEachEngine
  void itsLengthMayTakeMoreBitsThanAnItemHas(BlockEngine engine) {
    try (BlockShard shard = engine.shard(1 << 20, 64)) {
      String value = "0123456789abcdef".repeat((17 << 20) / 16);
      shard.put("k", value, 7, Store.NEVER);
      long item = shard.find("k");
      assertEquals(value.length(), shard.store.valueLength(item));
      assertEquals(value, shard.value(item));
      assertEquals(7, shard.store.clientFlags(item));
      shard.set("k", value.substring(0, 1 << 24));
      assertEquals(1 << 24, shard.store.valueLength(shard.find("k")));
      shard.set("k", value.substring(0, (1 << 24) - 1));
      assertEquals((1 << 24) - 1, shard.store.valueLength(shard.find("k")));
    }
  }

  @WithEachEngine
  void walksAndListingsKnowIt(BlockEngine engine) {
    try (BlockShard shard = engine.shard(BLOCK, BLOCKS)) {
      shard.awaitSet("a", value(5 * BLOCK, 'a'));
      shard.awaitSet("b", value(7 * BLOCK, 'b'));
      shard.set("c", "c");
      var walk = shard.store.beginWalk();
      for (int i = 0; !walk.advance(1); i++) {
        assertTrue(i < 100_000);
        if (i == 3) {
          shard.delete("a");
          shard.awaitSet("d", value(9 * BLOCK, 'd'));
        } else if (i == 20) {
          shard.delete("b");
          shard.awaitSet("e", value(2 * BLOCK, 'e'));
          shard.reserve("f", 3 * BLOCK);
        }
      }
      assertEquals("[]", walk.faults().toString());
    }
  }

  private static int found(BlockShard shard, String prefix, int keys) {
    return (int) IntStream.range(0, keys).filter(i -> shard.get(prefix + i) != null).count();
  }

  private static String value(int bytes, int letter) {
    return String.valueOf((char) letter).repeat(bytes);
  }
}
