package io.gannet.bench.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.beside.CacheOfLines.Fault;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NeighbourTest {
  /** So many, and every key has been stored and asked for. */
  private static final int REQUESTS = 200;

  /** What it sees of a cache that misbehaves at its 131st request, a set of the third key. */
  private static Seen seen(Fault fault, int at) throws Exception {
    try (CacheOfLines cache = new CacheOfLines(fault, at);
        Neighbour neighbour = Neighbour.connect(cache.address())) {
      neighbour.begin();
      Thread.sleep(TimeUnit.SECONDS.toMillis(2));
      Seen seen = neighbour.end();
      assertTrue(seen.requests() > REQUESTS || at < REQUESTS, seen.requests() + " requests");
      return seen;
    }
  }

  @Test
  void whoIsServedWellHasNothingToSay() throws Exception {
    Seen seen = seen(Fault.NONE, Integer.MAX_VALUE);
    assertEquals(Map.of(), seen.faults());
    assertEquals(0, seen.unanswered());
    assertTrue(seen.requests() <= seen.waits().getTotalCount());
  }

  @Test
  void aValueThatNobodyStoredIsALie() throws Exception {
    // The 130th is a get of a key that the second set has stored.
    assertEquals(Map.of("a value that nobody stored", 1L), seen(Fault.LIE, 130).faults());
  }

  @Test
  void whoIsClosedComesAgainAndTells() throws Exception {
    Seen seen = seen(Fault.CLOSE, 20);
    assertEquals(Map.of("closed by the server", 1L), seen.faults());
    assertTrue(seen.requests() > 20);
  }

  @Test
  void aRefusalIsToldInItsWords() throws Exception {
    assertEquals(
        Map.of("SERVER_ERROR out of memory storing object", 1L), seen(Fault.REFUSE, 21).faults());
  }

  @Test
  void anAnswerThatDoesNotComeIsWaitedForAndCounted() throws Exception {
    Seen seen = seen(Fault.SILENCE, 20);
    assertEquals(1, seen.unanswered());
    assertEquals(Map.of("no answer", 1L), seen.faults());
    assertTrue(seen.waits().getMaxValue() >= Neighbour.PATIENCE_NS);
  }

  /** One that asks again when it was answered would see a single long wait. */
  @Test
  void whoPausesHasKeptEveryRequestWaitingThatWasDueMeanwhile() throws Exception {
    Seen seen = seen(Fault.PAUSE, 21);
    long halfNs = TimeUnit.MILLISECONDS.toNanos(CacheOfLines.PAUSE_MS / 2);
    long late = seen.waits().getCountBetweenValues(halfNs, Long.MAX_VALUE);
    assertTrue(late >= CacheOfLines.PAUSE_MS / 2, late + " waited for half of the pause");
    assertEquals(Map.of(), seen.faults());
  }

  @Test
  void whatIsWaitedForWhileTheServerIsStoppedDoesNotCount() throws Exception {
    try (CacheOfLines cache = new CacheOfLines(Fault.SILENCE, 20);
        Neighbour neighbour = Neighbour.connect(cache.address())) {
      neighbour.hold();
      neighbour.begin();
      Thread.sleep(TimeUnit.NANOSECONDS.toMillis(Neighbour.PATIENCE_NS) + 1_000);
      neighbour.release();
      Seen seen = neighbour.end();
      assertEquals(1, seen.unanswered(), "it waits as long again, from now on");
    }
  }
}
