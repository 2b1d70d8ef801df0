package io.gannet.bench.load;

/** Is told how a run goes, on a thread of its own: never on one that makes load. */
public interface LoadObserver {
  /** The phases of a run, in order. */
  enum Phase {
    CONNECT,
    FILL,
    WARM_UP,
    MEASURE,
    DONE
  }

  /** A phase begins: the moment to read what is counted elsewhere. */
  default void phase(Phase phase) {}

  /** How far the fill is. */
  default void filled(long requests, long of) {}

  /** Another stretch is over. */
  default void interval(Interval interval) {}
}
