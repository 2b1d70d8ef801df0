package io.gannet.bench.search;

import java.util.Random;

/**
 * An M/M/1 queue: the time in it is exponential with mean {@code 1 / (capacity - rate)}, so each
 * percentile is known, and with it the rate at which an objective is just met. Noise is a factor,
 * log-normal, on the latency.
 */
final class SimulatedServer implements Prober {
  private final Objective objective;
  private final double capacity;
  private final double noise;
  private final double generatorMax;
  private final Random random;
  int probes;

  SimulatedServer(
      Objective objective, double capacity, double noise, double generatorMax, long seed) {
    this.objective = objective;
    this.capacity = capacity;
    this.noise = noise;
    this.generatorMax = generatorMax;
    random = new Random(seed);
  }

  /** Where the objective is met exactly. */
  double knee() {
    return capacity - factor() * 1e9 / objective.limitNs();
  }

  private double factor() {
    return -Math.log(1 - objective.percentile() / 100);
  }

  @Override
  public Probe probe(double perSecond) {
    probes++;
    double reached = Math.min(perSecond, generatorMax);
    double spare = capacity - reached;
    double latency = spare <= 0 ? 1e9 : Math.min(1e9, factor() * 1e9 / spare);
    latency *= Math.exp(noise * random.nextGaussian());
    return Probe.judged(
        objective, perSecond, 0, Math.min(reached, capacity), (long) latency, 0, 0,
        Math.min(1, perSecond / generatorMax));
  }
}
