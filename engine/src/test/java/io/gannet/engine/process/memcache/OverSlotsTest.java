package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.cuckoo.EvictionPolicy;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conversations go over slots as they go over a map, whether items keep their tokens or not. */
class OverSlotsTest {
  private static final int CONVERSATIONS = 300;

  @Test
  void randomConversationsGoAsOverAMap() {
    converse(true);
  }

  @Test
  void soTheyDoWithoutKeptTokens() {
    converse(false);
  }

  private static void converse(boolean cas) {
    Harness overMap = new Harness();
    CuckooOptions options = new CuckooOptions(4096, cas, EvictionPolicy.LFU);
    Harness overSlots =
        new Harness(
            false,
            clock -> new CuckooStore(Arena.ofAuto().allocate(4 << 20, 64), options, clock, 4711));
    long first = Long.getLong("gannet.seed", 1);
    for (long seed = first; seed < first + CONVERSATIONS; seed++) {
      String said = "flush_all\r\n" + new RandomConversation(new Random(seed)).text(60);
      String expected = Conversations.withCasRanks(overMap.talk(said));
      assertEquals(expected, Conversations.withCasRanks(overSlots.talk(said)), "seed " + seed);
      overMap.leave();
      overSlots.leave();
    }
  }

  @Test
  void aValueThatOutgrowsItsSlotStaysAsItWas() {
    Harness overSlots =
        new Harness(
            false,
            clock ->
                new CuckooStore(
                    Arena.ofAuto().allocate(1 << 16, 64), CuckooOptions.defaults(), clock, 1));
    String value = "9".repeat(19);
    String key = "k".repeat(28);
    assertEquals("STORED\r\n", overSlots.talk("set " + key + " 0 0 19\r\n" + value + "\r\n"));
    assertEquals("NOT_STORED\r\n", overSlots.talk("append " + key + " 0 0 2\r\nxx\r\n"));
    assertTrue(overSlots.talk("get " + key + "\r\n").contains(value));
    assertEquals("10000000000000000000\r\n", overSlots.talk("incr " + key + " 1\r\n"));
  }
}
