package io.gannet.bench.load;

import java.util.SplittableRandom;

/**
 * Independent arrivals: exponentially distributed gaps. Poisson processes add up to one, so each
 * thread has its own.
 */
final class PoissonSchedule implements Schedule {
  private static final long SEED = 0x9e3779b97f4a7c15L;

  private final SplittableRandom random;
  private final double meanGapNs;
  private double timeNs;

  /** That of thread {@code index} of {@code threads}, at {@code perSecond} of all of them. */
  PoissonSchedule(double perSecond, int index, int threads) {
    this.random = new SplittableRandom(SEED + index);
    this.meanGapNs = 1e9 / perSecond * threads;
  }

  @Override
  public long nextNs() {
    // 1 - [0, 1) is in (0, 1], where the logarithm is finite.
    timeNs -= Math.log(1 - random.nextDouble()) * meanGapNs;
    return (long) timeNs;
  }
}
