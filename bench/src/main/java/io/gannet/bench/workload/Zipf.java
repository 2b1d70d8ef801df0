package io.gannet.bench.workload;

import java.util.Arrays;

/**
 * Zipf's law over the ranks 0 to n - 1: rank k comes in proportion to (k + 1)^-θ, for any θ ≥ 0 and
 * any n. Exact up to rounding; a few ns a draw. Immutable, any thread.
 */
final class Zipf {
  /*
   * Ranks lie in bins, the first 128 alone and then ever more together, so that within a bin no
   * rank is more than θ/128 rarer than the bin's first. A bin is drawn by its exact weight from an
   * alias table; within it a rank is drawn evenly, and kept as often as it is rarer than the first.
   * Nearly always that is certain without its power: each bin knows how often its rarest rank is
   * kept. A hundred million ranks are some 1,900 bins: the tables stay in the L2 cache, where an
   * entry for each rank would miss every cache, and the law is Zipf's to the last rank, which the
   * usual approximation (Gray et al. 1994) is not for those behind the second.
   */
  private static final int BIN_SHIFT = 7;
  private static final int BINS_MAX = 1 << 14;

  private final double theta;
  private final AliasTable bins;
  private final long[] firsts;
  private final double[] surelyKept;

  Zipf(long count, double theta) {
    this.theta = theta;
    this.firsts = firsts(count);
    int bins = firsts.length - 1;
    double[] weights = new double[bins];
    this.surelyKept = new double[bins];
    for (int i = 0; i < bins; i++) {
      weights[i] = weight(firsts[i] + 1, firsts[i + 1] + 1, theta);
      surelyKept[i] = kept(i, firsts[i + 1] - 1);
    }
    this.bins = new AliasTable(weights);
  }

  private static long[] firsts(long count) {
    long[] firsts = new long[BINS_MAX];
    int bins = 0;
    for (long first = 0; first < count; first += Math.max(1, first >> BIN_SHIFT)) {
      firsts[bins++] = first;
    }
    firsts[bins] = count;
    return Arrays.copyOf(firsts, bins + 1);
  }

  long next(Random64 random) {
    int bin = bins.draw(random.next());
    long first = firsts[bin];
    long width = firsts[bin + 1] - first;
    if (width == 1) {
      return first;
    }
    while (true) {
      long rank = first + random.below(width);
      double chance = random.fraction();
      if (chance < surelyKept[bin] || chance < kept(bin, rank)) {
        return rank;
      }
    }
  }

  /** How much rarer a rank is than the first of its bin. */
  private double kept(int bin, long rank) {
    return Math.pow((firsts[bin] + 1.0) / (rank + 1.0), theta);
  }

  /**
   * The sum of k^-θ for k in [from, to): term by term, or where there are many by Euler and
   * Maclaurin. Bins are so wide from 16,384 on only, where the next term, θ(θ+1)(θ+2)/720 k^(-θ-3),
   * is below what a double holds.
   */
  static double weight(long from, long to, double theta) {
    if (to - from < 1 << BIN_SHIFT) {
      double sum = 0;
      for (long k = from; k < to; k++) {
        sum += Math.pow(k, -theta);
      }
      return sum;
    }
    double first = Math.pow(from, -theta);
    double behind = Math.pow(to, -theta);
    return integral(from, to, theta)
        + (first - behind) / 2
        + theta * (first / from - behind / to) / 12;
  }

  /** Of x^-θ; by expm1 and log1p so that θ near 1 and a narrow stretch lose no digits. */
  private static double integral(double from, double to, double theta) {
    double log = Math.log1p((to - from) / from);
    double power = (1 - theta) * log;
    double ratio = Math.abs(power) < 1e-12 ? 1 : Math.expm1(power) / power;
    return Math.pow(from, 1 - theta) * log * ratio;
  }
}
