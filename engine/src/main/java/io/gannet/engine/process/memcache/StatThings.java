package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Things;
import java.lang.foreign.MemorySegment;

/** The lines of a {@link Things}: a row is all of one thing, or nothing if it is not there. */
final class StatThings extends StatRows {
  private static final byte[] HEAD = head("");

  private final Things source;

  StatThings(Things source) {
    super(Things.BYTES_MAX);
    this.source = source;
  }

  @Override
  int rows() {
    return source.things();
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    return source.put(row, HEAD, memory, offset);
  }
}
