package io.gannet.engine.process.memcache;

import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;

/** One line of {@code stats} that never changes. */
final class StatText extends StatRows {
  private final byte[] line;

  StatText(String stat, String text) {
    super(head(stat + " " + text).length);
    this.line = head(stat + " " + text + "\r\n");
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    return MemcacheComposer.putText(memory, offset, line);
  }
}
