package io.gannet.bench.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldGaugesTest {
  @Test
  void whatIsHeldIsKnownByItsNameAndSummedOverWorkers() {
    String page = """
        # HELP gannet_output_blocks_used Blocks.
        # TYPE gannet_output_blocks_used gauge
        gannet_output_blocks_used{worker="0"} 2.0
        gannet_output_blocks_used{worker="1"} 3.0
        # TYPE gannet_connections_waiting_for_memory gauge
        gannet_connections_waiting_for_memory{worker="0"} 1.0
        # TYPE gannet_slabs_used gauge
        gannet_slabs_used{worker="0"} 40.0
        # TYPE gannet_size_class_places_used gauge
        gannet_size_class_places_used{size="96",worker="0"} 400.0
        # TYPE gannet_items gauge
        gannet_items{worker="0"} 7.0
        # TYPE gannet_blocks_held_total counter
        gannet_blocks_held_total{worker="0"} 9.0
        """;
    assertEquals(
        Map.of("gannet_output_blocks_used", 5.0, "gannet_connections_waiting_for_memory", 1.0),
        HeldGauges.of(page));
  }

  @Test
  void everyProductSaysWhatItHoldsAndAtRestItIsNothing() {
    for (String product : Set.of("segcache", "twemcache", "slimcache")) {
      try (ServerProcess server = ServerProcess.gannet(product, "--no-warm-up")) {
        InetSocketAddress admin =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.adminPort());
        Map<String, Double> held = HeldGauges.of(AdminMetrics.text(admin));
        assertTrue(held.keySet().containsAll(Set.of("gannet_connections",
            "gannet_recv_buffers_held", "gannet_output_blocks_used", "gannet_reserved_bytes")),
            product + ": " + held);
        assertTrue(held.values().stream().allMatch(value -> value == 0), product + ": " + held);
      }
    }
  }
}
