package io.gannet.bench.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks a {@link Prober} what a {@link Bisection} wants to know. A probe that fails within reach of
 * noise (one stall of the host can own a percentile of a short run) is tried once more, and the
 * second word counts.
 */
public final class Search {
  private final Objective objective;
  private final Prober prober;
  private final int probesMax;
  private final Consumer<String> log;
  private final List<Probe> probes = new ArrayList<>();

  /**
   * A search yet to be run.
   *
   * @param probesMax tries included that were repeated
   * @param log is told a line for each probe
   */
  public Search(Objective objective, Prober prober, int probesMax, Consumer<String> log) {
    this.objective = objective;
    this.prober = prober;
    this.probesMax = probesMax;
    this.log = log;
  }

  /** Runs it; once. */
  public Finding run(Bisection bisection) {
    Probe.Verdict failure = Probe.Verdict.LATE;
    while (!bisection.isOver() && probes.size() < probesMax) {
      Probe probe = decide(bisection.next());
      bisection.answer(probe.meets());
      failure = probe.meets() ? failure : probe.verdict();
      if (failure == Probe.Verdict.ERRORS && bisection.met() == 0) {
        break; // whatever is wrong, it is not the rate
      }
    }
    return finding(endOf(bisection, failure), bisection);
  }

  /** {@code failure} is that of the lowest rate that failed: what keeps the answer from more. */
  private static Finding.End endOf(Bisection bisection, Probe.Verdict failure) {
    if (failure == Probe.Verdict.ERRORS && bisection.met() == 0) {
      return Finding.End.ERRORS;
    }
    if (!bisection.isOver()) {
      return Finding.End.PROBES;
    }
    return switch (failure) {
      case GENERATOR -> Finding.End.GENERATOR;
      case ERRORS -> Finding.End.ERRORS;
      default -> bisection.met() == 0 ? Finding.End.UNATTAINABLE : Finding.End.FOUND;
    };
  }

  private Probe decide(double perSecond) {
    Probe probe = once(perSecond, "");
    return probe.maybeNoise() && probes.size() < probesMax
        ? once(perSecond, "  (again: it may have been noise)")
        : probe;
  }

  private Probe once(double perSecond, String remark) {
    Probe probe = prober.probe(perSecond);
    probes.add(probe);
    log.accept(probe + remark);
    return probe;
  }

  private Finding finding(Finding.End end, Bisection bisection) {
    return new Finding(
        objective, end, bisection.met(), bisection.failed(), List.copyOf(probes));
  }
}
