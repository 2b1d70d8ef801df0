package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.codec.Protocol;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections that end while they are used. */
class LossTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};

  /** A second of the slower load; where the machine has no time for it, as long as that takes. */
  private static final long REQUESTS = 4_000;

  private static LoadPlan plan(ScriptedServer server) {
    return Plans.requests(
        Plans.plan(server.address(), Protocol.PING, Workloads.gets(1))
            .lasting(Duration.ZERO, Duration.ofSeconds(20), false),
        REQUESTS);
  }

  /** Every five hundredth answer is the end of its connection instead. */
  private static ScriptedServer losing() {
    int[] answers = {0};
    return ScriptedServer.start((connection, requests) -> ++answers[0] % 500 != 0);
  }

  @Test
  void aLostConnectionIsCountedAndOpenedAgain() {
    for (Arrivals arrivals : new Arrivals[] {Arrivals.closed(), Arrivals.constant(5000)}) {
      try (ScriptedServer server = losing()) {
        LoadResult result = Load.run(plan(server).arriving(arrivals), NOBODY);
        Counts counts = result.counts();
        long lost =
            result.errorKinds().entrySet().stream()
                .filter(kind -> kind.getKey().startsWith("connection lost"))
                .mapToLong(kind -> kind.getValue())
                .sum();
        assertTrue(lost >= 2, () -> result.counts() + " " + result.errorKinds());
        assertEquals(counts.errors(), result.errorKinds().get("lost with its connection"));
        assertTrue(
            counts.errors() >= lost && counts.errors() <= 4 * lost,
            () -> result.counts() + " " + result.errorKinds());
        assertTrue(counts.requests() >= 500, () -> result.counts() + " " + result.errorKinds());
      }
    }
  }

  /** A ping server's PONG is no reply that memcached gives. */
  @Test
  void aServerThatTalksNonsenseIsAskedNoMoreAndQuoted() {
    try (ScriptedServer server = ScriptedServer.start((connection, requests) -> true)) {
      for (boolean fill : new boolean[] {false, true}) {
        LoadPlan plan =
            Plans.plan(server.address(), Protocol.MEMCACHED, Workloads.gets(1000))
                .lasting(Duration.ZERO, Duration.ofSeconds(20), fill);
        LoadException e = assertThrows(LoadException.class, () -> Load.run(plan, NOBODY));
        assertTrue(e.getMessage().contains("PONG"), e::getMessage);
        assertTrue(e.getMessage().contains("speaks the protocol"), e::getMessage);
      }
    }
  }

  @Test
  void aRunEndsWhenAllConnectionsAreLostForGood() {
    try (ScriptedServer server = ScriptedServer.start((connection, requests) -> false)) {
      LoadPlan plan = plan(server).lasting(Duration.ZERO, Duration.ofSeconds(20), false);
      LoadException e = assertThrows(LoadException.class, () -> Load.run(plan, NOBODY));
      assertTrue(e.getMessage().contains("are lost"), e::getMessage);
      assertTrue(e.getMessage().contains("cure: "), e::getMessage);
    }
  }
}
