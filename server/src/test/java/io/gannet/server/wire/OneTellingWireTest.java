package io.gannet.server.wire;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wire tells, the admin tells; and what readers of memcached look for is there. */
class OneTellingWireTest {
  private static void store(Client client) {
    client.send("set small 0 0 1\r\n1\r\nset later 0 100 1\r\n1\r\n");
    client.receive(2 * "STORED\r\n".length());
  }

  private static void assertTells(Iterable<String> names, Map<String, String> stats) {
    for (String name : names) {
      assertTrue(stats.containsKey(name), name + " in " + stats.keySet());
      assertTrue(!stats.get(name).isEmpty(), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache", "directcache"})
  void whoReadsMemcachedsStatsFindsAllThatItLooksFor(String product) {
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect()) {
      store(client);
      Map<String, String> general = InsideWireTest.stats(client, "stats");
      assertTells(StatReaders.general().toList(), general);
      assertTrue(general.get("rusage_user").matches("[0-9]+\\.[0-9]{6}"), general.toString());
      assertEquals("" + RunningServer.WORKERS, general.get("threads"));
      assertTells(StatReaders.SETTINGS, InsideWireTest.stats(client, "stats settings"));
      assertRowsTell(StatReaders.ITEMS, InsideWireTest.stats(client, "stats items"));
      if (product.equals("twemcache")) {
        assertRowsTell(StatReaders.SLABS, InsideWireTest.stats(client, "stats slabs"));
      }
    }
  }

  /** Each row has each of the names. */
  private static void assertRowsTell(List<String> names, Map<String, String> stats) {
    Set<String> rows =
        stats.keySet().stream()
            .filter(name -> name.matches("(items:)?[0-9]+:.*"))
            .map(name -> name.replaceFirst("[^:]*$", ""))
            .collect(toCollection(TreeSet::new));
    for (String row : rows) {
      assertTells(names.stream().map(name -> row + name).toList(), stats);
    }
  }

  /** Behind what readers look for there may be as much as we like: collectd reads 4 KiB. */
  @Test
  void whatIsLookedForComesFirst() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      Set<String> wanted = new TreeSet<>(StatReaders.general().toList());
      int bytes = 0;
      for (Map.Entry<String, String> one : InsideWireTest.stats(client, "stats").entrySet()) {
        bytes += "STAT  \r\n".length() + one.getKey().length() + one.getValue().length();
        if (bytes <= StatReaders.BYTES_READ_MAX) {
          wanted.remove(one.getKey());
        }
      }
      assertEquals(Set.of(), wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache"})
  void everySectionOfTheWireIsAPage(String product) throws IOException {
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect()) {
      store(client);
      String index = InsideWireTest.ask(server, "GET", "/");
      for (String section :
          List.of("settings", "items", "slabs", "sizes", "conns", "extstore", "listeners")) {
        assertTrue(index.contains("/stats/" + section + "\n"), index);
        String page = InsideWireTest.ask(server, "GET", "/stats/" + section);
        InsideWireTest.stats(client, "stats " + section)
            .keySet()
            .forEach(name -> assertTrue(page.contains("\"" + name + "\" : "), name + page));
      }
      String general = InsideWireTest.ask(server, "GET", "/stats");
      InsideWireTest.stats(client, "stats")
          .keySet()
          .forEach(name -> assertTrue(general.contains("\"" + name + "\" : "), name));
    }
  }

  @Test
  void aResetOnTheWireIsOneForEverybody() throws IOException {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      for (int i = 0; i < 10; i++) {
        client.send("set key" + i + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
      }
      assertTrue(InsideWireTest.ask(server, "GET", "/stats").contains("\"cmd_set\" : 10"));
      client.send("stats reset\r\n").expect("RESET\r\n");
      client.send("set last 0 0 1\r\nx\r\n").expect("STORED\r\n");
      assertEquals("1", InsideWireTest.stats(client, "stats").get("cmd_set"));
      assertTrue(InsideWireTest.ask(server, "GET", "/stats").contains("\"cmd_set\" : 1,"));
      assertEquals(1, server.metric("memcache_set_total"));
      String metrics = InsideWireTest.ask(server, "GET", "/metrics");
      long told =
          metrics.lines().filter(line -> line.startsWith("gannet_memcache_set_total{"))
              .mapToLong(line -> Long.parseLong(line.replaceFirst(".* ", ""))).sum();
      assertEquals(1, told, metrics);
    }
  }

  /** Items are held, and the heap is what it was: a reset is of counts alone. */
  @Test
  void whatOthersCountIsNotReset() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      store(client);
      client.send("stats reset\r\n").expect("RESET\r\n");
      Map<String, String> stats = InsideWireTest.stats(client, "stats");
      assertEquals("2", stats.get("curr_items"));
      assertEquals("1", stats.get("curr_connections"));
      assertTrue(!stats.get("rusage_user").equals("0.000000"), stats.toString());
    }
  }

  @Test
  void whatMemcachedWouldDumpEndsWithAWord() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect();
        Client other = server.connect()) {
      client.send("stats detail dump\r\n").expect("END\r\n");
      client.send("stats detail\r\nstats detail once\r\n");
      client.expect("CLIENT_ERROR usage: stats detail on|off|dump\r\n".repeat(2));
      client.send("stats detail off\r\nlru_crawler disable\r\n").expect("OK\r\nOK\r\n");
      client.send("stats cachedump 1 1\r\n");
      client.expect("CLIENT_ERROR stats cachedump not allowed\r\n");
      client.send("lru_crawler\r\nlru_crawler enable\r\n");
      client.expect("ERROR\r\nERROR lru crawler disabled\r\n");
      client.send("version\r\nlru_crawler metadump all\r\nversion\r\n");
      client.expect("VERSION 1.6.18\r\nERROR lru crawler disabled\r\n");
      assertFalse(client.isResetAtTheEnd());
      other.send("version\r\n").expect("VERSION 1.6.18\r\n");
    }
  }
}
