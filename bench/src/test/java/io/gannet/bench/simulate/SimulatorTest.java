package io.gannet.bench.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * One to four workers in a played world, by seeds: {@code -Dgannet.simulate.seeds=N} for more of
 * them, {@code -Dgannet.simulate.seed=S} for the first, {@code -Dgannet.simulate.workers=W} for as
 * many workers in each.
 */
class SimulatorTest {
  private static final long SEEDS = Long.getLong("gannet.simulate.seeds", 1000);
  private static final long FIRST = Long.getLong("gannet.simulate.seed", 0);
  private static final int WORKERS = Integer.getInteger("gannet.simulate.workers", 0);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int POINTS_MIN = 40;

  @Test
  void noSeedLiesAndWhatHappensSometimesDoes() throws Exception {
    AtomicLong next = new AtomicLong(FIRST);
    Points points = new Points();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Points>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        parts.add(threads.submit(() -> play(next)));
      }
      for (Future<Points> part : parts) {
        points.add(part.get());
      }
    }
    assertTrue(Point.values().length >= POINTS_MIN);
    assertEquals(List.of(), SEEDS < 1000 || WORKERS == 1 ? List.of() : points.missing());
  }

  /** Plays seeds until there are none left: what a seed does depends on nothing but it. */
  private static Points play(AtomicLong next) {
    Campaign campaign = new Campaign(WORKERS);
    for (long seed = next.getAndIncrement(); seed < FIRST + SEEDS; seed = next.getAndIncrement()) {
      Verdict verdict = campaign.run(seed, null);
      assertTrue(verdict.isGood(), verdict + "; see ./gannet simulate --seed " + seed + " --trace");
    }
    return campaign.points();
  }

  @Test
  void aSeedIsTheSameRunEachTime() {
    for (int workers = 1; workers <= 4; workers++) {
      for (long seed = 0; seed < 5; seed++) {
        String first = trace(seed, workers);
        assertTrue(first.contains("SQE ") && first.contains("CQE "), first);
        assertTrue(first.contains(workers == 1 ? "\n" : "w" + (workers - 1) + " enter: "), first);
        assertEquals(first, trace(seed, workers), "seed " + seed);
      }
    }
  }

  /** An answer was kept out for ever by those behind it: 016, "An answer always has room". */
  @Test
  void whatHasFailedOnceDoesNotFailAgain() {
    assertTrue(new Campaign(4).run(503, null).isGood());
  }

  private static String trace(long seed, int workers) {
    StringWriter told = new StringWriter();
    new Campaign(workers).run(seed, new PrintWriter(told));
    return told.toString();
  }
}
