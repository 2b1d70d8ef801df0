package io.gannet.bench.cli;

import io.gannet.bench.search.Objective;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a search looks for, and how closely: a mixin. */
@Heading("Objective")
final class ObjectiveOptions {
  @Option(
      names = "--slo",
      paramLabel = "TIME",
      converter = DurationWord.class,
      description = "The most that the percentile may be: 1ms, 500us. [1ms]")
  private Duration slo = Duration.ofMillis(1);

  @Option(
      names = "--percentile",
      paramLabel = "P",
      description = "p50, p90, p99, p99.9, …; on a virtual machine its own stalls own p99.9. "
          + "[${DEFAULT-VALUE}]")
  private String percentile = "p99";

  @Option(
      names = "--from",
      paramLabel = "R",
      converter = CountWord.class,
      description = "The rate to begin with. [a quarter of what a closed loop gets]")
  private long from;

  @Option(
      names = "--precision",
      paramLabel = "SHARE",
      description = "Stops when a rate fails that is so little above the answer. "
          + "[${DEFAULT-VALUE}]")
  private double precision = 0.05;

  @Option(
      names = "--probes-max",
      paramLabel = "N",
      description = "Gives up after so many. [${DEFAULT-VALUE}]")
  private int probesMax = 40;

  /** What is looked for. */
  Objective objective() {
    try {
      return Objective.of(percentile, slo);
    } catch (IllegalArgumentException e) {
      throw new Misuse("--percentile or --slo: " + e.getMessage());
    }
  }

  /** Requests a second to begin with; 0 if not told. */
  double from() {
    return from;
  }

  /** How near the answer is to a rate that failed. */
  double precision() {
    if (!(precision >= 0.001 && precision <= 1)) {
      throw new Misuse("--precision: " + precision + " is out of bounds; allowed: 0.001 to 1");
    }
    return precision;
  }

  /** Probes at most. */
  int probesMax() {
    if (probesMax < 1) {
      throw new Misuse("--probes-max: " + probesMax + " is less than 1");
    }
    return probesMax;
  }
}
