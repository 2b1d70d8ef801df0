package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that take several blocks, and those in whose way they are, with every engine of blocks. */
@ParameterizedClass
@MethodSource("engines")
class LargeItemsContractTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 64;
  private static final int TURNS_MAX = 5_000;
  private static final int STEPS_PER_TURN = 64;

  private final BlockEngine engine;
  private final StoreShard<Store> shard;

  LargeItemsContractTest(BlockEngine engine) {
    this.engine = engine;
    this.shard = engine.shard(BLOCK, BLOCKS);
  }

  static Stream<BlockEngine> engines() {
    return BlockEngine.all();
  }

  @AfterEach
  void whatItBelievesIsSo() {
    shard.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, -22, -21, -20, -1, 0, 1, 4000, 4096, 8170, 30_000, 100_000})
  void itIsReadAsItWasWritten(int beyondABlock) {
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
  }

  @Test
  void itMayBeHalfOfMemoryAndNoMore() {
    int longest = shard.made.keyAndValueBytesMax() - 1;
    assertTrue(longest > (BLOCKS / 2 - 1) * BLOCK, "only " + longest);
    for (int i = 0; i < 5; i++) {
      store("k", value(longest, 'a' + i));
      assertEquals(value(longest, 'a' + i), shard.get("k"));
    }
    int tooLong = longest + 28; // whatever the header has
    assertEquals(Store.TOO_LARGE, shard.reserve("k", tooLong));
    assertEquals(Store.TOO_LARGE, shard.put("k", value(tooLong, 'x'), 0, 0));
  }

  @Test
  void largeAndSmallTakeEachOthersPlace() {
    int free = free();
    for (int i = 0; i < 200; i++) {
      String value = value(i % 2 == 0 ? 20_000 + i : 10 + i, 'a' + i % 26);
      store("k", value);
      assertEquals(value, shard.get("k"));
      assertEquals(1, shard.stat("curr_items"));
    }
    assertTrue(shard.delete("k"));
    assertNull(shard.get("k"));
    assertTrue(free() >= free - 2, "blocks are lost: " + free());
    assertEquals(0, shard.stat("evictions"));
  }

  @Test
  void theBlocksOfADeletedOneAreFree() {
    int free = free();
    shard.set("k", value(10 * BLOCK, 'a'));
    assertEquals(free - 11, free());
    assertEquals(10, aside());
    shard.delete("k");
    assertEquals(free, free());
  }

  @Test
  void aTokenChangesWithEachWriteAndWithNothingElse() {
    shard.set("k", value(9_000, 'a'));
    long token = shard.cas("k");
    assertTrue(shard.touch("k", shard.in(100)) >= 0);
    assertEquals(token, shard.cas("k"));
    store("k", value(9_000, 'b'));
    assertNotEquals(token, shard.cas("k"));
  }

  @Test
  void aTouchMovesNothing() {
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
    int free = free();
    shard.settle();
    assertEquals(free + 13, free(), "what has expired is not swept");
  }

  @Test
  void aFlushForgetsItAndNoneThatIsStillComing() {
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

  @Test
  void anAbandonedOneLeavesWhatWasThere() {
    shard.set("k", "old");
    int free = free();
    shard.store.abandon(shard.reserve("k", 30_000));
    assertEquals(free, free());
    assertEquals("old", shard.get("k"));
    assertEquals(0, shard.stat("reserved_bytes"));
  }

  @Test
  void aReaderKeepsItWhateverBecomesOfIt() {
    String value = value(30_000, 'a');
    shard.set("k", value);
    long item = shard.find("k");
    long pin = shard.store.pin(item);
    assertEquals(8, shard.stat(engine.readers()));
    shard.delete("k");
    fill(3 * BLOCKS, "none");
    store("other", value(30_000, 'b'));
    assertEquals(value, shard.value(item));
    shard.store.unpin(pin);
    assertEquals(0, shard.stat(engine.readers()));
  }

  @Test
  void oneThatIsMoreThanAShareIsReadAndReceivedAlone() {
    int longest = shard.made.keyAndValueBytesMax() - 1;
    shard.set("a", value(longest, 'a'));
    shard.set("s", "s");
    long pin = shard.store.pin(shard.find("a"));
    assertTrue(pin >= 0);
    assertEquals(Store.NO_MEMORY, shard.store.pin(shard.find("s")), "a quarter is left");
    assertEquals(Store.NO_MEMORY, shard.reserve("b", longest), "a quarter is left");
    fill(3 * BLOCKS, "none");
    shard.store.unpin(pin);
    long reservation = waitFor("b", longest);
    fill(3 * BLOCKS, "none");
    shard.publish(reservation, "b", value(longest, 'b'));
    assertEquals(value(longest, 'b'), shard.get("b"));
  }

  @Test
  void whatIsAliveInItsWayIsMovedAndNotForgotten() {
    int keys = 0;
    while (free() > 4) {
      shard.set("k" + keys, value(100, 'a' + keys % 26));
      keys++;
    }
    for (int i = 0; i < keys; i++) {
      if (i % 2 == 0) {
        shard.delete("k" + i);
      }
    }
    store("large", value(10 * BLOCK, 'x'));
    assertEquals(0, shard.stat("evictions"), "memory was half empty");
    for (int i = 1; i < keys; i += 2) {
      assertEquals(value(100, 'a' + i % 26), shard.get("k" + i));
    }
    assertEquals(value(10 * BLOCK, 'x'), shard.get("large"));
  }

  @Test
  void largeOnesAreStoredOneAfterAnotherAndSmallOnesBetweenThem() {
    try (StoreShard<Store> of = engine.shard(BLOCK, BLOCKS)) {
      for (int i = 0; i < 300; i++) {
        int bytes = BLOCK * (1 + i % 13) + i;
        storeIn(of, "large" + i, value(bytes, 'a' + i % 26));
        assertEquals(value(bytes, 'a' + i % 26), of.get("large" + i));
        for (int j = 0; j < 50; j++) {
          storeIn(of, "small" + i + "." + j, value(100, 'b'));
          assertNotNull(of.get("small" + i + "." + j));
        }
        of.store.maintain(STEPS_PER_TURN);
        if (i % 20 == 0) {
          of.audit();
        }
      }
      assertTrue(of.stat("evictions") > 0, "memory is never full");
    }
  }

  @Test
  void smallOnesTakeTheMemoryOfLargeOnesThatNobodyAsksFor() {
    for (int i = 0; i < 4; i++) {
      store("large" + i, value(10 * BLOCK, 'a'));
    }
    fill(4 * BLOCKS, "none");
    assertEquals(0, found("large", 4), "they are kept for ever");
  }

  @Test
  void aLargeOneIsStoredBesideAStreamOfSmallOnesThatFillMemory() {
    fill(2 * BLOCKS, "none");
    int filler = 0;
    for (int turn = 0; shard.put("large", value(20 * BLOCK, 'a'), 0, 0) < 0; turn++) {
      assertTrue(turn < TURNS_MAX, "never stored");
      for (int i = 0; i < 16; i++) {
        shard.put("s" + filler++, value(100, 'b'), 0, Store.NEVER);
      }
      shard.store.maintain(STEPS_PER_TURN);
    }
    assertEquals(value(20 * BLOCK, 'a'), shard.get("large"));
  }

  /** To empty one block takes many turns, and more than half of all are to be. */
  @Test
  void howeverManyAreInItsWayItIsStored() {
    try (StoreShard<Store> of = engine.shard(1 << 18, 24)) {
      while (of.stat("evictions") == 0) {
        storeIn(of, "s" + of.stat("curr_items"), "0123456789");
      }
      int longest = of.made.keyAndValueBytesMax() - 2;
      for (int i = 0; i < 3; i++) {
        storeIn(of, "k" + i, value(longest, 'a' + i));
        assertEquals(value(longest, 'a' + i), of.get("k" + i));
      }
    }
  }

  @Test
  void noCallIsLongerForThem() {
    fill(2 * BLOCKS, "none");
    for (int i = 0; i < 40; i++) {
      String value = value(BLOCK * (2 + i % 25), 'a');
      long item = Store.NO_MEMORY;
      for (int turn = 0; item == Store.NO_MEMORY; turn++) {
        assertTrue(turn < TURNS_MAX, "never stored");
        long before = shard.store.steps();
        item = shard.put("large" + i, value, 0, Store.NEVER);
        assertTrue(shard.store.steps() - before <= engine.stepsPerCallMax(), "a long call");
        before = shard.store.steps();
        shard.store.maintain(STEPS_PER_TURN);
        assertTrue(shard.store.steps() - before <= STEPS_PER_TURN, "a long turn");
      }
    }
  }

  @Test
  void whoDoesNotAskAgainHoldsNothing() {
    fill(2 * BLOCKS, "none");
    assertEquals(Store.NO_MEMORY, shard.put("gone", value(30 * BLOCK, 'a'), 0, 0));
    shard.settle();
    for (int i = 0; i < 70; i++) {
      shard.store.maintain(STEPS_PER_TURN);
    }
    assertEquals(0, aside());
    store("other", value(20 * BLOCK, 'b'));
    assertNull(shard.get("gone"));
  }

  @Test
  void theSecondWaitsForTheFirst() {
    fill(2 * BLOCKS, "none");
    String value = value(25 * BLOCK, 'a');
    assertEquals(Store.NO_MEMORY, shard.put("first", value, 0, Store.NEVER));
    long second = Store.NO_MEMORY;
    for (int turn = 0; shard.put("first", value, 0, Store.NEVER) < 0; turn++) {
      assertTrue(turn < TURNS_MAX, "never stored");
      second = shard.put("second", value, 0, Store.NEVER);
      assertEquals(Store.NO_MEMORY, second, "it was not its turn");
      shard.store.maintain(STEPS_PER_TURN);
    }
    store("second", value);
  }

  @Test
  void whereNothingIsForgottenItIsRefusedAndWhatIsIdleIsUsed() {
    try (StoreShard<Store> of = engine.shardWithoutEviction(BLOCK, BLOCKS)) {
      int keys = 0;
      while (of.put("k" + keys, value(100, 'a'), 0, Store.NEVER) >= 0) {
        of.store.maintain(STEPS_PER_TURN);
        keys++;
      }
      String value = value(10 * BLOCK, 'x');
      for (int turn = 0; turn < 500; turn++) {
        assertEquals(Store.NO_MEMORY, of.put("large", value, 0, Store.NEVER));
        of.store.maintain(STEPS_PER_TURN);
      }
      for (int i = 0; i < keys / 2; i++) {
        of.delete("k" + (2 * i));
      }
      storeIn(of, "large", value);
      for (int i = 0; i < keys / 2; i++) {
        assertNotNull(of.get("k" + (2 * i + 1)));
      }
      assertEquals(0, of.stat("evictions"));
    }
  }

  @Test
  void itsLengthMayTakeMoreBitsThanAnItemHas() {
    try (StoreShard<Store> of = engine.shard(1 << 20, 64)) {
      String value = "0123456789abcdef".repeat((17 << 20) / 16);
      of.put("k", value, 7, Store.NEVER);
      long item = of.find("k");
      assertEquals(value.length(), of.store.valueLength(item));
      assertEquals(value, of.value(item));
      assertEquals(7, of.store.clientFlags(item));
      of.set("k", value.substring(0, 1 << 24));
      assertEquals(1 << 24, of.store.valueLength(of.find("k")));
      of.set("k", value.substring(0, (1 << 24) - 1));
      assertEquals((1 << 24) - 1, of.store.valueLength(of.find("k")));
    }
  }

  @Test
  void walksAndListingsKnowIt() {
    store("a", value(5 * BLOCK, 'a'));
    store("b", value(7 * BLOCK, 'b'));
    shard.set("c", "c");
    var walk = shard.store.beginWalk();
    for (int i = 0; !walk.advance(1); i++) {
      assertTrue(i < 100_000);
      if (i == 3) {
        shard.delete("a");
        store("d", value(9 * BLOCK, 'd'));
      } else if (i == 20) {
        shard.delete("b");
        store("e", value(2 * BLOCK, 'e'));
        shard.reserve("f", 3 * BLOCK);
      }
    }
    assertEquals("[]", walk.faults().toString());
  }

  private int found(String prefix, int keys) {
    return (int) IntStream.range(0, keys).filter(i -> shard.get(prefix + i) != null).count();
  }

  private int free() {
    return (int) shard.stat(engine.noun() + "s_free");
  }

  private int aside() {
    return (int) shard.stat(engine.noun() + "s_aside");
  }

  /** Small items that fill so many blocks; one key is asked for meanwhile. */
  private void fill(int segments, String asked) {
    for (int i = 0; i < segments * BLOCK / 120; i++) {
      storeIn(shard, "f" + i, value(100, 'f'));
      shard.find(asked);
    }
  }

  private void store(String key, String value) {
    storeIn(shard, key, value);
  }

  private static void storeIn(StoreShard<Store> shard, String key, String value) {
    for (int turn = 0; shard.put(key, value, 0, Store.NEVER) == Store.NO_MEMORY; turn++) {
      assertTrue(turn < TURNS_MAX, "never stored: " + key);
      shard.store.maintain(STEPS_PER_TURN);
    }
  }

  private long waitFor(String key, int length) {
    for (int turn = 0; turn < TURNS_MAX; turn++) {
      long item = shard.reserve(key, length);
      if (item >= 0) {
        return item;
      }
      shard.store.maintain(STEPS_PER_TURN);
    }
    throw new AssertionError("never reserved");
  }

  private static String value(int bytes, int letter) {
    return String.valueOf((char) letter).repeat(bytes);
  }
}
