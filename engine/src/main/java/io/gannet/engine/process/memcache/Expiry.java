package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Command;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;

/**
 * memcached's way to say when: 0 is never, negative is over already, up to 30 days is from now, and
 * beyond that it is seconds since the epoch.
 */
final class Expiry {
  private static final long RELATIVE_SEC_MAX = 30L * 24 * 60 * 60;

  private final CoarseClock clock;

  Expiry(CoarseClock clock) {
    this.clock = clock;
  }

  /**
   * The deadline in seconds of the store's clock: later than now, {@link Store#NEVER} or
   * {@link Command#DEAD}. One that the clock will not live to see is never.
   */
  int deadlineSec(long exptime) {
    if (exptime == 0) {
      return Store.NEVER;
    }
    int nowSec = clock.nowSec();
    long deadlineSec =
        exptime <= RELATIVE_SEC_MAX ? nowSec + exptime : clock.fromWallSec(exptime);
    if (deadlineSec <= nowSec) {
      return Command.DEAD;
    }
    return deadlineSec > Integer.MAX_VALUE ? Store.NEVER : (int) deadlineSec;
  }

  /** The same of a flush: without a delay it is due now, not never. */
  int flushDeadlineSec(long exptime) {
    return exptime == 0 ? Command.DEAD : deadlineSec(exptime);
  }
}
