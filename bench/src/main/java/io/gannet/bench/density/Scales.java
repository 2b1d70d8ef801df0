package io.gannet.bench.density;

import io.gannet.bench.compare.CompareException;
import io.gannet.bench.compare.Fleet;
import io.gannet.bench.compare.RunningServer;
import io.gannet.bench.compare.Subject;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.PeerStats;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Weighs a server: starts it, stores, asks for all that was stored, and lets it rest. */
final class Scales {
  private static final int DEPTH = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final long MIB = 1 << 20;

  private static final long LOOK_AGAIN_MS = 500;

  /** A store refused: memcached does it now and then, when new items outrun its evictions. */
  private static final String REFUSAL = "fill: SERVER_ERROR";

  private static final String TOLD = "overhead_bytes_per_item";

  private final DensityPlan plan;

  Scales(DensityPlan plan) {
    this.plan = plan;
  }

  Weighing weigh(Subject subject, int memoryMib) {
    try (Fleet fleet = new Fleet(DensityPlan.terms(memoryMib), plan.serverCpus())) {
      RunningServer server = fleet.start(subject);
      fleet.turnOf(server);
      long items = retrievable(server);
      ServerProcess process = new ServerProcess(server.pid());
      long resident = residentAtRest(process);
      long store = process.residentBytesOfMapping(memoryMib * MIB);
      return new Weighing(
          memoryMib,
          resident,
          store == 0 ? OptionalLong.empty() : OptionalLong.of(store),
          items,
          told(server));
    }
  }

  /** Stores every key, and counts those of all that come back. */
  private long retrievable(RunningServer server) {
    LoadResult result = Load.run(overfill(server), new LoadObserver() {});
    boolean isWhole = result.counts().requests() == plan.keys();
    if (!isWhole || !result.errorKinds().keySet().stream().allMatch(Scales::isRefusal)) {
      throw new CompareException(
          server.subject().name() + " answered " + result.counts().requests() + " of "
              + plan.keys() + " gets; errors: " + result.errorKinds(),
          "see that nothing else loads this host, and try again");
    }
    return result.counts().hits();
  }

  private static boolean isRefusal(String errorKind) {
    return errorKind.startsWith(REFUSAL);
  }

  private LoadPlan overfill(RunningServer server) {
    SyntheticOptions options =
        new SyntheticOptions(
            plan.keys(),
            new Distribution.Constant(plan.keyBytes()),
            new Distribution.Constant(plan.valueBytes()),
            Mix.GETS,
            new Popularity.Sequential(),
            Ttls.NONE,
            false,
            1);
    return new LoadPlan(
        server.address(), server.subject().protocol(), 1, DEPTH, Arrivals.closed(),
        new SyntheticWorkload(options), true, Duration.ZERO, PATIENCE, plan.keys(), List.of(),
        Duration.ZERO, 0, false);
  }

  /** The least of some seconds: what a process still means to give back is none of its items'. */
  private long residentAtRest(ServerProcess process) {
    long least = process.residentBytes();
    for (long waitedMs = 0; waitedMs < plan.rest().toMillis(); waitedMs += LOOK_AGAIN_MS) {
      sleep();
      least = Math.min(least, process.residentBytes());
    }
    return least;
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompareException("interrupted", "");
    }
  }

  private static OptionalDouble told(RunningServer server) {
    String text = PeerStats.of(server.address()).get(TOLD);
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }
}
