package io.gannet.engine.store;

import java.util.SplittableRandom;

/** How long what is stored lives: what clients give as TTLs, of one kind or of many. */
public enum Lives {
  FOR_EVER, ONE_HOUR, TEN_LIVES, SIX_HUNDRED_LIVES, A_DAY_AT_MOST, ANY, HALF_FOR_EVER, JITTERED;

  private static final int HOUR_SEC = 3600;
  private static final int DAY_SEC = 24 * HOUR_SEC;
  private static final int JITTER_SEC = 300;

  /** A TTL, or 0 for none. */
  public int ttlSec(SplittableRandom random) {
    return switch (this) {
      case FOR_EVER -> 0;
      case ONE_HOUR -> HOUR_SEC;
      case TEN_LIVES -> HOUR_SEC * random.nextInt(1, 11);
      case SIX_HUNDRED_LIVES -> 144 * random.nextInt(1, 601);
      case A_DAY_AT_MOST -> random.nextInt(1, DAY_SEC);
      case ANY -> (int) Math.exp(random.nextDouble(Math.log(30 * DAY_SEC)));
      case HALF_FOR_EVER -> random.nextBoolean() ? 0 : HOUR_SEC * random.nextInt(1, 11);
      case JITTERED -> random.nextInt(HOUR_SEC - JITTER_SEC, HOUR_SEC + JITTER_SEC);
    };
  }
}
