package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;

/** flush_all with a delay, to the second, over every engine. */
class DelayedFlushTest {
  private static final String SET = "set a 0 0 1\r\nx\r\n";
  private static final String STORED = "STORED\r\n";
  private static final String HIT = "VALUE a 0 1\r\nx\r\nEND\r\n";
  private static final String MISS = "END\r\n";

  @EachSubject
  void itComesInItsSecondAndInNoneBefore(Subject subject) {
    for (int delaySec : new int[] {1, 2, 30, 2_592_000}) {
      Harness client = Harness.over(subject);
      assertEquals(STORED + "OK\r\n", client.talk(SET + "flush_all " + delaySec + "\r\n"));
      assertEquals(HIT, client.talk("get a\r\n"));
      client.advanceSec(delaySec - 1);
      assertEquals(HIT, client.talk("get a\r\n"), delaySec + " s, a second before");
      client.advanceSec(1);
      assertEquals(MISS, client.talk("get a\r\n"), delaySec + " s");
    }
  }

  @EachSubject
  void itMayBeSaidAsADate(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(SET + "flush_all " + (Harness.START_WALL_SEC + 100) + "\r\n");
    client.advanceSec(99);
    assertEquals(HIT, client.talk("get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
  }

  /** Nobody lives to see it; it ends one that was to come sooner all the same. */
  @EachSubject
  void oneInCenturiesDoesNotComeNow(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(SET);
    for (long exptime : new long[] {5_000_000_000L, 1L << 40, Long.MAX_VALUE}) {
      assertEquals("OK\r\n" + HIT, client.talk("flush_all " + exptime + "\r\nget a\r\n"));
    }
    client.talk("flush_all 5\r\nflush_all 5000000000\r\n");
    client.advanceSec(5);
    assertEquals(HIT, client.talk("get a\r\n"));
    assertEquals("OK\r\n" + MISS, client.talk("flush_all 0\r\nget a\r\n"));
  }

  @EachSubject
  void whatIsSetBeforeItComesGoesTooAndWhatIsSetAfterwardsStays(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk("flush_all 10\r\n");
    client.advanceSec(9);
    assertEquals(STORED + HIT, client.talk(SET + "get a\r\n"));
    client.advanceSec(1);
    assertEquals(MISS + STORED + HIT, client.talk("get a\r\n" + SET + "get a\r\n"));
    client.advanceSec(100);
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @EachSubject
  void aSetInTheVerySecondIsNotMistakenForOneBefore(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(SET + "flush_all 10\r\n");
    client.advanceSec(10);
    assertEquals(STORED + HIT, client.talk(SET + "get a\r\n"));
  }

  @EachSubject
  void theLastToSayWhenDecides(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(SET + "flush_all 5\r\nflush_all 20\r\n");
    client.advanceSec(19);
    assertEquals(HIT, client.talk("get a\r\n"), "the first was to be forgotten");
    client.advanceSec(1);
    assertEquals(MISS, client.talk("get a\r\n"));
    client.talk("flush_all 20\r\nflush_all 5\r\n" + SET);
    client.advanceSec(5);
    assertEquals(MISS + STORED, client.talk("get a\r\n" + SET));
    client.advanceSec(15);
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @EachSubject
  void oneThatComesAtOnceEndsOneThatWasToComeLater(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk("flush_all 5\r\nflush_all\r\n" + SET);
    client.advanceSec(5);
    assertEquals(HIT, client.talk("get a\r\n"));
  }

  @EachSubject
  void itComesThoughNobodyAsks(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk(SET + "flush_all 5\r\n");
    client.advanceSec(5);
    client.processor.maintain(0);
    assertEquals(STORED + HIT, client.talk(SET + "get a\r\n"));
  }

  /** As in memcached, where an item is as old as its completion. */
  @EachSubject
  void aValueThatIsStillComingWhenItComesIsStored(Subject subject) {
    Harness client = Harness.over(subject);
    client.talk("flush_all 5\r\nset a 0 0 1\r\n");
    client.advanceSec(5);
    assertEquals(STORED + HIT, client.talk("x\r\nget a\r\n"));
  }
}
