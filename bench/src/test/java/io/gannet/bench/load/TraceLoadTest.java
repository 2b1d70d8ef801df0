package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workloads that end: traces. */
class TraceLoadTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};

  private static ServerProcess server;

  @BeforeAll
  static void startServer() {
    server = ServerProcess.gannet("segcache", "--memory", "64MiB");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static LoadPlan plan(ListedWorkload workload) {
    return Plans.plan(server.address(), Protocol.MEMCACHED, workload)
        .lasting(Duration.ZERO, Duration.ofSeconds(20), false);
  }

  @Test
  void aRunEndsWithItsTraceAndEveryRequestIsMade() {
    for (List<Integer> cpus : List.of(List.<Integer>of(), List.of(0, 0))) {
      LoadPlan plan = plan(new ListedWorkload(2001, 100_000, 0)).on(cpus);
      LoadResult closed = Load.run(plan, NOBODY);
      assertEquals(2001, closed.counts().sets(), () -> closed.counts().toString());
      LoadResult timed = Load.run(plan.arriving(Arrivals.trace(1)), NOBODY);
      assertEquals(2001, timed.counts().sets(), () -> timed.counts().toString());
      assertTrue(timed.elapsedNs() >= 200_000_000, "took " + timed.elapsedNs() + " ns");
    }
  }

  @Test
  void aTraceIsPlayedFasterThanItWas() {
    LoadPlan plan = plan(new ListedWorkload(1000, 1_000_000, 0));
    LoadResult result = Load.run(plan.arriving(Arrivals.trace(10)), NOBODY);
    assertEquals(1000, result.counts().sets());
    assertTrue(result.elapsedNs() >= 99_000_000, "took " + result.elapsedNs() + " ns");
    assertTrue(result.elapsedNs() < 900_000_000, "took " + result.elapsedNs() + " ns");
  }

  @Test
  void aTraceWithoutTimesIsNotPlayedInTime() {
    LoadPlan plan = plan(new ListedWorkload(1000, -1, 0)).arriving(Arrivals.trace(1));
    LoadException e = assertThrows(LoadException.class, () -> Load.run(plan, NOBODY));
    assertTrue(e.getMessage().contains("when its requests are due"), e::getMessage);
  }

  @Test
  void whatAFillHasStoredIsReported() {
    long[] filled = new long[2];
    LoadObserver observer =
        new LoadObserver() {
          @Override
          public void filled(long requests, long of) {
            filled[0] = requests;
            filled[1] = of;
          }
        };
    LoadPlan plan =
        plan(new ListedWorkload(10, -1, 3000)).lasting(Duration.ZERO, Duration.ofSeconds(20), true);
    LoadResult result = Load.run(plan, observer);
    assertEquals(3000, filled[0]);
    assertEquals(3000, filled[1]);
    assertEquals(10, result.counts().sets());
  }

  /** A ping server refuses every set. */
  @Test
  void aFillThatIsRefusedEndsTheRun() {
    try (ServerProcess pings = ServerProcess.gannet("pingserver")) {
      LoadPlan plan =
          Plans.plan(pings.address(), Protocol.MEMCACHED, new ListedWorkload(10, -1, 100))
              .lasting(Duration.ZERO, Duration.ofSeconds(20), true);
      LoadException e = assertThrows(LoadException.class, () -> Load.run(plan, NOBODY));
      assertTrue(e.getMessage().contains("ERROR"), e::getMessage);
    }
  }
}
