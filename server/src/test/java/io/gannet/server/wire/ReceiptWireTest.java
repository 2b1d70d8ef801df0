package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.admin.MetricsText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests have cost, as the server tells it, and as others have counted it. */
class ReceiptWireTest {
  private static final int REQUESTS = 1_000;
  private static final int LOOKS_MAX = 500;

  /** A call that has ended. */
  private static final Pattern CALL = Pattern.compile("^io_uring_enter\\(.*\\) += ");

  @TempDir Path folder;

  private static ServerProcess start() {
    return ServerProcess.start(
        List.of("-XX:+UseSerialGC"),
        "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB", "--workers", "1",
        "--no-warm-up");
  }

  private static void talk(Client client, int requests) {
    for (int i = 0; i < requests; i++) {
      client.send("get nobody\r\n").expect("END\r\n");
    }
  }

  private static double told(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("gannet_" + name + "{worker=\"0\"} "))
        .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", "")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + metrics));
  }

  /** Calls that a tracer has seen end so far. */
  private static long seen(Path calls) throws IOException {
    try (var lines = Files.lines(calls)) {
      return lines.filter(line -> CALL.matcher(line).find()).count();
    }
  }

  /** What the server tells at a moment at which the tracer sees nothing happen. */
  private static long[] entersAtRest(ServerProcess server, Path calls) throws Exception {
    for (int i = 0; i < LOOKS_MAX; i++) {
      long before = seen(calls);
      long told = (long) told(server.admin("/metrics"), "receipt_enters_total");
      TimeUnit.MILLISECONDS.sleep(20);
      if (seen(calls) == before) {
        return new long[] {told, before};
      }
    }
    throw new AssertionError("it never rests");
  }

  @Test
  void aTracerCountsAsManyEntersAsTheServer() throws Exception {
    try (ServerProcess server = start();
        Client client = server.connect()) {
      talk(client, 1);
      if (server.isOverEpoll()) {
        return; // there is no such call
      }
      Path calls = folder.resolve("calls");
      try (Tracer tracer = Tracer.watch(server, "worker-0", calls)) {
        long[] before = entersAtRest(server, calls);
        talk(client, REQUESTS);
        long[] after = entersAtRest(server, calls);
        assertEquals(after[1] - before[1], after[0] - before[0]);
        assertTrue(after[0] - before[0] >= REQUESTS, "one at least for each that comes alone");
      }
    }
  }

  @Test
  void theCpuTimeIsTheThreadsAndBytesAreCounted() throws Exception {
    try (ServerProcess server = start();
        Client client = server.connect()) {
      client.send("set key 0 0 100\r\n" + "x".repeat(100) + "\r\n").expect("STORED\r\n");
      server.admin("/metrics"); // a reset begins with what was read last
      long cpuBefore = server.cpuNs("worker-0");
      client.send("stats reset\r\n").expect("RESET\r\n");
      String reply = "VALUE key 0 100\r\n" + "x".repeat(100) + "\r\nEND\r\n";
      for (int i = 0; i < 20 * REQUESTS; i++) {
        client.send("get key\r\n").expect(reply);
      }
      String metrics = server.admin("/metrics");
      long cpuAfter = server.cpuNs("worker-0");
      MetricsText.check(metrics);
      double cpu =
          1e9 * told(metrics, "receipt_cpu_user_seconds_total")
              + 1e9 * told(metrics, "receipt_cpu_system_seconds_total");
      double requests = told(metrics, "requests_total");
      assertTrue(Math.abs(cpu / (cpuAfter - cpuBefore) - 1) < 0.05, cpu + metrics);
      double each =
          1e9 * told(metrics, "receipt_request_cpu_user_seconds")
              + 1e9 * told(metrics, "receipt_request_cpu_system_seconds");
      assertEquals(cpu / requests, each, 3);
      assertEquals(
          20.0 * REQUESTS * reply.length() + "RESET\r\n".length(),
          told(metrics, "receipt_copied_bytes_total"), "replies");
      assertTrue(told(metrics, "receipt_request_enters") >= 1, metrics);
      awaitToldOnTheWire(client);
    }
  }

  /** A worker opens no file: it tells what was read last, a second ago at most. */
  private static void awaitToldOnTheWire(Client client) throws InterruptedException {
    for (int i = 0; i < LOOKS_MAX; i++) {
      Map<String, String> stats = InsideWireTest.stats(client, "stats receipt");
      if (Long.parseLong(stats.get("0:requests")) > 20 * REQUESTS) {
        assertTrue(Long.parseLong(stats.get("0:user_ns_per_request")) > 0, stats.toString());
        assertTrue(Double.parseDouble(stats.get("0:enters_per_request")) >= 1, stats.toString());
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("it tells nothing new");
  }

  @Test
  void whatIsSentFromWhereItLiesIsNotCopied() throws Exception {
    try (ServerProcess server = start();
        Client client = server.connect()) {
      String value = "v".repeat(200_000);
      client.send("set large 0 0 200000\r\n" + value + "\r\n").expect("STORED\r\n");
      double in = told(server.admin("/metrics"), "receipt_copied_bytes_total");
      assertTrue(in < 200_100, in + " bytes of it were copied in");
      client.send("get large\r\n").expect("VALUE large 0 200000\r\n" + value + "\r\nEND\r\n");
      double out = told(server.admin("/metrics"), "receipt_copied_bytes_total") - in;
      assertTrue(0 < out && out < 1_000, out + " bytes of it were copied out");
    }
  }
}
