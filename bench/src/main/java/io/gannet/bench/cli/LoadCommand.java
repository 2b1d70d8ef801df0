package io.gannet.bench.cli;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import java.util.BitSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gannet bench load}. */
@Command(
    name = "load",
    header = "Loads a server: throughput, latency, and what a request cost.",
    description = {
      "Loads one server for some time; reports throughput, latency and what a request cost.",
      "",
      "Without --rate it is a closed loop: it asks again when answered, so it finds the",
      "throughput, and hides the stalls. With --rate it is an open loop: latency as clients",
      "would see it."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench load --depth 32 --cpus 1 --server-pid $(pidof memcached)",
      "  ./gannet bench load --rate 50k --duration 30s --html report.html",
      "  ./gannet bench load --mix set=100 --depth 64 --beside",
      "  ./gannet bench load --protocol resp --mix get=100 --popularity zipf:0.99 --keys 1m"
    })
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private ArrivalOptions arrivals;
  @Mixin private TrafficOptions traffic;
  @Mixin private WorkloadOptions workload;
  @Mixin private BesideOption beside;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    boolean fill = workload.fill() && target.protocol() != Protocol.PING;
    ServerWatch watch = target.watch();
    BitSet serving = watch.process().map(ServerProcess::servingCpus).orElseGet(BitSet::new);
    LoadPlan asked = traffic.plan(target, arrivals.arrivals(), workload.workload(), fill);
    LoadPlan plan = traffic.pollingOnOwnCpus(asked, serving);
    CommandLine line = spec.commandLine();
    LoadRun run = new LoadRun("load", plan, watch, output, beside.isWanted(target.protocol()));
    return run.run(line.getOut(), line.getErr(), plan.requestsMax());
  }
}
