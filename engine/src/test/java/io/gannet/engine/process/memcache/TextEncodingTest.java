package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Metric;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextEncodingTest {
  private static final String STORED = "STORED\r\n";
  private static final String HIT = "VALUE a 0 1\r\nx\r\nEND\r\n";
  private static final String MISS = "END\r\n";

  private final Harness client = new Harness();

  @Test
  void whatWasSetIsGot() {
    assertEquals(STORED, client.talk("set a 5 0 3\r\nabc\r\n"));
    assertEquals("VALUE a 5 3\r\nabc\r\nEND\r\n", client.talk("get a\r\n"));
    assertEquals(MISS, client.talk("get b\r\n"));
    assertEquals("VALUE a 5 3 1\r\nabc\r\nEND\r\n", client.talk("gets b a\r\n"));
  }

  @Test
  void valuesOfAnyLengthComeBackAsTheyWent() {
    Random random = new Random(7);
    for (int length = 0; length <= Harness.ITEM_BYTES_MAX - 1; length += 1 + length * 2 / 5) {
      byte[] value = new byte[length];
      random.nextBytes(value);
      String text = new String(value, ISO_8859_1);
      assertEquals(STORED, client.talk("set a 0 0 " + length + "\r\n" + text + "\r\n"));
      String expected = "VALUE a 0 " + length + "\r\n" + text + "\r\nEND\r\n";
      assertTrue(expected.equals(client.talk("get a\r\n")), "a value of " + length + " bytes");
    }
  }

  @Test
  void theLargestValueFitsAndOneByteMoreDoesNot() {
    int max = Harness.ITEM_BYTES_MAX - 1;
    assertEquals(STORED, client.talk("set a 0 0 " + max + "\r\n" + "x".repeat(max) + "\r\n"));
    assertEquals(
        "SERVER_ERROR object too large for cache\r\nEND\r\n",
        client.talk("set a 0 0 " + (max + 1) + "\r\n" + "x".repeat(max + 1) + "\r\nget a\r\n"));
  }

  @Test
  void withoutMemoryTheConversationGoesOn() {
    client.talk("set a 0 0 1\r\nx\r\nset n 0 0 1\r\n9\r\nset b 0 0 1\r\nx\r\n");
    client.store.exhausted = true;
    String storing = "SERVER_ERROR out of memory storing object\r\n";
    assertEquals(
        storing + storing + HIT,
        client.talk("add c 0 0 1\r\nx\r\nappend a 0 0 1\r\nx\r\nget a\r\n"));
    assertEquals(
        "SERVER_ERROR out of memory\r\nVALUE n 0 1\r\n9\r\nEND\r\n",
        client.talk("incr n 1\r\nget n\r\n"));
    assertEquals(storing + MISS, client.talk("set a 0 0 1\r\ny\r\nget a\r\n"));
    client.out.rule(null, 0);
    String large = "set b 0 0 5000\r\n" + "x".repeat(5000) + "\r\nget b\r\n";
    client.send(Conversations.bytes(large), 15);
    assertEquals(storing + MISS, client.replies());
    assertEquals(4, client.metrics.noMemory.get());
    assertEquals(5, client.metrics.serverErrors.get());
    assertEquals(5, client.metrics.waits.get());
    assertEquals(5, client.metrics.waitsGivenUp.get());
  }

  @Test
  void aDeadlineIsKeptToTheSecond() {
    assertEquals(STORED, client.talk("set a 0 10 1\r\nx\r\n"));
    client.advanceSec(9);
    assertEquals(HIT, client.talk("get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
  }

  @Test
  void aDeadlineBeyondThirtyDaysIsADate() {
    client.talk("set a 0 " + (Harness.START_WALL_SEC + 100) + " 1\r\nx\r\n");
    client.advanceSec(99);
    assertEquals(HIT, client.talk("get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
    client.talk("set a 0 2592000 1\r\nx\r\n");
    client.advanceSec(2591999);
    assertEquals(HIT, client.talk("get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
  }

  @Test
  void aDeadlineThatIsNowHasPassed() {
    client.advanceSec(5);
    String now = "" + (Harness.START_WALL_SEC + 5);
    assertEquals(STORED + MISS, client.talk("set a 0 " + now + " 1\r\nx\r\nget a\r\n"));
    client.talk("set a 0 0 1\r\nx\r\n");
    assertEquals("TOUCHED\r\n" + MISS, client.talk("touch a " + now + "\r\nget a\r\n"));
  }

  @Test
  void touchAndGatMoveTheDeadline() {
    client.talk("set a 0 10 1\r\nx\r\n");
    assertEquals("TOUCHED\r\n", client.talk("touch a 20\r\n"));
    client.advanceSec(15);
    assertEquals(HIT, client.talk("gat 20 a\r\n"));
    client.advanceSec(15);
    assertEquals(HIT, client.talk("gat 0 a\r\n"));
    client.advanceSec(1_000_000);
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @Test
  void aRewrittenItemKeepsItsDeadline() {
    client.talk("set a 0 10 1\r\n1\r\nappend a 0 0 1\r\n0\r\nincr a 5\r\n");
    client.advanceSec(9);
    assertEquals("VALUE a 0 2\r\n15\r\nEND\r\n", client.talk("get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
  }

  @Test
  void aFlushMayComeLater() {
    client.talk("set a 0 0 1\r\nx\r\n");
    assertEquals("OK\r\n", client.talk("flush_all 10\r\n"));
    client.advanceSec(9);
    assertEquals(STORED + HIT, client.talk("set b 0 0 1\r\nx\r\nget a\r\n"));
    client.advanceSec(1);
    assertEquals("END\r\nEND\r\n", client.talk("get a\r\nget b\r\n"));
    assertEquals(STORED + HIT, client.talk("set a 0 0 1\r\nx\r\nget a\r\n"));
  }

  @Test
  void aFlushThatIsDueComesWithoutAClientToo() {
    client.talk("set a 0 0 1\r\nx\r\nflush_all 10\r\n");
    client.advanceSec(10);
    assertFalse(client.processor.maintain(100));
    client.talk("set a 0 0 1\r\nx\r\n");
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @Test
  void theLastFlushDecides() {
    client.talk("flush_all 10\r\nflush_all\r\nset a 0 0 1\r\nx\r\n");
    client.advanceSec(20);
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @Test
  void aClientThatLeavesMidValueLeavesNothingBehind() {
    client.send(Conversations.bytes("set a 0 0 10000\r\nabc"));
    assertEquals(9997, client.session.awaitedBytes());
    assertTrue(client.session.holdsMemory());
    assertEquals(1, client.store.open);
    client.leave();
    assertEquals(0, client.session.awaitedBytes());
    assertFalse(client.session.holdsMemory());
    assertEquals(0, client.store.open);
    assertEquals("END\r\nERROR\r\n", client.talk("get a\r\nx\r\n"));
  }

  @Test
  void whatBecomesOfAValueIsDecidedWhenItIsComplete() {
    Harness other = new Harness(client);
    client.talk("set a 0 0 1\r\n1\r\n");
    client.out.rule(null, 0);
    client.send(Conversations.bytes("append a 0 0 2\r\n2"));
    assertEquals(STORED, other.talk("set a 7 0 2\r\nAB\r\n"));
    client.send(Conversations.bytes("3\r\n"));
    assertEquals("VALUE a 7 4\r\nAB23\r\nEND\r\n", other.talk("get a\r\n"));
    client.send(Conversations.bytes("add b 0 0 1\r\n"));
    assertEquals(STORED, other.talk("set b 0 0 1\r\nx\r\n"));
    client.send(Conversations.bytes("y\r\n"));
    assertEquals("VALUE b 0 1\r\nx\r\nEND\r\n", other.talk("get b\r\n"));
    assertEquals(STORED + "NOT_STORED\r\n", client.replies());
  }

  @Test
  void anIncompleteValueIsNoHitAndTheLastToCompleteWins() {
    Harness other = new Harness(client);
    client.send(Conversations.bytes("set a 0 0 2\r\nx"));
    other.send(Conversations.bytes("get a\r\nset a 0 0 2\r\ny"));
    client.send(Conversations.bytes("x\r\nget a\r\n"));
    other.send(Conversations.bytes("y\r\nget a\r\n"));
    assertEquals(STORED + "VALUE a 0 2\r\nxx\r\nEND\r\n", client.replies());
    assertEquals(MISS + STORED + "VALUE a 0 2\r\nyy\r\nEND\r\n", other.replies());
  }

  @Test
  void whatIsBeingSentStaysAsItWas() {
    String value = "v".repeat(Harness.PINNED_BYTES_MIN);
    String set = "set a 0 0 " + value.length() + "\r\n" + value + "\r\n";
    client.talk(set);
    client.out.keepPins(true);
    client.talk("get a\r\nget a\r\n");
    assertEquals(2, client.store.open);
    client.talk("append a 0 0 1\r\nx\r\nset a 0 0 0\r\n\r\ndelete a\r\n");
    assertEquals(2, client.store.open);
    client.out.keepPins(false);
    client.leave();
    assertEquals(0, client.store.open);
  }

  @Test
  void nothingIsAwaitedButAValue() {
    String line = "set a 0 0 5000\r\n";
    for (String said : new String[] {"get a", "set a 0 0 5", line.trim(), "", "set"}) {
      client.send(Conversations.bytes(said));
      assertEquals(0, client.session.awaitedBytes(), said);
      assertFalse(client.session.holdsMemory(), said);
      client.leave();
    }
    client.send(Conversations.bytes(line));
    assertEquals(5000, client.session.awaitedBytes());
    assertEquals(2, client.session.trailerBytes());
    client.send(Conversations.bytes("x".repeat(5000)));
    assertEquals(0, client.session.awaitedBytes());
    assertTrue(client.session.holdsMemory(), "its line end is still to come");
  }

  @Test
  void aSmallValueThatIsStillArrivingHoldsNoMemory() {
    String[] verbs = {"set", "add", "replace", "append", "prepend", "cas"};
    for (String verb : verbs) {
      String line = verb + " a 0 0 4000" + (verb.equals("cas") ? " 1" : "") + "\r\n";
      for (String said : new String[] {line, line + "x", line + "x".repeat(4000)}) {
        client.send(Conversations.bytes(said));
        assertEquals(0, client.store.open, said);
        assertFalse(client.session.holdsMemory(), said);
        client.leave();
      }
    }
  }

  @Test
  void aHundredThousandKeysAreAnsweredInConstantMemory() {
    StringBuilder said = new StringBuilder("get");
    StringBuilder replies = new StringBuilder();
    client.talk("set key:7 1 0 2\r\nxy\r\n");
    for (int i = 0; i < 100_000; i++) {
      said.append(" key:").append(i % 2 == 0 ? 7 : -i);
      replies.append(i % 2 == 0 ? "VALUE key:7 1 2\r\nxy\r\n" : "");
    }
    byte[] bytes = Conversations.bytes(said + "\r\n");
    int[] cuts = IntStream.range(1, bytes.length / 16384 + 1).map(i -> i * 16384).toArray();
    client.out.rule(null, 0);
    assertEquals(replies + "END\r\n", client.send(bytes, cuts).replies());
  }

  @Test
  void aKeyOfAMebibyteIsRefusedWithoutBeingKept() {
    String key = "k".repeat(1 << 20);
    assertEquals(
        "CLIENT_ERROR bad command line format\r\nVERSION 1.6.18\r\n",
        client.talk("get " + key + "\r\nversion\r\n"));
    assertEquals("", client.talk("set " + key + " 0 0 1\r\nx\r\n"));
    assertTrue(client.closed);
    assertEquals(1, client.metrics.hopeless.get());
  }

  @Test
  void aPacketBehindALineIsOfAnotherProtocol() {
    assertEquals("VERSION 1.6.18\r\n", client.talk("version\r\n\u0080"));
    assertTrue(client.closed);
    assertEquals(1, client.metrics.foreign.get());
  }

  @Test
  void quitEndsTheConversationAndNothingElse() {
    assertEquals("VERSION 1.6.18\r\n", client.talk("version\r\nquit\r\nversion\r\n"));
    assertTrue(client.closed);
    client.leave();
    assertEquals("VERSION 1.6.18\r\n", client.talk("version\r\n"));
  }

  @Test
  void shutdownIsForThoseWhoAllowIt() {
    assertEquals("SERVER_ERROR: shutdown not enabled\r\n", client.talk("shutdown\r\n"));
    Harness allowing = new Harness(true);
    assertEquals(
        "CLIENT_ERROR invalid shutdown mode\r\n".repeat(2),
        allowing.talk("shutdown now\r\nshutdown graceful noreply\r\n"));
    assertEquals(0, allowing.shutdowns.get());
    assertEquals("", allowing.talk("shutdown graceful\r\nversion\r\n"));
    assertTrue(allowing.closed);
    allowing.leave();
    allowing.talk("shutdown\r\n");
    assertEquals(2, allowing.shutdowns.get());
  }

  @Test
  void statsTellTheirSections() {
    AtomicLong items = new AtomicLong(3);
    client.statistics.section("items").add("n", Metric.Kind.GAUGE, items::get);
    client.statistics.section("mine").add("text", "a b c");
    assertEquals("STAT n 3\r\nEND\r\n", client.talk("stats items\r\n"));
    assertEquals("STAT text a b c\r\nEND\r\n", client.talk("stats mine more\r\n"));
    assertEquals("END\r\nERROR\r\n", client.talk("stats slabs\r\nstats other\r\n"));
    long rows = client.metrics.metrics().stream().filter(row -> row.stat() != null).count();
    String stats = client.talk("stats\r\n");
    // Beside them two facts, the hit ratio, and END.
    assertEquals(rows + 4, stats.lines().count());
    assertTrue(stats.startsWith("STAT version 1.6.18\r\nSTAT pid 42\r\nSTAT cmd_get 0\r\n"));
  }

  @Test
  void aResetIsABaselineForCountersOnly() {
    client.talk("get a\r\n");
    assertTrue(client.talk("stats\r\n").contains("STAT get_misses 1\r\n"));
    assertEquals("RESET\r\n", client.talk("stats reset\r\n"));
    client.talk("get a\r\nget a\r\n");
    String stats = client.talk("stats\r\n");
    assertTrue(stats.contains("STAT get_misses 2\r\n"));
    assertTrue(stats.contains("STAT pid 42\r\n"));
    assertEquals(3, client.metrics.getMisses.get());
  }

  @Test
  void itCountsWhatItDid() {
    client.talk("set a 0 0 1\r\n1\r\nget a b\r\ngat 0 a b\r\nincr a 1\r\ndecr b 1\r\n");
    client.talk("cas a 0 0 1 99\r\nx\r\ncas b 0 0 1 1\r\nx\r\ntouch b 0\r\ndelete a\r\nbogus\r\n");
    MemcacheMetrics metrics = client.metrics;
    assertEquals(2, metrics.gets.get());
    assertEquals(1, metrics.getHits.get());
    assertEquals(1, metrics.getMisses.get());
    assertEquals(3, metrics.touches.get());
    assertEquals(1, metrics.touchHits.get());
    assertEquals(3, metrics.sets.get());
    assertEquals(1, metrics.incrHits.get());
    assertEquals(1, metrics.decrMisses.get());
    assertEquals(1, metrics.casBadval.get());
    assertEquals(1, metrics.casMisses.get());
    assertEquals(1, metrics.deleteHits.get());
    assertEquals(1, metrics.clientErrors.get());
  }
}
