package io.gannet.bench.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.codec.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerWatchTest {
  private static final InetSocketAddress NOBODY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  @Test
  void aBusyProcessIsSeenToUseItsCpu() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      ServerWatch watch =
          ServerWatch.of(NOBODY, Protocol.MEMCACHED, busy.pid(), Optional.empty());
      watch.begin();
      Thread.sleep(600);
      watch.end();
      CpuUse cpu = watch.seen().cpu();
      // Others may want the CPU too: a tenth of it is enough to tell that it was seen.
      assertTrue(cpu.serverNs() > cpu.elapsedNs() / 10, cpu.toString());
      assertTrue(cpu.serverNs() < cpu.elapsedNs() * 1.1, cpu.toString());
      assertEquals(cpu.serverNs(), cpu.serverBusiestNs());
      assertTrue(watch.seen().residentBytes() > 100_000, watch.seen().toString());
    } finally {
      busy.destroyForcibly().waitFor();
    }
  }

  @Test
  void someoneElseIsSeenToUseTheHost() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      ServerWatch watch = ServerWatch.of(NOBODY, Protocol.MEMCACHED, 0, Optional.empty());
      watch.begin();
      Thread.sleep(600);
      watch.end();
      assertTrue(watch.seen().cpu().othersCpus() > 0.1, watch.seen().toString());
      assertEquals(0, watch.seen().cpu().serverNs());
    } finally {
      busy.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProcessIsFoundByThePortItListensOn() throws Exception {
    // Our own process is never taken for the server: who else listens there is asked for.
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerProcess self = new ServerProcess(ProcessHandle.current().pid());
      assertTrue(self.ports().contains(socket.getLocalPort()));
      assertFalse(ServerProcess.listeningOn(socket.getLocalSocketAddress()).isPresent());
      assertFalse(self.isGannet());
    }
  }

  @Test
  void metricsAreSummedOverWorkers() {
    String page =
        """
        # TYPE gannet_ring_enters counter
        gannet_ring_enters_total{worker="0"} 5.0
        gannet_ring_enters_total{worker="1"} 1.2E3
        gannet_uptime_seconds 7
        other 1
        """;
    Map<String, Double> metrics = AdminMetrics.parse(page);
    assertEquals(Map.of("gannet_ring_enters_total", 1205.0, "gannet_uptime_seconds", 7.0), metrics);
  }

  @Test
  void cpuTimeOfThreadsBornInBetweenCountsFromTheirBirth() {
    CpuSample from = new CpuSample(0, Map.of(1L, 100L, 2L, 50L), 10, 1_000, 5);
    CpuSample to = new CpuSample(1_000, Map.of(1L, 150L, 3L, 70L), 30, 1_400, 9);
    assertEquals(new CpuUse(1_000, 120, 70, 20, 4, 264), CpuUse.between(from, to));
  }
}
