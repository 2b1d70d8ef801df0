package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/**
 * A kind of cache that lives within this process.
 *
 * @param maker makes one
 */
record InProcess(String name, String about, Maker maker) implements Subject {
  /** Makes a cache for a trace. */
  interface Maker {
    /** New and empty. */
    Cache make(Trace trace, long memoryBytes);
  }

  @Override
  public Tally replay(Trace trace, long memoryBytes, int uncounted) {
    try (Cache cache = maker.make(trace, memoryBytes)) {
      return Replay.run(trace, cache, uncounted);
    }
  }
}
