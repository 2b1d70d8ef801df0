package io.gannet.server.debug;

import static io.gannet.server.debug.TurnWatch.Verdict.ENDED;
import static io.gannet.server.debug.TurnWatch.Verdict.FINE;
import static io.gannet.server.debug.TurnWatch.Verdict.STALLED;
import static io.gannet.server.debug.TurnWatch.Verdict.STARVED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Times in milliseconds; looks each 100. */
class TurnWatchTest {
  private static final long NS = 1_000_000L;

  private final TurnWatch watch = new TurnWatch(100 * NS, 100 * NS);
  private long now = 1_000;
  private long cpu = 500;
  private long delay = 20;
  private long turns;

  /** The worker's turn began at {@code since}; since the last look it ran, and waited for a CPU. */
  private TurnWatch.Verdict look(long since, long ran, long waited, boolean runnable) {
    now += 100;
    cpu += ran;
    delay += waited;
    return watch.look(now * NS, turns, since * NS, cpu * NS, delay * NS, runnable);
  }

  @Test
  void aWorkerThatSleepsBetweenTurnsIsFine() {
    for (int i = 0; i < 30; i++) {
      turns++;
      assertEquals(FINE, look(0, 0, 0, false));
    }
    assertEquals(0, watch.looksWithoutTurn());
  }

  @Test
  void manyShortTurnsAreFineHoweverBusyTheyAre() {
    for (int i = 0; i < 30; i++) {
      turns += 1000;
      assertEquals(FINE, look(now + 99, 100, 0, true));
    }
  }

  @Test
  void aTurnThatRunsForTooLongIsToldOnce() {
    look(0, 0, 0, false);
    long since = now + 10;
    assertEquals(FINE, look(since, 90, 0, true));
    assertEquals(STALLED, look(since, 100, 0, true));
    assertEquals(FINE, look(since, 100, 0, true));
    turns++;
    assertEquals(ENDED, look(0, 0, 0, false));
    assertEquals(FINE, look(0, 0, 0, false));
    since = now + 10;
    assertEquals(FINE, look(since, 90, 0, true));
    assertEquals(STALLED, look(since, 100, 0, true));
  }

  @Test
  void whenItHasEndedItsLengthIsKnownAndWhatOfItWasAWaitForACpu() {
    look(0, 0, 0, false);
    long since = now + 10;
    look(since, 90, 0, true);
    assertEquals(STALLED, look(since, 70, 30, true));
    look(since, 20, 80, true);
    turns++;
    long next = now + 50;
    assertEquals(ENDED, look(next, 90, 10, true));
    assertEquals(next - since, watch.tookNs() / NS);
    assertEquals(120, watch.delayedNs() / NS);
  }

  @Test
  void aTurnThatSleepsForTooLongIsToldToo() {
    look(0, 0, 0, false);
    long since = now + 10;
    assertEquals(FINE, look(since, 5, 0, false));
    assertEquals(STALLED, look(since, 0, 0, false));
  }

  @Test
  void aTurnThatWaitsForACpuIsTheHosts() {
    look(0, 0, 0, false);
    long since = now + 10;
    assertEquals(FINE, look(since, 1, 0, true));
    assertEquals(STARVED, look(since, 0, 0, true));
    assertEquals(FINE, look(since, 0, 0, true));
    // The wait is over, and it counts now; what it then does by itself is its own.
    assertEquals(FINE, look(since, 50, 250, true));
    assertEquals(STALLED, look(since, 60, 0, true));
  }

  @Test
  void aWaitThatIsOverIsNoSleep() {
    look(0, 0, 0, false);
    long since = now + 10;
    assertEquals(FINE, look(since, 5, 85, false));
    assertEquals(STARVED, look(since, 5, 90, false));
  }

  @Test
  void aPauseOfTheWholeProcessIsTheHosts() {
    look(0, 0, 0, false);
    long since = now + 10;
    assertEquals(FINE, look(since, 1, 0, true));
    now += 8_000;
    assertEquals(STARVED, look(since, 1, 0, false));
  }

  @Test
  void looksWithoutATurnAreCounted() {
    look(0, 0, 0, false);
    for (int i = 1; i <= 5; i++) {
      look(0, 0, 0, false);
      assertEquals(i, watch.looksWithoutTurn());
    }
    turns++;
    look(0, 0, 0, false);
    assertEquals(0, watch.looksWithoutTurn());
  }
}
