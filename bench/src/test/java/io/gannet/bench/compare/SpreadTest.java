package io.gannet.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertEquals(3, Spread.of(5, 1, 3).median());
    assertEquals(2.5, Spread.of(4, 1, 2, 3).median());
    assertEquals(7, Spread.of(7).median());
  }

  @Test
  void fiveFiguresGiveAllOfTheirRange() {
    Spread spread = Spread.of(1, 2, 3, 4, 50);
    assertEquals(1, spread.low());
    assertEquals(50, spread.high());
    assertEquals(0.9375, spread.confidence(), 1e-12);
  }

  @Test
  void manyFiguresForgetTheirExtremes() {
    // By tables of the sign test: of 20, the 6th to the 15th cover the median with 95.9 %.
    double[] figures = new double[20];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = i + 1;
    }
    Spread spread = Spread.of(figures);
    assertEquals(6, spread.low());
    assertEquals(15, spread.high());
    assertEquals(0.9586, spread.confidence(), 1e-4);
    assertEquals(1, spread.min());
    assertEquals(20, spread.max());
  }

  @Test
  void fewFiguresSayHowLittleTheyAreWorth() {
    assertEquals(0, Spread.of(1).confidence());
    assertEquals(0.5, Spread.of(1, 2).confidence());
    assertEquals(0.75, Spread.of(1, 2, 3).confidence());
  }

  @Test
  void theIntervalCoversTheTrueMedianAsOftenAsItClaims() {
    Random random = new Random(42);
    for (int n : new int[] {5, 8, 13, 30}) {
      int covered = 0;
      int trials = 4000;
      double confidence = 0;
      for (int trial = 0; trial < trials; trial++) {
        // Log-normal: skewed as latencies are; its median is 1.
        Spread spread =
            Spread.of(random.doubles(n, 0, 1).map(x -> Math.exp(random.nextGaussian())).toArray());
        covered += spread.covers(1) ? 1 : 0;
        confidence = spread.confidence();
      }
      assertEquals(confidence, (double) covered / trials, 0.02, n + " figures, seed 42");
    }
  }

  @Test
  void coveringCountsTheEnds() {
    Spread spread = Spread.of(1, 1.5, 2);
    assertTrue(spread.covers(1));
    assertTrue(spread.covers(2));
    assertFalse(spread.covers(0.99));
  }

  @Test
  void nothingHasNoMiddle() {
    assertThrows(IllegalArgumentException.class, Spread::of);
  }
}
