package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all workers store, listed on one connection, while others are served. */
class DumpWireTest {
  private static final int ITEMS = 20_000;
  private static final int LINES_MAX = ITEMS + 10;
  private static final String METADUMP = "lru_crawler metadump all\r\n";

  private static void fill(Client client) {
    StringBuilder sets = new StringBuilder();
    for (int i = 0; i < ITEMS; i++) {
      sets.append("set key").append(i).append(" 0 0 2 noreply\r\nab\r\n");
    }
    client.send(sets + "version\r\n").expect("VERSION 1.6.18\r\n");
  }

  /** The keys of a dump that was asked for, up to its end. */
  private static Set<String> keys(Client client) {
    Set<String> keys = new TreeSet<>();
    assertEquals("OK", client.receiveLine());
    String line = client.receiveLine();
    for (int lines = 0; !line.equals("END"); line = client.receiveLine()) {
      assertTrue(lines++ < LINES_MAX, "no end");
      assertTrue(line.startsWith("key="), line);
      assertTrue(keys.add(line.substring(4, line.indexOf(' '))), "twice: " + line);
    }
    return keys;
  }

  private static Set<String> held(Client client) {
    StringBuilder gets = new StringBuilder();
    for (int i = 0; i < ITEMS; i++) {
      gets.append("mg key").append(i).append(" k\r\n");
    }
    client.send(gets + "mn\r\n");
    Set<String> keys = new TreeSet<>();
    String line = client.receiveLine();
    for (int lines = 0; !line.equals("MN"); line = client.receiveLine()) {
      assertTrue(lines++ < LINES_MAX, "no end");
      if (line.startsWith("HD k")) {
        keys.add(line.substring("HD k".length()));
      }
    }
    return keys;
  }

  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache", "directcache"})
  void whatIsHeldIsListed(String product) {
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect();
        Client other = server.connect()) {
      fill(client);
      Set<String> held = held(client);
      client.send(METADUMP);
      other.send("version\r\n").expect("VERSION 1.6.18\r\n");
      assertEquals(held, keys(client));
      client.send("version\r\n").expect("VERSION 1.6.18\r\n");
    }
  }

  /** With two workers, one of which has to ask the other, and none that reads meanwhile. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "slimcache"})
  void whoDoesNotReadMakesNobodyWait(String product) {
    try (RunningServer server =
            RunningServer.start(product, "--workers", "2", "--max-unsent", "64KiB");
        Client slow = server.connect(4096);
        Client other = server.connect()) {
      fill(other);
      Set<String> held = held(other);
      slow.send(METADUMP);
      for (int i = 0; i < 100; i++) {
        other.send("set other 0 0 1\r\n1\r\nget other\r\n");
        other.expect("STORED\r\nVALUE other 0 1\r\n1\r\nEND\r\n");
      }
      Set<String> listed = keys(slow);
      listed.remove("other");
      assertTrue(held.containsAll(listed) && listed.size() > held.size() - 10, "" + listed.size());
      slow.send("version\r\n").expect("VERSION 1.6.18\r\n");
    }
  }

  /** A million places without an item, and a client that leaves in the middle. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache", "slimcache"})
  void whoLeavesIsForgotten(String product) {
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect()) {
      fill(client);
      for (int i = 0; i < 20; i++) {
        try (Client leaver = server.connect(4096)) {
          leaver.send(METADUMP).expect("OK\r\nkey=");
        }
      }
      assertTrue(InsideWireTest.stats(client, "stats").containsKey("curr_items"));
      client.send(METADUMP);
      assertTrue(keys(client).size() > ITEMS / 8);
    }
  }
}
