package io.gannet.bench.cli;

import io.gannet.bench.simulate.Campaign;
import io.gannet.bench.simulate.Verdict;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gannet simulate}: runs the workers over a kernel that is played, by seeds. */
@Command(
    name = "gannet simulate",
    description = {
      "Runs workers, stores and clients over a kernel that is played, in a time of their own:",
      "short sends, lost wake-ups, errors, kills and clocks that jump, each by the seed's number.",
      "",
      "Ends with 1 if a seed has shown what must never be; that one is run again, and told whole."
    },
    footer = {
      "",
      "For example:",
      "  ./gannet simulate --seeds 5000            seeds 0 to 4999",
      "  ./gannet simulate --seed 4711             that one alone",
      "  ./gannet simulate --seed 4711 --trace     and every entry and completion of it",
      "",
      "What it plays, and what it has found: server/docs/012-the-simulator.md"
    })
@Heading("Report")
final class SimulateCommand implements Callable<Integer> {
  private static final int WORKERS_MAX = 4;

  @Spec private CommandSpec spec;
  @Mixin private What what;
  @Mixin private CommonOptions common;

  /** Which seeds. */
  @Heading("Seeds")
  static final class What {
    @Option(
        names = "--seeds",
        paramLabel = "N",
        converter = CountWord.class,
        description = "How many, one after the other. [1000; with --seed 1]")
    private Long seeds;

    @Option(names = "--seed", paramLabel = "S", description = "The first. [0]")
    private Long seed;

    @Option(
        names = "--workers",
        paramLabel = "N",
        description = "Of so many workers each, 1 to 4. [as many as the seed draws]")
    private int workers;

    @Option(
        names = "--failures",
        paramLabel = "N",
        description = "Stops when so many have failed. [${DEFAULT-VALUE}]")
    private int failures = 10;

    @Option(
        names = "--trace",
        description = "Tells the conversations, and each entry and completion, in order.")
    private boolean trace;

    @Option(names = "--points", description = "Tells how often what happens sometimes happened.")
    private boolean points;
  }

  @Override
  public Integer call() {
    if (what.workers < 0 || what.workers > WORKERS_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--workers takes 1 to " + WORKERS_MAX + ", not " + what.workers);
    }
    long first = what.seed == null ? 0 : what.seed;
    long count = what.seeds != null ? what.seeds : what.seed == null ? 1000 : 1;
    PrintWriter out = spec.commandLine().getOut();
    Campaign campaign = new Campaign(what.workers);
    long startNs = System.nanoTime();
    int failed = 0;
    long run = 0;
    for (; run < count && failed < what.failures; run++) {
      Verdict verdict = campaign.run(first + run, what.trace ? out : null);
      if (!verdict.isGood()) {
        failed++;
        tell(out, verdict, failed == 1 && !what.trace);
      }
    }
    if (what.points) {
      out.print(campaign.points().table());
    }
    double sec = (System.nanoTime() - startNs) / 1e9;
    out.printf("%d seeds from %d in %.1f s: %d failed%n", run, first, sec, failed);
    return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** The first that fails is run again, with every word of it. */
  private void tell(PrintWriter out, Verdict verdict, boolean again) {
    out.println(verdict);
    out.flush();
    if (again) {
      new Campaign(what.workers).run(verdict.seed(), out);
      out.println(verdict);
    }
    Throwable cause = verdict.lie().getCause();
    if (cause != null) {
      cause.printStackTrace(out);
    }
    String workers = what.workers == 0 ? "" : " --workers " + what.workers;
    out.println("  again: ./gannet simulate --seed " + verdict.seed() + workers + " --trace");
  }
}
