package io.gannet.bench.load;

/**
 * Evenly spaced; the threads take turns.
 *
 * <p>Counted, not added up: with 300,000 a second an addition of whole nanoseconds would be off by
 * a request in 10,000.
 */
final class ConstantSchedule implements Schedule {
  private final double spacingNs;
  private final double offsetNs;
  private long count;

  /** That of thread {@code index} of {@code threads}, at {@code perSecond} of all of them. */
  ConstantSchedule(double perSecond, int index, int threads) {
    double spacingOfAllNs = 1e9 / perSecond;
    this.spacingNs = spacingOfAllNs * threads;
    this.offsetNs = spacingOfAllNs * index;
  }

  @Override
  public long nextNs() {
    return (long) (offsetNs + count++ * spacingNs);
  }
}
