package io.gannet.engine.process;

import io.gannet.engine.store.Walk;

/** The third role of a {@link Processor}: work that no request asked for. */
public interface Upkeep {
  /**
   * A bounded part of it; to be called once a turn, after the clock was told.
   *
   * @param items how many stored items at most may be looked at
   * @return true if there is more to do now
   */
  default boolean maintain(int items) {
    return false;
  }

  /**
   * Begins to compare what the store believes with what lies in it: who asked for it by name lets
   * it {@link Walk#advance} between requests. It allocates, a little.
   */
  default Walk beginWalk() {
    return Walk.ofNothing();
  }

  /** A turn has ended that took so long; its replies leave now. */
  default void turnEnded(long tookNs) {}
}
