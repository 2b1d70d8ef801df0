package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.admin.MetricsText;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server tells of its inside: by protocol and through the admin. */
class InsideWireTest {
  private static final int WALKS = 12;
  private static final int SLICES_MIN = 100;
  private static final int SERVED_MIN = 5;
  private static final int POLLS_MAX = 3_000;

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache"})
  void aWalkUnderLoadFindsWhatWasCounted(String product) throws Exception {
    try (RunningServer server = RunningServer.start(product, "--memory", "2MiB", "--workers", "1");
        Client client = server.connect()) {
      AtomicBoolean done = new AtomicBoolean();
      Thread load = Thread.ofPlatform().start(() -> storeUntil(client, done));
      try {
        awaitEvictions(server);
        for (int i = 0; i < WALKS; i++) {
          String told = ask(server, "POST", "/walk");
          assertTrue(told.contains("\"good\" : true"), told);
          assertTrue(told.contains("\"faults\" : [ ]"), told);
        }
      } finally {
        done.set(true);
        load.join();
      }
    }
  }

  /** Requests have their answers between slices: by count, how long whatever takes. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache"})
  void othersAreServedBetweenTheSlicesOfAWalk(String product) throws Exception {
    try (RunningServer server = RunningServer.start(product, "--memory", "16MiB", "--workers", "1");
        Client client = server.connect()) {
      fill(client);
      long served = 0;
      for (int i = 0; i < WALKS && served < SERVED_MIN; i++) {
        FutureTask<String> walk = new FutureTask<>(() -> ask(server, "POST", "/walk"));
        long before = server.metric("walk_slices_total");
        Thread.ofPlatform().start(walk);
        List<Long> answeredAt = new ArrayList<>();
        while (!walk.isDone()) {
          client.send("get key1\r\n").expect("VALUE key1 0 1\r\nx\r\nEND\r\n");
          answeredAt.add(server.metric("walk_slices_total"));
        }
        long after = server.metric("walk_slices_total");
        String told = walk.get();
        assertTrue(told.contains("\"good\" : true"), told);
        assertTrue(told.contains("\"slices\" : " + (after - before) + ","), told);
        assertTrue(after - before >= SLICES_MIN, told);
        served += answeredAt.stream().filter(at -> at > before && at < after).distinct().count();
      }
      assertTrue(served >= SERVED_MIN, "served between slices: " + served);
    }
  }

  private static void fill(Client client) {
    StringBuilder many = new StringBuilder();
    for (int i = 100_000; i > 0; i--) {
      many.append("set key").append(i).append(" 0 0 1 noreply\r\nx\r\n");
    }
    client.send(many + "get key1\r\n").expect("VALUE key1 0 1\r\nx\r\nEND\r\n");
  }

  private static void awaitEvictions(RunningServer server) throws InterruptedException {
    for (int i = 0; server.metric("items_evicted_total") == 0; i++) {
      assertTrue(i < POLLS_MAX, "the store is never full");
      Thread.sleep(10);
    }
  }

  /** Overwrites, expires, deletes and overfills; flushes now and then. */
  private static void storeUntil(Client client, AtomicBoolean done) {
    int i = 0;
    while (!done.get() || i < 2 << 10) {
      StringBuilder many = new StringBuilder();
      for (int j = 0; j < 256; j++, i++) {
        String value = "v".repeat(8 + i % 23);
        many.append("set key" + i % 300_000 + " 0 " + i % 3 * 2 + " " + value.length());
        many.append(" noreply\r\n").append(value).append("\r\n");
        many.append("delete key" + i * 7 % 300_000 + " noreply\r\n");
      }
      many.append(i % (1 << 16) == 0 ? "flush_all noreply\r\n" : "").append("version\r\n");
      client.send(many.toString());
      while (!client.receive(1).equals("\n")) {
        // The line that says the version.
      }
    }
  }

  @Test
  void aWalkIsAskedForByProtocolOnlyWhereThatIsAllowed() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("debug walk\r\ndebug\r\n").expect("ERROR\r\nERROR\r\n");
    }
    try (RunningServer server = RunningServer.start("segcache", "--workers", "1", "--enable-debug");
        Client client = server.connect()) {
      client.send("set a 0 0 3\r\nabc\r\n").expect("STORED\r\n");
      Map<String, String> walk = stats(client, "debug walk");
      assertEquals("1", walk.get("walk_curr_items"));
      assertEquals("3", walk.get("walk_value_bytes"));
      assertEquals("0", walk.get("walk_faults"));
      client.send("debug talk\r\ndebug walk now\r\n").expect("ERROR\r\nERROR\r\n");
    }
  }

  @Test
  void aServerWithoutAStoreHasNothingToWalk() throws IOException {
    try (RunningServer server = RunningServer.start("pingserver")) {
      assertTrue(ask(server, "POST", "/walk").contains("\"workers\" : [ ]"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache", "pingserver"})
  void theMetricsOfAProductAreWellFormed(String product) throws IOException {
    try (RunningServer server = RunningServer.start(product)) {
      if (!product.equals("pingserver")) {
        try (Client client = server.connect()) {
          client.send("set a 0 0 1\r\n1\r\nset b 0 9 1\r\n2\r\n").expect("STORED\r\nSTORED\r\n");
        }
      }
      String text = ask(server, "GET", "/metrics");
      MetricsText.check(text);
      assertFalse(text.contains("NaN"), text);
    }
  }

  static String ask(RunningServer server, String method, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    assertEquals(200, connection.getResponseCode(), path);
    return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Lines of {@code STAT name value} up to the end. */
  static Map<String, String> stats(Client client, String request) {
    client.send(request + "\r\n");
    Map<String, String> stats = new LinkedHashMap<>();
    for (String line = line(client); !line.equals("END"); line = line(client)) {
      String[] words = line.split(" ", 3);
      assertEquals("STAT", words[0], line);
      assertNull(stats.put(words[1], words[2]), "told twice: " + line);
    }
    return stats;
  }

  private static String line(Client client) {
    StringBuilder line = new StringBuilder();
    for (String next = client.receive(1); !next.equals("\n"); next = client.receive(1)) {
      line.append(next);
    }
    return line.toString().strip();
  }
}
