package io.gannet.bench.trace;

import io.gannet.bench.workload.Words;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of the requests are made for what, whatever they were recorded as; the rest stays as
 * recorded. Immutable, any thread.
 */
public final class VerbShares {
  private static final Verb[] ALL = Verb.values();
  private static final double ROUNDING = 1e-9;

  /** Every request as recorded. */
  public static final VerbShares NONE = new VerbShares(Map.of());

  /** Of each verb: the sum of its share and those before it. */
  private final double[] below = new double[ALL.length];

  private final Map<Verb, Double> shares;

  /**
   * Shares of 1.
   *
   * @throws IllegalArgumentException if they are more than 1 in all, or one is less than 0
   */
  public VerbShares(Map<Verb, Double> shares) {
    this.shares = new TreeMap<>(shares);
    double sum = 0;
    for (Verb verb : ALL) {
      double share = shares.getOrDefault(verb, 0.0);
      if (!(share >= 0)) { // nor NaN
        throw new IllegalArgumentException(verb.word() + ": " + share + " is no share");
      }
      sum += share;
      below[verb.ordinal()] = sum;
    }
    if (sum > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "overwrites and deletes: " + Words.number(sum * 100) + " % in all; allowed: 100 %");
    }
  }

  /** The verb that a fraction draws, or null: as recorded. */
  Verb draw(double fraction) {
    for (int i = 0; i < below.length; i++) {
      if (fraction < below[i]) {
        return ALL[i];
      }
    }
    return null;
  }

  /** {@code set 30 %, delete 5 %}. */
  String describe() {
    StringBuilder words = new StringBuilder();
    shares.forEach((verb, share) -> {
      if (share > 0) {
        words.append(words.isEmpty() ? "" : ", ");
        words.append(verb.word()).append(' ').append(Words.number(share * 100)).append(" %");
      }
    });
    return words.toString();
  }
}
