package io.gannet.engine.metrics;

import java.lang.foreign.MemorySegment;

/**
 * Things that come and go, and of which a section tells some lines each, as memcached's {@code
 * stats conns} does. There may be a million: they are told one by one, as there is room and a turn
 * for it, and meanwhile others come and go.
 */
public interface Things {
  /** Room that there is for the lines of one thing. */
  int BYTES_MAX = 2048;

  /** How many there can be: their numbers are below. Any thread. */
  int things();

  /**
   * Writes the lines of one, each with {@link ThingLine}, if it is there now. Any thread.
   *
   * @param head what the teller has each line begin with
   * @return the offset behind what it wrote
   */
  long put(int thing, byte[] head, MemorySegment memory, long offset);
}
