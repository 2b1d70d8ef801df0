package io.gannet.server.wire;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stats} and its sections, of each product, and beside a real memcached. */
class StatsWireTest {
  private static void store(Client client) {
    client.send("set small 0 0 1\r\n1\r\n").expect("STORED\r\n");
    client.send("set later 0 100 1\r\n1\r\n").expect("STORED\r\n");
    client.send("set large 0 0 4000\r\n" + "x".repeat(4000) + "\r\n");
    client.receive("STORED\r\n".length());
  }

  @Test
  void slabsAndItemsAreToldUnderMemcachedsNames() throws Exception {
    String[] words = {"--memory", "64MiB", "--workers", "1"};
    try (Memcached memcached = Memcached.start();
        RunningServer server = RunningServer.start("twemcache", words);
        Client ours = server.connect();
        Client theirs = memcached.connect()) {
      store(ours);
      store(theirs);
      for (String section : List.of("", "settings", "slabs", "items")) {
        Set<String> known = names(InsideWireTest.stats(theirs, ("stats " + section).strip()));
        Set<String> told = names(InsideWireTest.stats(ours, ("stats " + section).strip()));
        assertTrue(told.containsAll(known), section + ": " + known + " of memcached, " + told);
      }
      Map<String, String> slabs = InsideWireTest.stats(ours, "stats slabs");
      assertEquals("2", slabs.get("active_slabs"));
      assertEquals("2097152", slabs.get("total_malloced"));
    }
  }

  /** The names of rows without what tells the rows apart. */
  private static Set<String> names(Map<String, String> stats) {
    return stats.keySet().stream()
        .map(name -> name.replaceFirst("^(items:)?[0-9]+:", ""))
        .collect(toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache"})
  void rowsAddUpToTheWhole(String product) {
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect()) {
      store(client);
      Map<String, String> items = InsideWireTest.stats(client, "stats items");
      long number = 0;
      long bytes = 0;
      for (Map.Entry<String, String> one : items.entrySet()) {
        number += one.getKey().endsWith(":number") ? Long.parseLong(one.getValue()) : 0;
        bytes += one.getKey().endsWith(":mem_requested") ? Long.parseLong(one.getValue()) : 0;
      }
      Map<String, String> general = InsideWireTest.stats(client, "stats");
      assertEquals(3, number);
      assertEquals("3", general.get("curr_items"));
      assertEquals(general.get("bytes"), Long.toString(bytes));
      long memory = RunningServer.WORKERS * 8_388_608L;
      assertEquals(Long.toString(memory), general.get("limit_maxbytes"));
      assertTrue(general.get("overhead_bytes_per_item").matches("[0-9]+\\.[0-9]{3}"));
    }
  }

  @Test
  void segmentsAreToldByTheLongestTtlOfTheirBucket() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      store(client);
      Map<String, String> segments = InsideWireTest.stats(client, "stats segments");
      assertEquals("1", segments.get("103:items"));
      assertEquals("1", segments.get("103:segments"));
      assertEquals("2", segments.get("0:items"));
      assertEquals(
          Map.of("sizes_status", "disabled"), InsideWireTest.stats(client, "stats sizes"));
      client.send("stats slabs\r\n").expect("END\r\n");
      client.send("stats table\r\n").expect("ERROR\r\n");
    }
  }

  @Test
  void aTableIsToldByItsSlots() {
    try (RunningServer server = RunningServer.start("slimcache");
        Client client = server.connect()) {
      client.send("set small 0 0 1\r\n1\r\n").expect("STORED\r\n");
      Map<String, String> table = InsideWireTest.stats(client, "stats table");
      assertEquals("64", table.get("slot_size"));
      assertEquals("1", table.get("moves_per_insert:0"));
      assertEquals(Map.of("64", "1"), InsideWireTest.stats(client, "stats sizes"));
      assertEquals("1", InsideWireTest.stats(client, "stats items").get("items:1:number"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"items", "slabs", "sizes"})
  void whatTheAdminTellsIsWhatTheProtocolTells(String section) throws IOException {
    try (RunningServer server = RunningServer.start("twemcache");
        Client client = server.connect()) {
      store(client);
      String page = InsideWireTest.ask(server, "GET", "/stats/" + section);
      Map<String, String> told = InsideWireTest.stats(client, "stats " + section);
      assertTrue(told.size() > 1, told.toString());
      told.keySet().removeIf(name -> name.endsWith(":age"));
      told.forEach(
          (name, value) ->
              assertTrue(page.contains("\"" + name + "\" : " + value), name + " in " + page));
    }
  }
}
