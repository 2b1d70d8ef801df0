package io.gannet.bench.cli;

import io.gannet.bench.compare.Ceiling;
import io.gannet.bench.compare.CompareException;
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
import java.util.ArrayList;
import java.util.Comparator;
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
    header = "Measures what the generator itself can do, against a ping server.",
    description = {
      "Measures what the generator itself can do, against a ping server of ours.",
      "",
      "That has next to nothing to do per request. The figure is kept, by host, connections, depth",
      "and CPUs; later runs of that shape say how far from it they are.",
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
  private static final int RUNS = 3;

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
    Trial best;
    try (Fleet fleet = new Fleet(terms, server.cpus)) {
      RunningServer ping =
          fleet.start(new Subjects(SubjectOptions.launcher(), terms).named("pingserver"));
      best = best(new ServerContestant(fleet, ping), new Job("ping", plan));
    }
    boolean noisy = best.othersCores() > RoundOptions.OTHERS_MAX;
    boolean kept = Ceiling.ofUser().putUnlessLess(plan.connections(), plan.depth(), plan.cpus(),
        best.figures().requestsPerSecond(), noisy);
    tell(plan, best, noisy, kept);
    return 0;
  }

  /** What a generator can do is the most that it ever did: noise only takes from it. */
  private static Trial best(ServerContestant ping, Job job) {
    List<Trial> trials = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      trials.add(ping.run(job));
    }
    return trials.stream()
        .filter(trial -> trial.errors() == 0)
        .max(Comparator.comparingDouble(trial -> trial.figures().requestsPerSecond()))
        .orElseThrow(() -> new CompareException(
            "no run was without errors: " + trials.get(0).errorKinds(),
            "try again on a quiet host, with a longer --duration"));
  }

  private LoadPlan plan() {
    LoadPlan plan = traffic.plan(
        new TargetOptions(), Arrivals.closed(), new WorkloadOptions().workload(), false);
    boolean told = spec.commandLine().getParseResult().hasMatchedOption("--cpus");
    return told ? plan : plan.on(RoundOptions.loadCpus(server.cpus));
  }

  private void tell(LoadPlan plan, Trial best, boolean noisy, boolean kept) {
    Figures figures = best.figures();
    boolean atLeast = noisy || figures.generatorBusy() < BUSY_MIN;
    say("generator ceiling: %s%,.0f requests/s at %d × %d, the best of %d runs",
        atLeast ? "at least " : "", figures.requestsPerSecond(), plan.connections(), plan.depth(),
        RUNS);
    say("  CPU per request: %.3f µs of the generator's, %.3f µs of the ping server's",
        figures.generatorCpuUsPerRequest(), figures.cpuUsPerRequest());
    if (noisy) {
      say("  others used %.2f of a core: measure again when the host is quiet%s",
          best.othersCores(), kept ? "" : "; what was known is more and stays");
    } else if (atLeast) {
      say("  the generator was busy only %.0f %% of the time: the ping server was the limit",
          figures.generatorBusy() * 100);
    }
  }

  private void say(String format, Object... values) {
    spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
  }
}
