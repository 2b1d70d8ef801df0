package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadException;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import java.util.Map;
import java.util.Optional;

/** A running server that takes its turns. */
public final class ServerContestant implements Contestant {
  private static final double MIB = 1 << 20;

  private final Fleet fleet;
  private final RunningServer server;
  private final ServerWatch watch;

  /** {@code server} is of {@code fleet}. */
  public ServerContestant(Fleet fleet, RunningServer server) {
    this.fleet = fleet;
    this.server = server;
    fleet.turnOf(server);
    // What listens may be a child of what was started.
    long pid = ServerProcess.listeningOn(server.address())
        .map(ServerProcess::pid)
        .orElse((long) server.pid());
    this.watch = ServerWatch.of(server.address(), protocol(), pid, Optional.empty());
  }

  private Protocol protocol() {
    return server.subject().protocol();
  }

  @Override
  public String name() {
    return server.subject().name();
  }

  /** What was started, and what it says it is. */
  public CompareReport.Server describe() {
    String command =
        watch.process().map(process -> String.join(" ", process.command())).orElse("");
    return new CompareReport.Server(command, watch.peer().orElse(""), protocol().name());
  }

  @Override
  public void fill(Job job) {
    if (job.fills(protocol())) {
      load(job.filling(server.address(), protocol()), new LoadObserver() {});
    }
  }

  @Override
  public Trial run(Job job) {
    LoadResult result = load(job.against(server.address(), protocol()), new LoadObserver() {
      @Override
      public void phase(Phase phase) {
        if (phase == Phase.MEASURE) {
          watch.begin();
        } else if (phase == Phase.DONE) {
          watch.end();
        }
      }
    });
    ServerWatch.Observation seen = watch.seen();
    long requests = result.counts().requests();
    double cpuUs = seen.cpu().serverNs() / 1000.0 / requests;
    boolean silent = requests == 0;
    return new Trial(
        Figures.of(result, cpuUs, seen.residentBytes() / MIB),
        silent ? 1 : result.counts().errors(),
        silent ? Map.of("nothing was answered", 1L) : result.errorKinds(),
        seen.cpu().othersCpus());
  }

  private LoadResult load(LoadPlan plan, LoadObserver observer) {
    fleet.turnOf(server);
    try {
      return Load.run(plan, observer);
    } catch (LoadException e) {
      throw server.isAlive()
          ? e
          : new LoadException("the server has ended: " + server.complaint(), "");
    }
  }
}
