package io.gannet.bench.load;

/**
 * Is told how a run goes, on the thread that called {@link Load#run}: never on one that makes load.
 * Load is made meanwhile, however long it takes.
 */
public interface LoadObserver {
  /** The phases of a run, in order; each is told, even if it is empty. */
  enum Phase {
    /** Connections are opened. */
    CONNECT,
    /** The server is filled, if the plan says so. */
    FILL,
    /** Load is made and not measured. */
    WARM_UP,
    /**
     * What becomes due from now on is measured. Told within microseconds of that moment, while the
     * load goes on; without a warm-up just before it, so that nothing is asked before this returns.
     */
    MEASURE,
    /**
     * What comes now counts no more; told at once. Closed loop: the time is over. Open loop: that,
     * and the last measured request was answered, or nobody waits for it any longer. So what a
     * server spends between these two it spends on what was measured.
     */
    DONE
  }

  /** A phase begins: the moment to read what is counted elsewhere. */
  default void phase(Phase phase) {}

  /** How far the fill is. */
  default void filled(long requests, long of) {}

  /**
   * Asked several times a second: true ends the run early, with what was measured so far. Before
   * anything was measured there is nothing to end with: {@link Load#run} then fails.
   */
  default boolean isEnough() {
    return false;
  }

  /** Another stretch is over. */
  default void interval(Interval interval) {}
}
