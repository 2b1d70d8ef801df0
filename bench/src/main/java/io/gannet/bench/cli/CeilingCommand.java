package io.gannet.bench.cli;

import io.gannet.bench.compare.Ceiling;
import io.gannet.bench.compare.Figures;
import io.gannet.bench.compare.Fleet;
import io.gannet.bench.compare.Job;
import io.gannet.bench.compare.RunningServer;
import io.gannet.bench.compare.ServerContestant;
import io.gannet.bench.compare.Subjects;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.compare.Trial;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench ceiling}. */
@Command(
    name = "ceiling",
    description = {
      "Measures what the generator itself can do: loads a ping server of ours, which has next to",
      "nothing to do per request, in a closed loop. The figure is kept, by host, connections,",
      "depth and CPUs; later runs of that shape say how far from it they are.",
      "",
      "Unless told otherwise --cpus is the first that is no server's."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench ceiling --depth 32",
      "  ./gannet bench ceiling --cpus 1 --connections 200"
    })
final class CeilingCommand implements Callable<Integer> {
  private static final double BUSY_MIN = 0.9;

  @Spec private CommandSpec spec;
  @Mixin private PingOptions server;
  @Mixin private TrafficOptions traffic;
  @Mixin private CommonOptions common;

  /** Where the ping server is. */
  @Heading("Server")
  static final class PingOptions {
    @Option(
        names = "--server-cpus",
        paramLabel = "LIST",
        converter = CpuListWord.class,
        description = "Where the ping server runs; this process keeps off. [0]")
    private List<Integer> cpus = List.of(0);
  }

  @Override
  public Integer call() {
    LoadPlan plan = plan();
    Terms terms = new Terms(0, plan.connections() + SubjectOptions.CONNECTIONS_SPARE);
    Trial trial;
    try (Fleet fleet = new Fleet(terms, server.cpus)) {
      RunningServer ping =
          fleet.start(new Subjects(SubjectOptions.launcher(), terms).named("pingserver"));
      trial = new ServerContestant(fleet, ping).run(new Job("ping", plan));
    }
    Figures figures = trial.figures();
    Ceiling ceiling = Ceiling.ofUser();
    ceiling.put(plan.connections(), plan.depth(), plan.cpus(), figures.requestsPerSecond());
    tell(plan, figures, trial);
    return 0;
  }

  private LoadPlan plan() {
    LoadPlan plan = traffic.plan(
        new TargetOptions(), Arrivals.closed(), new WorkloadOptions().workload(), false);
    boolean told = spec.commandLine().getParseResult().hasMatchedOption("--cpus");
    return told ? plan : plan.on(RoundOptions.loadCpus(server.cpus));
  }

  private void tell(LoadPlan plan, Figures figures, Trial trial) {
    PrintWriter out = spec.commandLine().getOut();
    boolean atLeast = figures.generatorBusy() < BUSY_MIN;
    out.printf(
        Locale.ROOT,
        "generator ceiling: %s%,.0f requests/s at %d × %d%n",
        atLeast ? "at least " : "",
        figures.requestsPerSecond(),
        plan.connections(),
        plan.depth());
    out.printf(
        Locale.ROOT,
        "  CPU per request: %.3f µs of the generator's, %.3f µs of the ping server's%n",
        figures.generatorCpuUsPerRequest(),
        figures.cpuUsPerRequest());
    if (atLeast) {
      out.printf(Locale.ROOT, "  the generator was busy only %.0f %% of the time: the ping server "
          + "was the limit%n", figures.generatorBusy() * 100);
    }
    if (trial.othersCores() > RoundOptions.OTHERS_MAX) {
      out.printf(Locale.ROOT, "  others used %.2f of a core: measure again when the host is "
          + "quiet%n", trial.othersCores());
    }
  }
}
