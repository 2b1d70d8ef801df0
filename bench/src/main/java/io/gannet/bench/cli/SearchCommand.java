package io.gannet.bench.cli;

import io.gannet.bench.compare.Ceiling;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.observe.ServerWatch;
import io.gannet.bench.search.Bisection;
import io.gannet.bench.search.Finding;
import io.gannet.bench.search.LoadProber;
import io.gannet.bench.search.Objective;
import io.gannet.bench.search.Search;
import io.gannet.bench.search.SearchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench search}. */
@Command(
    name = "search",
    header = "Finds the highest rate at which latency still meets an objective.",
    description = {
      "Finds the highest rate at which a percentile of the latency meets an objective.",
      "",
      "Doubles the rate until it fails, then bisects. Arrivals are Poisson; latency is as clients",
      "perceive it, from when a request was due.",
      "",
      "A probe also fails when less than 99 %% of its rate was answered, or requests were dropped;",
      "one that noise may have failed is tried once more. A probe takes --warm-up and --duration,",
      "3s unless told otherwise."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench search --target 127.0.0.1:11211 --slo 1ms --cpus 1",
      "  ./gannet bench search --percentile p50 --slo 200us --from 50k --html search.html"
    })
final class SearchCommand implements Callable<Integer> {
  private static final Duration DURATION = Duration.ofSeconds(3);

  /** Of what a closed loop gets out of the server: below any knee worth finding. */
  private static final double FROM_SHARE = 0.25;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private ObjectiveOptions objective;
  @Mixin private TrafficOptions traffic;
  @Mixin private WorkloadOptions workload;
  @Mixin private SearchOutput output;
  @Mixin private CommonOptions common;

  /** Where it goes beside the terminal. */
  @Heading("Output")
  static final class SearchOutput {
    @Option(names = "--json", paramLabel = "FILE", description = "All of it, for programs.")
    private Path json;

    @Option(
        names = "--html",
        paramLabel = "FILE",
        description = "Latency over rate, in one file that opens offline.")
    private Path html;

    /** Refuses files that cannot be written. */
    void check() {
      OutputFiles.check(json, html);
    }

    void write(SearchReport report) throws IOException {
      if (json != null) {
        Files.writeString(json, report.json());
      }
      if (html != null) {
        Files.writeString(html, report.page());
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    output.check();
    PrintWriter out = spec.commandLine().getOut();
    Objective wanted = objective.objective();
    LoadPlan plan = plan();
    ServerWatch watch = target.watch();
    Provenance provenance = Provenance.of(CommandWords.text(), plan.cpus())
        .with(watch.process(), watch.peer());
    LoadProber prober = new LoadProber(plan, wanted, SearchCommand::run);
    prober.fill();
    double from = objective.from();
    if (from == 0) {
      double closed = prober.closedLoopPerSecond();
      from = closed * FROM_SHARE;
      out.printf(Locale.ROOT, "closed loop: %,.0f/s; from a quarter of it:%n", closed);
    }
    Finding finding = new Search(wanted, prober, objective.probesMax(), line -> {
      out.println(line);
      out.flush();
    }).run(new Bisection(from, objective.precision()));
    out.println(finding.sentence());
    Ceiling.known(plan.connections(), plan.depth(), plan.cpus()).ifPresent(most ->
        out.printf(Locale.ROOT, "generator ceiling: %,.0f/s; this is %.0f %% of it%n",
            most, 100 * finding.metPerSecond() / most));
    output.write(new SearchReport(provenance.facts(), finding));
    return finding.isAnswer() ? 0 : 1;
  }

  private LoadPlan plan() {
    LoadPlan plan =
        traffic.plan(target, Arrivals.closed(), workload.workload(), workload.fill());
    boolean told = spec.commandLine().getParseResult().hasMatchedOption("--duration");
    return told ? plan : plan.lasting(plan.warmUp(), DURATION, plan.fill());
  }

  private static LoadResult run(LoadPlan plan) {
    return Load.run(plan, new LoadObserver() {});
  }
}
