package io.gannet.engine.reuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is told of a sample is what there would be, within a point. */
class ReuseCurveTest {
  private static final int REQUESTS = 600_000;
  private static final int KEYS = 60_000;
  private static final long MS = 1_000_000;
  private static final double POINT = 0.01;

  /** Most requests are for few keys, some for keys that come once, lengths differ by the key. */
  private static void ask(Followed followed, int requests, int keys) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < requests; i++) {
      double drawn = random.nextDouble();
      boolean once = random.nextInt(10) == 0;
      long key = once ? keys + i : (long) (keys * drawn * drawn * drawn);
      followed.get(key, 40 + (int) (key * 7919 % 400));
    }
  }

  private static void check(Followed followed) {
    for (int row = 0; row < ReuseMetrics.POINTS; row++) {
      assertEquals(followed.exact(row), followed.told(row), POINT, "row " + row);
    }
    assertTrue(followed.exact(0) - followed.exact(ReuseMetrics.POINTS - 1) > 0.2, "no curve");
  }

  @Test
  void allKeysAreFollowedWhileTheyAreFew() {
    Followed followed = new Followed(1 << 17, 100_000, MS);
    ask(followed, 20_000, 3_000);
    assertEquals(1, followed.sampling.weight());
    check(followed);
  }

  @Test
  void aSampleStandsForAllWhereKeysAreMany() {
    Followed followed = new Followed(1 << 22, REQUESTS, MS);
    ask(followed, REQUESTS, KEYS);
    assertTrue(followed.sampling.weight() > 2, "all are followed");
    assertTrue(followed.metrics.keys.get() > 4_000, "few are");
    check(followed);
  }

  /** A request a microsecond: of 66 one may be met. */
  @Test
  void fewerAreFollowedWhereRequestsAreMany() {
    Followed followed = new Followed(1 << 20, REQUESTS, 1_000);
    ask(followed, REQUESTS, KEYS);
    assertTrue(followed.sampling.weight() >= 8, "weight " + followed.sampling.weight());
  }

  @Test
  void whatNoMemoryWouldKeepIsMissedWithAnyOfIt() {
    Followed followed = new Followed(1 << 20, 100, MS);
    followed.get(1, 100);
    followed.curve.got(5, 100, true);
    followed.curve.got(5, 100, false);
    followed.curve.got(5, 100, true);
    followed.curve.forgetAll();
    followed.curve.got(5, 100, false);
    for (int row = 0; row < ReuseMetrics.POINTS; row++) {
      assertEquals(4, followed.told(row), "of the first, both that were lost, and the forgotten");
    }
  }

  /** Who comes once takes no place for ever: else one key in ever more would be followed. */
  @Test
  void whatIsDeeperThanAnyMemoryToldIsDropped() {
    Followed followed = new Followed(1 << 16, REQUESTS, MS);
    for (int i = 0; i < REQUESTS; i++) {
      followed.get(i, 100);
    }
    assertEquals(1, followed.sampling.weight());
    assertTrue(followed.metrics.keys.get() <= (8 << 16) / 124 + 1);
  }
}
