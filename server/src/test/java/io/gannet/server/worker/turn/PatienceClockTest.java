package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PatienceClockTest {
  private static final long SEC = 1_000_000_000L;

  @Test
  void itFollowsTheClockWhileTheWorkerRuns() {
    PatienceClock patience = new PatienceClock(7 * SEC);
    for (int tick = 1; tick <= 50; tick++) {
      patience.advance(7 * SEC + tick * Plant.TICK_NS);
    }
    assertEquals(10, patience.nowSec());
  }

  @Test
  void aPauseOfTheProcessIsNotAClientsFault() {
    PatienceClock patience = new PatienceClock(0);
    patience.advance(Plant.TICK_NS);
    patience.advance(3600 * SEC);
    assertEquals(1, patience.nowSec());
    patience.advance(3601 * SEC);
    assertEquals(2, patience.nowSec());
  }

  @Test
  void itNeverGoesBack() {
    PatienceClock patience = new PatienceClock(5 * SEC);
    patience.advance(4 * SEC);
    patience.advance(5 * SEC);
    assertEquals(SEC, patience.nowNs());
  }
}
