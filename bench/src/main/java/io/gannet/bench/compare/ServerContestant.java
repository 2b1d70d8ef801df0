package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadException;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.ServerProcess;

/** A running server that takes its turns. */
public final class ServerContestant implements Contestant {
  private static final double MIB = 1 << 20;

  private final Fleet fleet;
  private final RunningServer server;

  /** {@code server} is of {@code fleet}. */
  public ServerContestant(Fleet fleet, RunningServer server) {
    this.fleet = fleet;
    this.server = server;
  }

  @Override
  public String name() {
    return server.subject().name();
  }

  @Override
  public void fill(Job job) {
    if (job.fills(server.subject().protocol())) {
      load(job, true, new LoadObserver() {});
    }
  }

  @Override
  public Trial run(Job job) {
    Meter meter = new Meter(server.pids());
    LoadResult result = load(job, false, meter);
    double cpuUs = meter.serverNs() / 1000 / result.counts().requests();
    double rssMib = server.pids().stream()
        .mapToDouble(pid -> new ServerProcess(pid).residentBytes() / MIB)
        .sum();
    return new Trial(
        Figures.of(result, cpuUs, rssMib),
        result.counts().errors(),
        result.errorKinds(),
        meter.othersCores());
  }

  private LoadResult load(Job job, boolean fill, LoadObserver observer) {
    fleet.turnOf(server);
    Protocol protocol = server.subject().protocol();
    try {
      return Load.run(
          fill
              ? job.filling(server.address(), protocol)
              : job.against(server.address(), protocol),
          observer);
    } catch (LoadException e) {
      throw server.isAlive()
          ? e
          : new LoadException("the server has ended: " + server.complaint(), "");
    }
  }
}
