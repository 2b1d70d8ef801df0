package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.process.kv.Command;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final long NS = 1_000_000L;
  private static final long WALL_MS = 1_700_000_000_700L;
  private static final long MONTH_SEC = 30L * 24 * 60 * 60;

  private final CoarseClock clock = CoarseClock.at(WALL_MS, 0, 0);
  private final Expiry expiry = new Expiry(clock);

  @Test
  void aSecondOfTheEpochIsOverWhenItBegins() {
    int deadlineSec = expiry.deadlineSec(WALL_MS / 1000 + 2);
    clock.advance(1_298 * NS);
    assertEquals(deadlineSec - 1, clock.nowSec());
    clock.advance(1_300 * NS);
    assertEquals(deadlineSec, clock.nowSec());
    assertEquals(Command.DEAD, expiry.deadlineSec(WALL_MS / 1000 + 2));
  }

  @Test
  void deadlinesSinceTheEpochFollowACorrectionOfTheWallClock() {
    int hourSec = 3_600;
    long wallMs = WALL_MS + hourSec * 1_000L;
    assertEquals(CoarseClock.START_SEC + hourSec, expiry.deadlineSec(wallMs / 1000));
    clock.follow(200 * NS, 200 * NS, wallMs + 200, 200 * NS);
    clock.advance(200 * NS);
    assertEquals(Command.DEAD, expiry.deadlineSec(wallMs / 1000));
    assertEquals(clock.nowSec() + 10, expiry.deadlineSec(wallMs / 1000 + 10));
    clock.follow(400 * NS, 400 * NS, WALL_MS + 400, 400 * NS);
    clock.advance(400 * NS);
    assertEquals(clock.nowSec() + hourSec, expiry.deadlineSec(wallMs / 1000 + 1));
  }

  @Test
  void thirtyDaysAreFromNowAndOneSecondMoreIsADate() {
    assertEquals(Store.NEVER, expiry.deadlineSec(0));
    assertEquals(Command.DEAD, expiry.deadlineSec(-1));
    assertEquals(CoarseClock.START_SEC + MONTH_SEC, expiry.deadlineSec(MONTH_SEC));
    assertEquals(Command.DEAD, expiry.deadlineSec(MONTH_SEC + 1));
    assertEquals(Store.NEVER, expiry.deadlineSec(Long.MAX_VALUE));
  }
}
