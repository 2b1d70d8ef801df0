package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Load against real servers. */
class LoadTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};

  private static ServerProcess pingserver;
  private static ServerProcess segcache;

  @BeforeAll
  static void startServers() {
    pingserver = ServerProcess.gannet("pingserver");
    segcache = ServerProcess.gannet("segcache", "--memory", "64MiB");
  }

  @AfterAll
  static void stopServers() {
    pingserver.close();
    segcache.close();
  }

  private static LoadPlan pings() {
    return Plans.plan(pingserver.address(), Protocol.PING, Workloads.gets(1));
  }

  private static LoadPlan texts() {
    return Plans.plan(segcache.address(), Protocol.MEMCACHED, Workloads.halfSets());
  }

  @Test
  void aClosedLoopAsksUntilItsTimeIsOver() {
    LoadResult result = Load.run(pings(), NOBODY);
    assertTrue(result.counts().requests() > 100, result::toString);
    assertEquals(result.counts().requests(), result.counts().hits());
    assertEquals(result.counts().requests(), result.service().getTotalCount());
    assertEquals(Map.of(), result.errorKinds());
    assertEquals(500e6, result.elapsedNs(), 400e6);
  }
}
