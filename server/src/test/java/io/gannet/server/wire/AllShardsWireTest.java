package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegStore;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a server, and not of a key, is answered for all of its shards. */
class AllShardsWireTest {
  private static final int KEYS = 4000;
  private static final int SLICE_ITEMS = 640;
  private static final long STANDS_SEC_MAX = 60;
  private static final int POLLS_MAX = 1000;
  private static final long POLL_MS = 10;

  private static void store(Client client, int keys) {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < keys; i++) {
      requests.append("set k").append(i).append(" 0 0 3 noreply\r\nabc\r\n");
    }
    client.send(requests.toString());
    told(client, "stats"); // which waits until all of its own is done, wherever
  }

  private static Map<String, String> told(Client client, String request) {
    client.send(request + "\r\n");
    Map<String, String> told = new LinkedHashMap<>();
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      String[] words = line.split(" ", 3);
      assertEquals("STAT", words[0], line);
      told.put(words[1], words[2]);
    }
    return told;
  }

  private static long sum(Map<String, String> told, String ending) {
    return told.entrySet().stream()
        .filter(one -> one.getKey().endsWith(ending))
        .mapToLong(one -> Long.parseLong(one.getValue()))
        .sum();
  }

  /** All items of all shards are counted, in slices of turns: so nobody stands still meanwhile. */
  @ParameterizedTest
  @CsvSource({"segcache, 1", "segcache, 2", "twemcache, 4", "slimcache, 2"})
  void aWalkIsOverAllShardsAndInSlices(String product, int workers) {
    try (RunningServer server =
            RunningServer.start(
                product, "--workers", Integer.toString(workers), "--enable-debug");
        Client client = server.connect();
        Client other = server.connect()) {
      store(client, KEYS);
      client.send("set last 0 0 1 noreply\r\nx\r\n"); // seen by what comes behind it
      Map<String, String> walk = told(client, "debug walk");
      assertEquals(Integer.toString(workers), walk.get("walk_shards"));
      assertEquals(Integer.toString(KEYS + 1), walk.get("walk_curr_items"));
      assertEquals("0", walk.get("walk_faults"));
      assertTrue(server.metric("walk_slices_total") >= KEYS / SLICE_ITEMS);
      other.send("debug walk\r\nget k1\r\n");
      client.send("get k1\r\n").expect("VALUE k1 0 3\r\nabc\r\nEND\r\n");
      while (!other.receiveLine().equals("END")) {
        // Its own walk, which comes before what it has sent behind it.
      }
      other.expect("VALUE k1 0 3\r\nabc\r\nEND\r\n");
    }
  }

  /** One worker of two has begun a walk, and stands: the other one serves, and walks for nobody. */
  @Test
  void aWalkThatTakesLongHoldsUpNobodyAndNoSecondIsBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    PlantedProduct.Seedling seedling = (store, worker) -> standing(store, worker, begun, goesOn);
    try (RunningServer server =
            RunningServer.start(
                PlantedProduct.segcache(seedling), "--workers", "2", "--shard-timeout", "1");
        Client asker = server.connect();
        Client another = server.connect(); // of the worker that will stand
        Client good = server.connect();
        Client leaving = server.connect()) {
      store(asker, KEYS);
      leaving.close();
      asker.send("debug walk\r\nversion\r\n");
      try {
        assertTrue(begun.await(STANDS_SEC_MAX, TimeUnit.SECONDS));
        good.send("version\r\ndebug walk\r\nversion\r\n");
        good.expect("VERSION 0\r\nBUSY a walk is under way\r\nVERSION 0\r\n");
        assertEquals(409, post(server, "/walk"));
        Thread.sleep(2500); // longer than it would wait for another shard's answer
        good.send("version\r\n").expect("VERSION 0\r\n");
      } finally {
        goesOn.countDown();
      }
      assertEquals("STAT walk_shards 2", asker.receiveLine());
      while (!asker.receiveLine().equals("END")) {
        // What was found.
      }
      asker.expect("VERSION 0\r\n");
      another.send("version\r\n").expect("VERSION 0\r\n");
      assertEquals(0, server.metric("connections_unanswered_closed_total"));
      assertEquals(200, post(server, "/walk"));
    }
  }

  private static Store standing(
      SegStore store, int worker, CountDownLatch begun, CountDownLatch goesOn) {
    return PlantedProduct.like(
        Store.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("beginWalk") && worker == 1) {
            begun.countDown();
            assertTrue(goesOn.await(STANDS_SEC_MAX, TimeUnit.SECONDS), "nobody lets it go on");
          }
          return PlantedProduct.call(method, store, arguments);
        });
  }

  private static int post(RunningServer server, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod("POST");
    return connection.getResponseCode();
  }

  /** Who leaves while its walk goes on is missed by nobody. */
  @Test
  void whoLeavesDuringItsWalkLeavesNothingBehind() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    PlantedProduct.Seedling seedling = (store, worker) -> standing(store, worker, begun, goesOn);
    try (RunningServer server =
            RunningServer.start(PlantedProduct.segcache(seedling), "--workers", "2");
        Client asker = server.connect();
        Client another = server.connect();
        Client good = server.connect()) {
      asker.send("debug walk\r\n");
      assertTrue(begun.await(STANDS_SEC_MAX, TimeUnit.SECONDS));
      asker.reset();
      good.send("version\r\n").expect("VERSION 0\r\n");
      goesOn.countDown();
      server.await("connections", 2);
      assertEquals(0, server.metric("ring_stale_cqes_total"));
      another.send("version\r\n").expect("VERSION 0\r\n");
      String first = "BUSY a walk is under way";
      for (int i = 0; i < POLLS_MAX && first.startsWith("BUSY"); i++) {
        Thread.sleep(POLL_MS); // what nobody waits for any more comes to its end
        first = good.send("debug walk\r\n").receiveLine();
      }
      assertEquals("STAT walk_shards 2", first);
    }
  }

  @ParameterizedTest
  @CsvSource({"segcache, 2", "twemcache, 2", "twemcache, 4", "slimcache, 3"})
  void everySectionTellsOfAllShards(String product, int workers) {
    String count = Integer.toString(workers);
    try (RunningServer server = RunningServer.start(product, "--workers", count);
        Client client = server.connect();
        Client other = server.connect()) {
      store(client, KEYS);
      String all = Integer.toString(KEYS);
      Map<String, String> general = told(other, "stats");
      assertEquals(all, general.get("curr_items"));
      assertEquals(all, general.get("cmd_set"));
      assertEquals(all, general.get("total_items"));
      assertEquals(count, general.get("threads"));
      assertEquals("2", general.get("curr_connections"));
      assertEquals(count, told(other, "stats settings").get("num_threads"));
      if (product.equals("twemcache")) {
        assertEquals(KEYS, sum(told(other, "stats items"), ":number"));
        assertEquals(KEYS, sum(told(other, "stats slabs"), ":used_chunks"));
      }
      assertEquals(2, sumOfRows(told(other, "stats conns"), ":listen_addr"));
      client.send("stats reset\r\n").expect("RESET\r\n");
      general = told(other, "stats");
      assertEquals("0", general.get("cmd_set"));
      assertEquals("0", general.get("total_items"));
      assertEquals(all, general.get("curr_items"));
      client.send("flush_all\r\n").expect("OK\r\n");
      other.send("get k1 k2 k3 k4 k5 k6 k7 k8\r\n").expect("END\r\n");
      assertEquals("1", told(other, "stats").get("cmd_flush"));
    }
  }

  private static long sumOfRows(Map<String, String> told, String ending) {
    return told.keySet().stream().filter(name -> name.endsWith(ending)).count();
  }
}
