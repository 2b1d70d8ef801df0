package io.gannet.engine.process.memcache;

import java.lang.foreign.MemorySegment;

/**
 * Things that come and go, and of which a section of {@code stats} tells some lines each, as
 * memcached's {@code stats conns} does. There may be a million: they are told one by one, as there
 * is room and a turn for it, and meanwhile others come and go.
 */
public interface StatSource {
  /** Room that there is for the lines of one thing. */
  int BYTES_MAX = 2048;

  /** How many there can be: their numbers are below. Any thread. */
  int things();

  /**
   * Writes the lines of one, each with {@link StatLine}, if it is there now. Any worker.
   *
   * @return the offset behind what it wrote
   */
  long put(int thing, MemorySegment memory, long offset);
}
