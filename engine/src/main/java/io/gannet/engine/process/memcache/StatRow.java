package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/** One line of {@code stats} with a number, of which some digits may lie behind a point. */
final class StatRow extends StatRows {
  private final byte[] head;
  private final int decimals;
  private final LongSupplier value;

  StatRow(Metric metric) {
    super(head(metric.stat() + " ").length);
    this.head = head(metric.stat() + " ");
    this.decimals = metric.decimals();
    this.value = metric.value();
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long at = MemcacheComposer.putText(memory, offset, head);
    return MemcacheComposer.putDecimalsLine(memory, at, value.getAsLong(), decimals);
  }
}
