package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void whatDriftsInBothCancelsInTheRatio() {
    Tally tally = new Tally();
    double[] drift = {1, 1.5, 3, 0.5, 2};
    for (int round = 0; round < drift.length; round++) {
      tally.add(round, "a", requests(200 * drift[round]));
      tally.add(round, "b", requests(100 * drift[round]));
    }
    Spread ratio = tally.ratio("a", "b", Measure.REQUESTS).orElseThrow();
    assertEquals(2, ratio.low(), 1e-9);
    assertEquals(2, ratio.high(), 1e-9);
    assertEquals(Verdict.BETTER, Verdict.of(Measure.REQUESTS, ratio));
    assertEquals(Verdict.WORSE, Verdict.of(Measure.P99, ratio));
  }

  @Test
  void equalServersAreNotDistinguishableAsOftenAsPromised() {
    Random random = new Random(7);
    int told = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      Tally tally = new Tally();
      for (int round = 0; round < 5; round++) {
        tally.add(round, "a", requests(100 + 5 * random.nextGaussian()));
        tally.add(round, "b", requests(100 + 5 * random.nextGaussian()));
      }
      Spread ratio = tally.ratio("a", "b", Measure.REQUESTS).orElseThrow();
      told += Verdict.of(Measure.REQUESTS, ratio) == Verdict.NOT_DISTINGUISHABLE ? 0 : 1;
    }
    // Five rounds fall on one side by chance in 2 of 32.
    assertEquals(2 / 32.0, (double) told / trials, 0.02, "seed 7");
  }

  @Test
  void aRoundThatMissesOneOfTheTwoGivesNoRatio() {
    Tally tally = new Tally();
    tally.add(0, "a", requests(10));
    tally.add(1, "b", requests(10));
    assertTrue(tally.ratio("a", "b", Measure.REQUESTS).isEmpty());
    tally.add(2, "a", requests(10));
    tally.add(2, "b", requests(20));
    assertEquals(0.5, tally.ratio("a", "b", Measure.REQUESTS).orElseThrow().median());
    assertEquals(2, tally.count("a"));
  }

  @Test
  void twoRoundsDecideNothingHoweverClear() {
    Tally tally = new Tally();
    for (int round = 0; round < 2; round++) {
      tally.add(round, "a", requests(100));
      tally.add(round, "b", requests(1));
    }
    Spread ratio = tally.ratio("a", "b", Measure.REQUESTS).orElseThrow();
    assertEquals(Verdict.TOO_FEW, Verdict.of(Measure.REQUESTS, ratio));
    assertEquals(Verdict.NOT_JUDGED, Verdict.of(Measure.RSS, ratio));
    assertEquals(Verdict.SAME, Verdict.of(Measure.P50,
        tally.ratio("a", "b", Measure.P50).orElseThrow()));
  }

  @Test
  void whatIsNotKnownIsNotMeasured() {
    Tally tally = new Tally();
    tally.add(0, "a", requests(10));
    tally.add(0, "b", requests(10));
    assertTrue(tally.ratio("a", "b", Measure.HIT_RATIO).isEmpty());
    assertTrue(tally.figures("a", Measure.HIT_RATIO).isEmpty());
  }

  private static Figures requests(double perSecond) {
    double none = Double.NaN;
    return new Figures(perSecond, 1, 1, perSecond, 1, none, none, 0.5, 1);
  }
}
