package io.gannet.engine.process.memcache;

import java.lang.foreign.MemorySegment;

/** The lines of a {@link StatSource}: a row is all of one thing, or nothing if it is not there. */
final class StatThings extends StatRows {
  private final StatSource source;

  StatThings(StatSource source) {
    super(StatSource.BYTES_MAX);
    this.source = source;
  }

  @Override
  int rows() {
    return source.things();
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    return source.put(row, memory, offset);
  }

  @Override
  void reset() {}
}
