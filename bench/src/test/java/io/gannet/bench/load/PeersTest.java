package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Load against other people's servers. Where they are not installed: skipped; in CI, failed. */
class PeersTest {
  private static void require(String program) {
    if (!ServerProcess.isInstalled(program)) {
      String message = program + " is missing: apt-get install " + program;
      if (System.getenv("CI") != null) {
        fail(message);
      }
      abort(message);
    }
  }

  /** Filled, every key is there; what is deleted is missed once, and filled again. */
  private static void conversesWith(ServerProcess server, Protocol protocol) {
    for (Arrivals arrivals : List.of(Arrivals.closed(), Arrivals.poisson(5000))) {
      LoadPlan plan =
          Plans.plan(
                  server.address(),
                  protocol,
                  Workloads.synthetic(2000, "10", "get=80,set=15,delete=5", true))
              .arriving(arrivals)
              .lasting(Duration.ZERO, Duration.ofMillis(400), true);
      LoadResult result = Load.run(plan, new LoadObserver() {});
      Counts counts = result.counts();
      assertEquals(Map.of(), result.errorKinds());
      assertTrue(counts.hits() > 100 && counts.sets() > 10, counts::toString);
      assertTrue(counts.misses() < counts.requests() / 5, counts::toString);
    }
  }

  @Test
  void memcachedIsSpokenToInBothItsProtocols() {
    require("memcached");
    try (ServerProcess memcached = ServerProcess.memcached("-m", "64")) {
      conversesWith(memcached, Protocol.MEMCACHED);
      conversesWith(memcached, Protocol.META);
    }
  }

  @Test
  void redisIsSpokenToInResp() {
    require("redis-server");
    try (ServerProcess redis = ServerProcess.redis()) {
      conversesWith(redis, Protocol.RESP);
      LoadResult pings =
          Load.run(
              Plans.plan(redis.address(), Protocol.PING, Workloads.gets(1)), new LoadObserver() {});
      assertTrue(pings.counts().hits() > 100);
      assertEquals(Map.of(), pings.errorKinds());
    }
  }

  @Test
  void aServerWithoutMemoryRefusesAndIsCounted() {
    require("redis-server");
    try (ServerProcess redis = ServerProcess.redis("--maxmemory", "1500kb")) {
      LoadPlan plan =
          Plans.plan(
              redis.address(), Protocol.RESP, Workloads.synthetic(5000, "1000", "set=100", false));
      LoadResult result = Load.run(plan, new LoadObserver() {});
      assertTrue(result.counts().errors() > 10, result.errorKinds()::toString);
      assertEquals(1, result.errorKinds().size(), result.errorKinds()::toString);
      assertTrue(
          result.errorKinds().keySet().iterator().next().contains("OOM"),
          result.errorKinds()::toString);
      long refused = result.errorKinds().values().iterator().next();
      assertEquals(result.counts().errors(), refused);
      assertEquals(result.counts().requests(), result.counts().sets() + refused);
    }
  }
}
