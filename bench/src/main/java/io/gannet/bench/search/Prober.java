package io.gannet.bench.search;

/** Runs load at a rate and says what came of it. */
@FunctionalInterface
public interface Prober {
  /** Blocks until the run is over. */
  Probe probe(double perSecond);
}
