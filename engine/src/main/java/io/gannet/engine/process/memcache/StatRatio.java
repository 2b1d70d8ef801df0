package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Ratio;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;

/** One line of {@code stats} with three decimals. */
final class StatRatio extends StatRows {
  static {
    assert Ratio.PARTS == 1000 : "told as thousandths";
  }

  private final byte[] head;
  private final Ratio ratio;

  StatRatio(Ratio ratio) {
    super(head(ratio.stat() + " ").length);
    this.head = head(ratio.stat() + " ");
    this.ratio = ratio;
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long at = MemcacheComposer.putText(memory, offset, head);
    long parts = Ratio.parts(ratio.value().getAsLong(), ratio.per().getAsLong());
    return MemcacheComposer.putThousandthsLine(memory, at, parts);
  }

  @Override
  void reset() {}
}
