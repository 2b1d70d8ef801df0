package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/** One line of {@code stats} with a number. */
final class StatRow extends StatRows {
  private final byte[] head;
  private final LongSupplier value;
  private final boolean counts;

  /** What the counter was at the last reset. Several workers may set it: the last one wins. */
  private final Counter baseline = new Counter();

  StatRow(String stat, Metric.Kind kind, LongSupplier value) {
    super(head(stat + " ").length);
    this.head = head(stat + " ");
    this.value = value;
    this.counts = kind == Metric.Kind.COUNTER;
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long at = MemcacheComposer.putText(memory, offset, head);
    return MemcacheComposer.putDecimalLine(memory, at, value.getAsLong() - baseline.get());
  }

  @Override
  void reset() {
    if (counts) {
      baseline.set(value.getAsLong());
    }
  }
}
