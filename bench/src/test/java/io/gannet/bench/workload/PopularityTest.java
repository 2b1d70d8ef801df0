package io.gannet.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PopularityTest {
  private static final int DRAWS = 400_000;

  private static int[] ranks(Zipf zipf, int count, long seed) {
    Random64 random = Random64.of(seed, 0);
    int[] seen = new int[count];
    for (int i = 0; i < DRAWS; i++) {
      seen[(int) zipf.next(random)]++;
    }
    return seen;
  }

  private static int[] keys(String popularity, int keys) {
    RequestSource source = new SyntheticWorkload(Shape.of(keys, popularity)).source(0, 1);
    Ask ask = new Ask();
    int[] seen = new int[keys];
    for (int i = 0; i < DRAWS; i++) {
      source.next(ask);
      seen[(int) ask.key]++;
    }
    return seen;
  }

  /** Pearson's sum over cells that are expected at least 5 times; the rest is one cell. */
  private static void assertFits(int[] seen, double[] chances, String what) {
    double sum = 0;
    double restSeen = 0;
    double restExpected = 0;
    int cells = 0;
    for (int i = 0; i < seen.length; i++) {
      double expected = chances[i] * DRAWS;
      if (expected < 5) {
        restSeen += seen[i];
        restExpected += expected;
      } else {
        sum += (seen[i] - expected) * (seen[i] - expected) / expected;
        cells++;
      }
    }
    if (restExpected > 5) {
      sum += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
      cells++;
    }
    // Its mean is cells - 1, its variance twice that: five deviations are one case in a million.
    double bound = cells - 1 + 5 * Math.sqrt(2.0 * (cells - 1)) + 5;
    assertTrue(sum < bound, what + ": chi-square " + sum + " of " + cells + " cells");
  }

  private static double[] law(int count, double theta) {
    double[] chances = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      chances[i] = Math.pow(i + 1, -theta);
      sum += chances[i];
    }
    double whole = sum;
    return Arrays.stream(chances).map(chance -> chance / whole).toArray();
  }

  @Test
  void zipfIsZipfToTheLastRank() {
    for (double theta : new double[] {0, 0.5, 0.8, 0.99, 1, 1.2, 2.5}) {
      for (int count : new int[] {1, 2, 100, 1_000, 100_000}) {
        int[] seen = ranks(new Zipf(count, theta), count, 4);
        assertFits(seen, law(count, theta), "theta " + theta + ", " + count + " ranks");
      }
    }
  }

  @Test
  void weightsOfLongStretchesAreThoseOfTheSum() {
    for (double theta : new double[] {0, 0.3, 0.999999, 1, 1.000001, 1.7, 4}) {
      double sum = 0;
      for (long k = 50_000; k >= 16_384; k--) {
        sum += Math.pow(k, -theta);
      }
      assertEquals(sum, Zipf.weight(16_384, 50_001, theta), 1e-11 * sum, "theta " + theta);
    }
  }

  /** Within a bin ranks differ by less than a chi-square sees: all bins' halves together do not. */
  @Test
  void withinABinTheFirstHalfIsMorePopular() {
    long[] ends = new long[4096];
    double[] chances = new double[ends.length];
    int bins = 0;
    for (long first = 0; first < 1L << 30; first = ends[bins++]) {
      ends[bins] = Math.min(1L << 30, first + Math.max(1, first >> 7));
      long half = first + (ends[bins] - first) / 2;
      double whole = Zipf.weight(first + 1, ends[bins] + 1, 1);
      chances[bins] = Zipf.weight(first + 1, half + 1, 1) / whole;
    }
    Zipf zipf = new Zipf(1L << 30, 1);
    Random64 random = Random64.of(8, 0);
    double surplus = 0;
    double variance = 0;
    for (int i = 0; i < 5_000_000; i++) {
      long rank = zipf.next(random);
      int at = Arrays.binarySearch(ends, 0, bins, rank + 1);
      int bin = at < 0 ? -at - 1 : at;
      long first = bin == 0 ? 0 : ends[bin - 1];
      surplus += (rank < first + (ends[bin] - first) / 2 ? 1 : 0) - chances[bin];
      variance += chances[bin] * (1 - chances[bin]);
    }
    double deviations = surplus / Math.sqrt(variance);
    assertTrue(Math.abs(deviations) < 4, deviations + " standard deviations off");
  }

  @Test
  void zipfTakesAsManyKeysAsThereMayBe() {
    Zipf zipf = new Zipf(SyntheticOptions.KEYS_MAX, 0.99);
    Random64 random = Random64.of(5, 0);
    for (int i = 0; i < 100_000; i++) {
      long rank = zipf.next(random);
      assertTrue(rank >= 0 && rank < SyntheticOptions.KEYS_MAX);
    }
  }

  /** In a thread of its own, as walking along no permutation need not end. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theScrambleIsAPermutation() {
    for (int count : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 1000, 1024, 65_537, 100_000}) {
      for (long seed : new long[] {0, 1, 77}) {
        Scramble scramble = new Scramble(count, seed);
        boolean[] taken = new boolean[count];
        for (int rank = 0; rank < count; rank++) {
          int key = (int) scramble.apply(rank);
          assertFalse(taken[key], count + " keys, seed " + seed + ", key " + key + " twice");
          taken[key] = true;
        }
      }
    }
  }

  @Test
  void theMostPopularAreNoNeighbours() {
    Scramble scramble = new Scramble(100_000, 1);
    long distances = 0;
    for (int rank = 0; rank < 1000; rank++) {
      distances += Math.abs(scramble.apply(rank) - scramble.apply(rank + 1));
    }
    // Two keys at random are a third of all keys apart.
    assertEquals(33_333, distances / 1000.0, 5_000);
  }

  @Test
  void uniformIsUniform() {
    double[] even = new double[1000];
    Arrays.fill(even, 1e-3);
    assertFits(keys("uniform", 1000), even, "uniform");
  }

  /** What was seen of keys, by their ranks; {@link Shape#of} has the seed 1. */
  private static int[] byRank(int[] seen) {
    Scramble scramble = new Scramble(seen.length, 1);
    int[] ranks = new int[seen.length];
    for (int rank = 0; rank < seen.length; rank++) {
      ranks[rank] = seen[(int) scramble.apply(rank)];
    }
    return ranks;
  }

  @Test
  void zipfsRanksAreSpreadOverTheKeys() {
    int[] seen = keys("zipf:0.99", 1000);
    assertFits(byRank(seen), law(1000, 0.99), "scrambled zipf");
    int mostPopular = Arrays.stream(seen).max().orElseThrow();
    assertTrue(seen[0] < mostPopular, "ranks are keys");
  }

  @Test
  void aHotSetGetsItsShare() {
    double[] chances = new double[1000];
    Arrays.fill(chances, 0, 10, 0.9 / 10);
    Arrays.fill(chances, 10, 1000, 0.1 / 990);
    assertFits(byRank(keys("hot:1:90", 1000)), chances, "hot:1:90");
    double[] even = new double[10];
    Arrays.fill(even, 0.1);
    assertFits(keys("hot:100:50", 10), even, "hot:100:50");
  }

  @Test
  void sequentialThreadsTakeTurns() {
    Workload workload = new SyntheticWorkload(Shape.of(10, "sequential"));
    Ask ask = new Ask();
    for (int index = 0; index < 3; index++) {
      RequestSource source = workload.source(index, 3);
      for (int i = 0; i < 50; i++) {
        source.next(ask);
        assertEquals((index + 3 * i) % 10, ask.key);
      }
    }
  }

  @Test
  void keysAskedOnceNeverComeAgain() {
    Workload workload = new SyntheticWorkload(Shape.of(100, "zipf:1,once:25"));
    Ask ask = new Ask();
    boolean[] seen = new boolean[DRAWS];
    int once = 0;
    for (int index = 0; index < 2; index++) {
      RequestSource source = workload.source(index, 2);
      for (int i = 0; i < 100_000; i++) {
        source.next(ask);
        if (ask.key >= 100) {
          assertFalse(seen[(int) ask.key], ask.key + " again");
          seen[(int) ask.key] = true;
          once++;
        }
      }
    }
    assertEquals(50_000, once, 1_000);
    assertEquals(100, workload.fillCount());
  }

  @Test
  void measuredBucketsKeepTheirWeightsWhenScaled() {
    Popularity measured =
        new Popularity.Buckets(List.of(10L, 90L, 900L), List.of(50.0, 30.0, 20.0));
    for (int keys : new int[] {1000, 100, 10, 2, 1}) {
      RequestSource source =
          new SyntheticWorkload(Shape.of(keys, measured)).source(0, 1);
      Ask ask = new Ask();
      int[] seen = new int[keys];
      for (int i = 0; i < 100_000; i++) {
        source.next(ask);
        seen[(int) ask.key]++;
      }
      Arrays.sort(seen);
      assertTrue(seen[0] > 0, "a key of " + keys + " never comes");
      if (keys >= 100) {
        int top = Arrays.stream(seen, keys - keys / 100, keys).sum();
        assertEquals(50_000, top, 1_000);
      }
    }
  }
}
