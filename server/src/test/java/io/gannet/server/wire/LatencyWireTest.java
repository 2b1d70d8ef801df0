package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.admin.MetricsText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long requests took, as the server has it, by each way that tells it. */
class LatencyWireTest {
  private static final int GETS = 5_000;
  private static final int MISSES = 5;

  /** Of several keys: of another worker's, the value's length is not looked at. */
  private static final int KEYS = 64;

  private static final List<String> PARTS =
      List.of("count", "mean_ns", "p50_ns", "p90_ns", "p99_ns", "p999_ns", "max_ns");

  /** All as long. */
  private static String key(int number) {
    return "k" + (10 + number);
  }

  private static void talk(Client client) {
    for (int i = 0; i < KEYS; i++) {
      client.send("set " + key(i) + " 0 0 5\r\nvalue\r\n").expect("STORED\r\n");
    }
    for (int i = 0; i < GETS; i++) {
      String key = key(i % KEYS);
      client.send("get " + key + "\r\n").expect("VALUE " + key + " 0 5\r\nvalue\r\nEND\r\n");
    }
    for (int i = 0; i < MISSES; i++) {
      client.send("get nobody\r\n").expect("END\r\n");
    }
  }

  private static double sum(String metrics, String sample) {
    return metrics.lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", "")))
        .sum();
  }

  @Test
  void wireAndAdminTellTheSame() throws IOException {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      talk(client);
      Map<String, String> wire = InsideWireTest.stats(client, "stats latency");
      long last = 0;
      for (String part : PARTS) {
        long value = Long.parseLong(wire.get("get:" + part));
        assertTrue(value > 0 && (!part.startsWith("p") || value >= last), part + wire);
        last = part.startsWith("p") ? value : last;
      }
      boolean forwarded = wire.containsKey("forwarded:count");
      assertTrue(forwarded || wire.get("get:count").equals("" + (GETS + MISSES)), wire.toString());
      assertTrue(Long.parseLong(wire.get("turn:count")) > 0);
      String page = InsideWireTest.ask(server, "GET", "/stats/latency");
      for (String part : PARTS) {
        String row = "\"get:" + part + "\" : ";
        assertTrue(page.contains(row + wire.get("get:" + part)), row + page + wire);
      }
      String metrics = InsideWireTest.ask(server, "GET", "/metrics");
      MetricsText.check(metrics);
      String count = "gannet_request_service_seconds_count{verb=\"get\"";
      assertEquals(Double.parseDouble(wire.get("get:count")), sum(metrics, count), metrics);
      assertTrue(!metrics.contains("verb=\"incr\""), "nobody has asked for it");
      assertTrue(metrics.contains(",le=\"0.000016384\"} "), metrics);
    }
  }

  @Test
  void aResetIsOneForTimesToo() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      talk(client);
      client.send("stats reset\r\n").expect("RESET\r\n");
      client.send("get k10\r\n").expect("VALUE k10 0 5\r\nvalue\r\nEND\r\n");
      Map<String, String> wire = InsideWireTest.stats(client, "stats latency");
      long gets = Long.parseLong(wire.getOrDefault("get:count", "0"));
      assertTrue(gets <= 2, wire.toString());
      assertEquals(null, wire.get("set:count"));
    }
  }

  @Test
  void lengthsHitsAndTheQueueAreTold() throws IOException {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      talk(client);
      Map<String, String> lengths = InsideWireTest.stats(client, "stats lengths");
      long sampled = Long.parseLong(lengths.get("key_bytes:4"));
      assertTrue(sampled >= GETS / 67 / 2 && sampled <= GETS / 67 + 2, lengths.toString());
      assertTrue(lengths.containsKey("value_bytes:8"), lengths.toString());
      assertEquals("0.999", InsideWireTest.stats(client, "stats").get("hit_ratio"));
      String metrics = InsideWireTest.ask(server, "GET", "/metrics");
      assertTrue(sum(metrics, "gannet_listener_queue_max{") > 0, metrics);
      assertTrue(metrics.contains("gannet_listener_queue{"), metrics);
    }
  }
}
