package io.gannet.bench.simulate;

import java.io.PrintWriter;

/** Runs seeds, one after the other. */
public final class Campaign {
  private final Points points = new Points();

  /** What was reached in all runs so far. */
  public Points points() {
    return points;
  }

  /**
   * Runs one seed.
   *
   * @param trace where to tell what happens, a line each; null for nowhere
   */
  public Verdict run(long seed, PrintWriter trace) {
    Points own = new Points();
    try {
      new Simulation(seed, own, trace).run();
      return new Verdict(seed, null);
    } catch (Lie e) {
      return new Verdict(seed, e);
    } catch (RuntimeException | AssertionError e) {
      return new Verdict(seed, new IllegalStateException("it failed: " + e, e));
    } finally {
      points.add(own);
    }
  }
}
