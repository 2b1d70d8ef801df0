package io.gannet.bench.load;

import java.util.SplittableRandom;

/**
 * Independent arrivals: exponentially distributed gaps. Poisson processes add up to one, so each
 * thread has its own.
 */
final class PoissonSchedule implements Schedule {
  private final SplittableRandom random;
  private final double meanGapNs;
  private double timeNs;

  /** That of thread {@code index} of {@code threads}, at {@code perSecond} of all of them. */
  PoissonSchedule(double perSecond, int index, int threads, long seed) {
    this.random = stream(seed, index);
    this.meanGapNs = 1e9 / perSecond * threads;
  }

  /** Split off, not counted on: seeds next to each other must not share streams. */
  private static SplittableRandom stream(long seed, int index) {
    SplittableRandom root = new SplittableRandom(seed);
    SplittableRandom own = root.split();
    for (int i = 0; i < index; i++) {
      own = root.split();
    }
    return own;
  }

  @Override
  public long nextNs() {
    // 1 - [0, 1) is in (0, 1], where the logarithm is finite.
    timeNs -= Math.log(1 - random.nextDouble()) * meanGapNs;
    return (long) timeNs;
  }
}
