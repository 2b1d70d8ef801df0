package io.gannet.bench.cli;

import io.gannet.bench.load.Arrivals;
import picocli.CommandLine.Option;

/** Closed loop or open, by whether there is a rate: a mixin. */
@Heading("Arrivals")
public final class ArrivalOptions {
  /** Spacings of an open loop. */
  public enum Spacing {
    POISSON,
    CONSTANT
  }

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "R",
      converter = CountWord.class,
      description = {
        "Requests a second, whatever the server does (open loop): 50000, 200k.",
        "Latency then counts from when a request was due. [none: closed loop, connections x "
            + "depth requests are always on their way]"
      })
  private long rate;

  @Option(
      names = "--arrivals",
      paramLabel = "KIND",
      description = "Of that rate: poisson (as from many clients) or constant. [poisson]")
  private Spacing spacing = Spacing.POISSON;

  /** As a plan has it. */
  public Arrivals arrivals() {
    if (rate == 0) {
      return Arrivals.closed();
    }
    return spacing == Spacing.POISSON ? Arrivals.poisson(rate) : Arrivals.constant(rate);
  }
}
