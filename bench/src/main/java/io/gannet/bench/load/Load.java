package io.gannet.bench.load;

/** Runs load against a server. */
public final class Load {
  private Load() {}

  /**
   * Connects, fills, warms up, measures; blocks until it is over.
   *
   * @throws LoadException when no connection can be made or all are lost, with the cure
   */
  public static LoadResult run(LoadPlan plan, LoadObserver observer) {
    throw new UnsupportedOperationException(plan + " " + observer);
  }
}
