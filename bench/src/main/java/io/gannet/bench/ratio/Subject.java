package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/** A kind of cache whose misses are counted. Stateless; any thread. */
public interface Subject {
  /** As the option and the table have it. */
  String name();

  /** In a line, for help. */
  String about();

  /** Which version of somebody else's it is; "" of ours. */
  default String version() {
    return "";
  }

  /**
   * Replays a trace against a new and empty one.
   *
   * @param memoryBytes that it may use
   * @param uncounted so many requests at the start are not counted
   * @throws SubjectException when it cannot be had, or not of this size
   */
  Tally replay(Trace trace, long memoryBytes, int uncounted);
}
