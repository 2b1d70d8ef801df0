package io.gannet.engine.store;

import java.util.SplittableRandom;

/** Bytes of one value after another: up to a limit, which may change now and then. */
public final class Sizes {
  private static final int VALUES_PER_LIMIT = 1_500;

  private final int limitMin;
  private final int limitMax;
  private int limit;
  private int values;

  private Sizes(int limitMin, int limitMax) {
    this.limitMin = limitMin;
    this.limitMax = limitMax;
    this.limit = limitMax;
  }

  /** Always up to the same. */
  public static Sizes upTo(int bytes) {
    return new Sizes(bytes, bytes);
  }

  /** For a while up to one limit, then up to another, however far from it. */
  public static Sizes drifting(int bytesMin, int bytesMax) {
    return new Sizes(bytesMin, bytesMax);
  }

  /** Of the next value. */
  int next(SplittableRandom random) {
    if (limitMin < limitMax && ++values % VALUES_PER_LIMIT == 0) {
      double exponent = random.nextDouble();
      limit = (int) (limitMin * Math.pow((double) limitMax / limitMin, exponent));
    }
    return random.nextInt(limit + 1);
  }
}
