package io.gannet.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The wall clock and the monotonic one are variables here: in milliseconds. */
class CoarseClockTest {
  private static final long NS = 1_000_000L;
  private static final long WALL_SEC = 1_700_000_000L;

  /** That the wall clock is told in whole milliseconds. */
  private static final long EARLY_MS_MAX = 1;

  private long monotonicMs = 123_456;
  private long wallMs = WALL_SEC * 1000 + 999;
  private long suspendedMs = 77;
  private CoarseClock clock = CoarseClock.at(wallMs - 1, monotonicMs * NS, bootMs() * NS);

  private long bootMs() {
    return monotonicMs + suspendedMs;
  }

  private void pass(long ms) {
    monotonicMs += ms;
    wallMs += ms;
    clock.advance(monotonicMs * NS);
  }

  /** As a worker does, five times a second. */
  private void passFollowing(long ms) {
    for (long left = ms; left > 0; left -= 200) {
      pass(Math.min(left, 200));
      follow();
    }
    clock.advance(monotonicMs * NS);
  }

  private void follow() {
    clock.follow(monotonicMs * NS, bootMs() * NS, wallMs, monotonicMs * NS + 100);
  }

  /** How long after now, by the wall clock, the clock reaches a deadline since the epoch. */
  private long reachedAfterMs(long wallSec) {
    long deadlineSec = clock.fromWallSec(wallSec);
    long fromMs = wallMs;
    for (int i = 0; clock.nowSec() < deadlineSec; i++) {
      assertTrue(i < 1_000_000, "never");
      pass(1);
    }
    return wallMs - fromMs;
  }

  @Test
  void theFractionOfTheStartsSecondIsNotLost() {
    pass(0);
    assertEquals(CoarseClock.START_SEC, clock.nowSec());
    assertEquals(WALL_SEC, clock.wallSec());
    pass(1);
    assertEquals(CoarseClock.START_SEC + 1, clock.nowSec());
    assertEquals(WALL_SEC + 1, clock.wallSec());
  }

  @Test
  void aDeadlineSinceTheEpochIsMetToTheMillisecondWhateverTheStart() {
    for (int fractionMs = 0; fractionMs < 1000; fractionMs += 37) {
      wallMs = WALL_SEC * 1000 + fractionMs;
      clock = CoarseClock.at(wallMs, monotonicMs * NS, bootMs() * NS);
      long afterMs = reachedAfterMs(WALL_SEC + 3);
      long dueMs = 3000 - fractionMs;
      assertTrue(afterMs <= dueMs && afterMs >= dueMs - EARLY_MS_MAX, fractionMs + ": " + afterMs);
    }
  }

  @Test
  void aStepOfTheWallClockMovesNoSecondButWhatTheyAreSinceTheEpoch() {
    for (long stepMs : new long[] {3_600_000, -3_600_000, 400, -400, 1_499, -1_499, 10_501}) {
      passFollowing(1_000);
      int nowSec = clock.nowSec();
      wallMs += stepMs;
      follow();
      clock.advance(monotonicMs * NS + 1);
      assertTrue(clock.nowSec() - nowSec >= 0 && clock.nowSec() - nowSec <= 1, stepMs + " ms");
      passFollowing(1_000);
      long secondsLater = clock.nowSec() - nowSec;
      assertTrue(secondsLater >= 0 && secondsLater <= 2, stepMs + " ms: " + secondsLater);
      long dueMs = Math.floorDiv(wallMs, 1000) * 1000 + 3_000 - wallMs;
      long afterMs = reachedAfterMs(Math.floorDiv(wallMs, 1000) + 3);
      assertTrue(afterMs <= dueMs && afterMs >= dueMs - 2 * EARLY_MS_MAX, stepMs + " ms");
    }
  }

  @Test
  void aSlewedClockIsFollowedByWhatWasStoredBefore() {
    long deadlineSec = clock.fromWallSec(WALL_SEC + 4_000);
    for (int i = 0; i < 40_000 && clock.nowSec() < deadlineSec; i++) {
      pass(100);
      wallMs += i % 2; // half a percent fast: 20 s in all
      if (i % 2 == 0) {
        follow();
      }
    }
    long lateMs = wallMs - (WALL_SEC + 4_000) * 1000;
    assertTrue(lateMs >= -2 && lateMs <= 102, lateMs + " ms"); // told every 100 ms
  }

  @Test
  void clocksThatWereNotReadAtOneMomentAreNotBelieved() {
    passFollowing(1_000);
    long deadlineSec = clock.fromWallSec(WALL_SEC + 100);
    clock.follow((monotonicMs - 8_000) * NS, bootMs() * NS, wallMs, monotonicMs * NS);
    assertEquals(deadlineSec, clock.fromWallSec(WALL_SEC + 100));
  }

  @Test
  void itNeverGoesBackAndNeverRunsAwayWhateverTheWallClockDoes() {
    SplittableRandom random = new SplittableRandom(20_261_128);
    int before = clock.nowSec();
    long steps = 0;
    long passedMs = 0;
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(100) == 0) {
        wallMs += random.nextLong(-100_000_000, 100_000_000);
        steps++;
      }
      long ms = random.nextInt(200);
      pass(ms);
      passedMs += ms;
      follow();
      assertTrue(clock.nowSec() >= before, "goes back");
      before = clock.nowSec();
    }
    // Each step moves when the seconds begin by half a second at most.
    long seconds = before - CoarseClock.START_SEC;
    assertTrue(Math.abs(seconds - passedMs / 1000) <= steps / 2 + 2, seconds + " s");
  }

  @Test
  void aDeadlineThatWasTakenBeforeAStepStaysAsFarAway() {
    passFollowing(1_000);
    long deadlineSec = clock.fromWallSec(WALL_SEC + 102);
    int leftSec = (int) deadlineSec - clock.nowSec();
    wallMs += 3_600_000;
    follow();
    passFollowing(1_000L * (leftSec - 1));
    assertTrue(clock.nowSec() < deadlineSec);
    passFollowing(2_000);
    assertTrue(clock.nowSec() >= deadlineSec);
  }

  @Test
  void timePassesWhileTheSystemIsSuspended() {
    passFollowing(1_000);
    int nowSec = clock.nowSec();
    long deadlineSec = clock.fromWallSec(WALL_SEC + 5_000);
    suspendedMs += 3_600_000;
    wallMs += 3_600_000;
    passFollowing(1_000);
    assertEquals(nowSec + 3_601, clock.nowSec());
    assertEquals(deadlineSec, clock.fromWallSec(WALL_SEC + 5_000));
    // As a virtual machine: its wall clock is set right only later.
    suspendedMs += 60_000;
    passFollowing(1_000);
    assertEquals(nowSec + 3_662, clock.nowSec());
    wallMs += 60_000;
    passFollowing(1_000);
    assertEquals(nowSec + 3_663, clock.nowSec());
    assertEquals(deadlineSec, clock.fromWallSec(WALL_SEC + 5_000));
  }
}
