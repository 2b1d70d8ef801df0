package io.gannet.engine.store.slab;

import io.gannet.engine.metrics.Counter;

/**
 * The steps that one call may make, all told: whatever it looks at, chooses, moves or forgets is
 * held against what is left of them.
 */
final class Allowance {
  private final Counter made;
  private long end;
  private int granted;

  /** None yet; steps are what this counts. */
  Allowance(Counter made) {
    this.made = made;
  }

  /** So many are left from now on. */
  void grant(int steps) {
    end = made.get() + steps;
    granted = steps;
  }

  /** How many the call was given. */
  int granted() {
    return granted;
  }

  /** How many steps are left. */
  int left() {
    return (int) (end - made.get());
  }
}
