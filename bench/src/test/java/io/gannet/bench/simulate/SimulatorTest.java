package io.gannet.bench.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A worker in a played world, by seeds: {@code -Dgannet.simulate.seeds=N} for more of them, {@code
 * -Dgannet.simulate.seed=S} for the first.
 */
class SimulatorTest {
  private static final long SEEDS = Long.getLong("gannet.simulate.seeds", 1000);
  private static final long FIRST = Long.getLong("gannet.simulate.seed", 0);
  private static final int POINTS_MIN = 40;

  @Test
  void noSeedLiesAndWhatHappensSometimesDoes() {
    Campaign campaign = new Campaign();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Verdict verdict = campaign.run(seed, null);
      assertTrue(verdict.isGood(), verdict + "; see ./gannet simulate --seed " + seed + " --trace");
    }
    assertTrue(Point.values().length >= POINTS_MIN);
    assertEquals(List.of(), SEEDS < 1000 ? List.of() : campaign.points().missing());
  }

  @Test
  void aSeedIsTheSameRunEachTime() {
    for (long seed = 0; seed < 5; seed++) {
      String first = trace(seed);
      assertTrue(first.contains("SQE ") && first.contains("CQE "), first);
      assertEquals(first, trace(seed), "seed " + seed);
    }
  }

  private static String trace(long seed) {
    StringWriter told = new StringWriter();
    new Campaign().run(seed, new PrintWriter(told));
    return told.toString();
  }
}
