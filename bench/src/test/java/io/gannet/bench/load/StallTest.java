package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.codec.Protocol;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an open loop sees of a server that stands still, and a closed one does not. */
class StallTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};
  private static final double MS = 1e6;

  /**
   * For 200 ms of each second nobody is answered. One in five requests that were due met the stall,
   * and waited 100 ms on average: an open loop asks them, and knows. A closed loop stands still
   * too: of some ten thousand requests a second, it sees two (its connections) wait.
   */
  @Test
  void aStallIsSeenByAnOpenLoopAndHiddenByAClosedOne() {
    try (ScriptedServer server = ScriptedServer.stalling(800, 200)) {
      LoadPlan plan =
          Plans.connections(
                  Plans.plan(server.address(), Protocol.PING, Workloads.gets(1)), 2, 1)
              .lasting(Duration.ofMillis(500), Duration.ofMillis(3000), false);
      LoadResult closed = Load.run(plan, NOBODY);
      LoadResult open =
          Load.run(
              Plans.connections(plan, 20, 50).arriving(Arrivals.poisson(1000)), NOBODY);

      double closedMs = closed.perceived().getValueAtPercentile(99.9) / MS;
      double openMs = open.perceived().getValueAtPercentile(99.9) / MS;
      String both = "p99.9 open " + openMs + " ms, closed " + closedMs + " ms";
      assertTrue(openMs >= 100, both);
      assertTrue(closedMs < 50, both);
      assertTrue(closed.perceived().getMaxValue() / MS >= 150, "the stall did not happen");
      assertEquals(0, open.counts().dropped() + open.counts().errors());
    }
  }

  @Test
  void whatTheBacklogHasNoRoomForIsDroppedAndCounted() {
    try (ScriptedServer server = ScriptedServer.stalling(100, 300)) {
      LoadPlan plan =
          Plans.backlog(
              Plans.connections(
                      Plans.plan(server.address(), Protocol.PING, Workloads.gets(1)), 2, 2)
                  .lasting(Duration.ZERO, Duration.ofMillis(1000), false),
              10);
      Counts counts = Load.run(plan.arriving(Arrivals.constant(1000)), NOBODY).counts();
      assertTrue(counts.dropped() >= 100, counts::toString);
      assertTrue(counts.requests() >= 10, counts::toString);
      assertEquals(1000, counts.dropped() + counts.requests(), 5, counts::toString);
    }
  }

  /** The stall begins in the run and ends after it: what was due is still waited for. */
  @Test
  void aStallAtTheEndIsSeen() {
    try (ScriptedServer server = ScriptedServer.stalling(400, 700)) {
      LoadPlan plan =
          Plans.plan(server.address(), Protocol.PING, Workloads.gets(1))
              .lasting(Duration.ZERO, Duration.ofMillis(600), false);
      LoadResult result = Load.run(plan.arriving(Arrivals.constant(500)), NOBODY);
      assertEquals(300, result.counts().requests(), 5, () -> result.counts().toString());
      assertTrue(result.perceived().getMaxValue() / MS >= 300, () -> result.counts().toString());
      assertEquals(600 * MS, result.elapsedNs(), "who is late takes no time of others");
    }
  }

  @Test
  void aClosedLoopCountsWhatCameInItsTimeAndSeesAStallAtItsEnd() {
    try (ScriptedServer server = ScriptedServer.stalling(400, 700)) {
      LoadPlan plan =
          Plans.plan(server.address(), Protocol.PING, Workloads.gets(1))
              .lasting(Duration.ZERO, Duration.ofMillis(600), false);
      LoadResult result = Load.run(plan, NOBODY);
      assertEquals(600 * MS, result.elapsedNs());
      long late = result.service().getTotalCount() - result.counts().requests();
      assertEquals(16, late, 15, () -> result.counts().toString());
      assertTrue(result.service().getMaxValue() / MS >= 300, () -> result.counts().toString());
    }
  }

  /** Silent for longer than replies are awaited after a run: in a fill that is no end. */
  @Test
  void repliesToAFillAreNeverTakenForThoseToARun() {
    long[] stalled = {0};
    ScriptedServer.Script onceSilent =
        (connection, requests) -> {
          if (stalled[0]++ == 1) {
            TimeUnit.MILLISECONDS.sleep(2500);
          }
          return true;
        };
    try (ScriptedServer server = ScriptedServer.start(onceSilent)) {
      LoadPlan plan =
          Plans.plan(server.address(), Protocol.PING, Workloads.gets(200))
              .lasting(Duration.ZERO, Duration.ofMillis(200), true);
      LoadResult result = Load.run(plan, NOBODY);
      assertEquals(Map.of(), result.errorKinds());
      assertTrue(result.service().getMaxValue() / MS < 2000, () -> result.counts().toString());
    }
  }

  @Test
  void fiveASecondAreFiveInASecond() {
    try (ScriptedServer server = ScriptedServer.start((connection, requests) -> true)) {
      LoadPlan plan =
          Plans.plan(server.address(), Protocol.PING, Workloads.gets(1))
              .lasting(Duration.ZERO, Duration.ofMillis(1000), false);
      LoadResult result = Load.run(plan.arriving(Arrivals.constant(5)), NOBODY);
      assertEquals(5, result.counts().requests());
      assertEquals(1000 * MS, result.elapsedNs());
      assertEquals(5, result.requestsPerSecond());
    }
  }

  @Test
  void whatIsNeverAnsweredIsAnErrorAndWaitedUntilTheEnd() {
    try (ScriptedServer server = ScriptedServer.stalling(200, 20_000)) {
      LoadPlan plan =
          Plans.plan(server.address(), Protocol.PING, Workloads.gets(1))
              .lasting(Duration.ZERO, Duration.ofMillis(400), false);
      LoadResult result = Load.run(plan.arriving(Arrivals.constant(50)), NOBODY);
      Counts counts = result.counts();
      assertTrue(counts.errors() > 0, () -> result.counts().toString());
      assertEquals(20, counts.requests() + counts.errors(), 1, () -> result.counts().toString());
      assertTrue(result.perceived().getMaxValue() / MS >= 2000, () -> result.counts().toString());
    }
  }
}
