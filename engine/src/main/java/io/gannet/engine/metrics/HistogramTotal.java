package io.gannet.engine.metrics;

import java.util.List;

/** What several histograms with the same buckets have counted together. */
final class HistogramTotal extends Histogram {
  private final Histogram[] parts;

  HistogramTotal(List<Histogram> parts) {
    super(parts.getFirst());
    this.parts = parts.toArray(Histogram[]::new);
  }

  @Override
  public void record(long value, long times) {
    throw new UnsupportedOperationException("each of them has its own writer");
  }

  @Override
  public long count(int bucket) {
    long count = 0;
    for (Histogram part : parts) {
      count += part.count(bucket);
    }
    return count;
  }

  @Override
  public long sum() {
    long sum = 0;
    for (Histogram part : parts) {
      sum += part.sum();
    }
    return sum;
  }
}
