package io.gannet.bench.cli;

import io.gannet.bench.compare.Ceiling;
import io.gannet.bench.load.Interval;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.Affinity;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.observe.ServerWatch;
import io.gannet.bench.report.LiveLine;
import io.gannet.bench.report.LoadReport;
import io.gannet.bench.report.LoadTable;
import java.io.PrintWriter;
import java.util.OptionalDouble;
import picocli.CommandLine;

/**
 * One run of load, as load and replay have it: watched while it runs, then reported. What of this
 * process makes no load, its compilers above all, keeps off the CPUs of the server.
 */
final class LoadRun {
  private final String mode;
  private final LoadPlan plan;
  private final ServerWatch watch;
  private final OutputOptions output;
  private final boolean isBeside;

  LoadRun(
      String mode, LoadPlan plan, ServerWatch watch, OutputOptions output, boolean isBeside) {
    output.check();
    this.mode = mode;
    this.plan = plan;
    this.watch = watch;
    this.output = output;
    this.isBeside = isBeside;
  }

  /**
   * Returns the exit code: 1 when nothing was answered.
   *
   * @param requestsMax after so many it ends, if not before; 0 if time alone ends it
   */
  int run(PrintWriter out, PrintWriter err, long requestsMax) {
    watch.process().ifPresent(server -> Affinity.keepOff(server.servingCpus()));
    LoadObserver live = output.live(err, plan, requestsMax);
    try (EarlyEnd end = new EarlyEnd(); Beside beside = Beside.of(plan.target(), isBeside)) {
      LoadResult result = Load.run(plan, new Observer(watch, live, beside, end));
      LoadReport report = new LoadReport(mode, result, watch.process(), watch.seen(), ceiling(),
          provenance(), beside.seen(), end.isAsked());
      out.print(LoadTable.of(report));
      out.flush();
      output.write(report);
      return result.counts().requests() > 0
          ? CommandLine.ExitCode.OK
          : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private OptionalDouble ceiling() {
    return Ceiling.known(plan.connections(), plan.depth(), plan.cpus());
  }

  private Provenance provenance() {
    return Provenance.of(CommandWords.text(), plan.cpus()).with(watch.process(), watch.peer());
  }

  /** Reads the server's counters when the measuring begins and ends; tells the rest on. */
  private record Observer(ServerWatch watch, LoadObserver live, Beside beside, EarlyEnd end)
      implements LoadObserver {
    @Override
    public void phase(Phase phase) {
      switch (phase) {
        case WARM_UP -> rehearse();
        case MEASURE -> {
          watch.begin();
          beside.begin();
        }
        case DONE -> {
          watch.end();
          beside.end();
        }
        case CONNECT, FILL -> { }
      }
      live.phase(phase);
    }

    @Override
    public boolean isEnough() {
      return end.isAsked();
    }

    /** What is done for the first time loads classes and is slow: not while it is measured. */
    private void rehearse() {
      watch.begin();
      watch.end();
    }

    @Override
    public void filled(long requests, long of) {
      live.filled(requests, of);
    }

    @Override
    public void interval(Interval interval) {
      live.interval(interval);
    }
  }
}
