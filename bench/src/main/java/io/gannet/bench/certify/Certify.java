package io.gannet.bench.certify;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.Load;
import io.gannet.bench.load.LoadObserver;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** Starts a server, has it serve, and looks what disturbed it from {@code ready} on. */
public final class Certify {
  private static final int CONNECTIONS = 8;
  private static final int DEPTH = 32;
  private static final int KEYS = 10_000;
  private static final int KEY_BYTES = 32;
  private static final int VALUE_BYTES = 64;
  private static final Duration LONG = Duration.ofHours(24);

  private Certify() {}

  /**
   * Blocks until all is served.
   *
   * @param told the number of a part that has ended
   * @throws CertifyException when there is no server, or it does not answer
   */
  public static Certificate run(CertifyPlan plan, IntConsumer told) throws IOException {
    try (WatchedServer server = WatchedServer.start(plan)) {
      Map<Disturbance, List<String>> before = server.written();
      List<Sample> marks = new ArrayList<>(List.of(server.sample()));
      long answered = 0;
      for (int part = 1; part <= plan.parts(); part++) {
        answered += serve(plan, part, server);
        marks.add(server.sample());
        told.accept(part);
      }
      return Certificate.of(answered, marks, before, server.written());
    }
  }

  private static long serve(CertifyPlan plan, int part, WatchedServer server) {
    long from = plan.requests() * (part - 1) / plan.parts();
    long requests = plan.requests() * part / plan.parts() - from;
    LoadResult result = Load.run(load(plan, part, requests, server), new LoadObserver() {});
    if (!server.isAlive() || result.counts().errors() > 0) {
      throw new CertifyException("it does not serve: " + result.errorKinds());
    }
    return result.counts().requests();
  }

  private static LoadPlan load(
      CertifyPlan plan, int part, long requests, WatchedServer server) {
    SyntheticOptions options =
        new SyntheticOptions(
            KEYS, new Distribution.Constant(KEY_BYTES), new Distribution.Constant(VALUE_BYTES),
            Mix.parse("get=90,set=10"), Popularity.parse("uniform"), Ttls.NONE, false, part);
    return new LoadPlan(
        server.address(), plan.ping() ? Protocol.PING : Protocol.MEMCACHED, CONNECTIONS, DEPTH,
        Arrivals.closed(), new SyntheticWorkload(options), part == 1 && !plan.ping(),
        Duration.ZERO, LONG, requests, List.of(), Duration.ZERO, 0, false);
  }
}
