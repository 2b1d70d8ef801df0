package io.gannet.bench.search;

import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadException;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.peer.PeerAddress;
import java.time.Duration;
import java.util.function.Function;

/** Probes a server with Poisson arrivals: as independent clients would. */
public final class LoadProber implements Prober {
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private final LoadPlan plan;
  private final Objective objective;
  private final Function<LoadPlan, LoadResult> load;

  /**
   * A prober yet to be filled.
   *
   * @param plan whose arrivals are replaced
   * @param load runs a plan
   */
  public LoadProber(
      LoadPlan plan, Objective objective, Function<LoadPlan, LoadResult> load) {
    this.plan = plan;
    this.objective = objective;
    this.load = load;
  }

  /** Stores what is asked later, where the plan says so. */
  public void fill() {
    if (plan.fill()) {
      load.apply(plan.arriving(Arrivals.closed()).lasting(Duration.ZERO, SHORTEST, true));
    }
  }

  /**
   * What a closed loop gets out of the server: the search begins somewhere below.
   *
   * @throws LoadException when that is nothing
   */
  public double closedLoopPerSecond() {
    LoadResult result = load.apply(plan.arriving(Arrivals.closed())
        .lasting(plan.warmUp(), plan.duration(), false));
    if (result.counts().requests() == 0) {
      throw new LoadException(
          PeerAddress.text(plan.target())
              + " answered nothing that was understood: " + result.errorKinds(),
          "check that it speaks the protocol");
    }
    return result.requestsPerSecond();
  }

  @Override
  public Probe probe(double perSecond) {
    LoadResult result = load.apply(plan.arriving(Arrivals.poisson(perSecond))
        .lasting(plan.warmUp(), plan.duration(), false));
    // A thread that polls before each request is always busy: that says nothing.
    double busy = plan.spin().isZero() ? result.busy() : Double.NaN;
    return Probe.judged(
        objective,
        perSecond,
        chance(perSecond),
        result.duePerSecond(),
        result.perceived().getValueAtPercentile(objective.percentile()),
        result.counts().errors(),
        result.counts().dropped(),
        busy);
  }

  /** Three standard deviations of the count of Poisson arrivals: nothing, but at low rates. */
  private double chance(double perSecond) {
    double seconds = plan.duration().toNanos() / 1e9;
    return 3 * Math.sqrt(perSecond * seconds) / seconds;
  }
}
