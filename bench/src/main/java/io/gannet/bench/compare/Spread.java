package io.gannet.bench.compare;

import java.util.Arrays;

/**
 * Where the middle of some figures is, and how sure that is.
 *
 * @param count of them
 * @param low the confidence interval of the median: its lower end
 * @param high its upper end
 * @param confidence with which the median lies between the two, 0 to 1
 */
public record Spread(
    int count,
    double median,
    double min,
    double max,
    double low,
    double high,
    double confidence) {
  /*
   * The interval is from order statistics, and so assumes no distribution: the median lies below
   * the k-th smallest of n only when fewer than k of n fall below it, each with probability 1/2.
   * So from the k-th smallest to the k-th largest it covers 1 - 2 P(Binomial(n, 1/2) < k). The
   * largest k counts that keeps the confidence wanted: 5 figures give min..max with 93.75 %, which
   * is why that much is wanted and not 95; fewer give min..max with what little it is worth.
   */

  /** What is wanted: what five rounds can give. */
  static final double CONFIDENCE = 0.93;

  /** Of one figure or more. */
  public static Spread of(double... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("nothing has no middle");
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int k = 1;
    while (2 * (k + 1) <= n && confidence(n, k + 1) >= CONFIDENCE) {
      k++;
    }
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(
        n, median, sorted[0], sorted[n - 1], sorted[k - 1], sorted[n - k], confidence(n, k));
  }

  /** That the median lies between the k-th smallest and the k-th largest of n. */
  private static double confidence(int n, int k) {
    double term = Math.pow(0.5, n);
    double below = 0;
    for (int i = 0; i < k; i++) {
      below += term;
      term = term * (n - i) / (i + 1);
    }
    return Math.max(0, 1 - 2 * below);
  }

  /** Whether {@code value} lies in the interval. */
  public boolean covers(double value) {
    return low <= value && value <= high;
  }
}
