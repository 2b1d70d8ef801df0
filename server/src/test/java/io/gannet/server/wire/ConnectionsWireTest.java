package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who holds what: {@code stats conns} and the admin's {@code /conns}, over clients of each kind. */
class ConnectionsWireTest {
  private static final int POLLS_MAX = 1500;
  private static final int VALUE_BYTES = 3000;
  private static final int SET = 0x01;

  /** What the admin tells, by the client's port. */
  private static Map<Integer, Map<String, String>> page(RunningServer server, String query)
      throws IOException {
    Map<Integer, Map<String, String>> clients = new LinkedHashMap<>();
    String text = InsideWireTest.ask(server, "GET", "/conns" + query);
    try (JsonParser json = new JsonFactory().createParser(text)) {
      while (json.nextToken() != null && json.currentToken() != JsonToken.START_ARRAY) {
        // What was asked for.
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> figures = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          figures.put(name, json.getText());
        }
        clients.put(portOf(figures.get("peer")), figures);
      }
    }
    return clients;
  }

  /** What the protocol tells, likewise. */
  private static Map<Integer, Map<String, String>> stats(Client client) {
    Map<String, Map<String, String>> bySlot = new LinkedHashMap<>();
    InsideWireTest.stats(client, "stats conns")
        .forEach(
            (name, value) -> {
              String[] parts = name.split(":");
              bySlot.computeIfAbsent(parts[0], slot -> new LinkedHashMap<>()).put(parts[1], value);
            });
    Map<Integer, Map<String, String>> clients = new LinkedHashMap<>();
    bySlot.values().removeIf(figures -> figures.get("state").equals("conn_listening"));
    bySlot.values().forEach(figures -> clients.put(portOf(figures.get("addr")), figures));
    return clients;
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static long sum(Map<Integer, Map<String, String>> clients, String figure) {
    return clients.values().stream().mapToLong(one -> Long.parseLong(one.get(figure))).sum();
  }

  @Test
  void whatDeafClientsHoldIsToldOfThemAndAgreesWithTheGauges() throws Exception {
    try (RunningServer server = RunningServer.start("segcache", "--workers", "1");
        Client good = server.connect()) {
      String value = "v".repeat(VALUE_BYTES);
      good.send("set v 0 0 " + VALUE_BYTES + "\r\n" + value + "\r\n").expect("STORED\r\n");
      List<Client> deaf = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Client client = server.connect(4096);
        deaf.add(client.send("get v\r\n".repeat(3000)));
      }
      server.await("connection_pauses_total", 3, Long.MAX_VALUE);
      awaitAgreement(server, good);
      Map<Integer, Map<String, String>> told = page(server, "?by=unsent&limit=2");
      assertEquals(2, told.size());
      for (Client client : deaf) {
        Map<String, String> line = stats(good).get(client.localPort());
        assertEquals("conn_write", line.get("state"));
        assertEquals("output", line.get("waits_for"));
        assertEquals("tcp:127.0.0.1:" + server.port(), line.get("listen_addr"));
        assertTrue(Long.parseLong(line.get("unsent_bytes")) > 0);
      }
      deaf.forEach(Client::reset);
      server.await("connections", 1);
      assertEquals(List.of(good.localPort()), List.copyOf(stats(good).keySet()));
      for (String by : List.of("unsent", "blocks", "chunks", "pins", "buffers", "memory")) {
        awaitNobody(server, "?by=" + by);
      }
    }
  }

  /** A client may have its reply before the worker has seen that it was sent. */
  private static void awaitNobody(RunningServer server, String query) throws Exception {
    Map<Integer, Map<String, String>> told = page(server, query);
    for (int i = 0; i < POLLS_MAX && !told.isEmpty(); i++) {
      Thread.sleep(10);
      told = page(server, query);
    }
    assertEquals(Map.of(), told, query);
  }

  /** Replies may still go into the kernel: so until it takes no more. */
  private static void awaitAgreement(RunningServer server, Client good) throws Exception {
    String told = "";
    for (int i = 0; i < POLLS_MAX; i++) {
      Map<Integer, Map<String, String>> unsent = page(server, "?by=unsent");
      told = InsideWireTest.ask(server, "GET", "/conns");
      boolean agrees =
          unsent.size() == 3
              && sum(unsent, "output_blocks") == server.metric("output_blocks_used")
              && sum(unsent, "output_chunks") == server.metric("output_chunks_used")
              && sum(unsent, "recv_buffers") == server.metric("recv_buffers_held")
              && unsent.keySet().stream().allMatch(port -> port != good.localPort());
      if (agrees) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("the gauges say other than " + told);
  }

  @Test
  void whoKeepsAPlaceForAValueIsFound() throws Exception {
    try (RunningServer server = RunningServer.start("segcache");
        Client good = server.connect();
        Client silent = server.connect()) {
      silent.send("set k 0 0 20000\r\n" + "x".repeat(5000));
      server.await("reserved_bytes", 1, Long.MAX_VALUE);
      server.await("bytes_read_total", 5000, Long.MAX_VALUE);
      good.send("set g 0 0 1\r\nx\r\n").expect("STORED\r\n");
      Map<String, String> line = stats(good).get(silent.localPort());
      assertEquals("conn_nread", line.get("state"));
      assertEquals("20000", line.get("reserved_bytes"));
      Map<Integer, Map<String, String>> told = page(server, "?by=memory");
      assertEquals(List.of(silent.localPort()), List.copyOf(told.keySet()));
      assertEquals("1", told.get(silent.localPort()).get("holds_memory"));
      silent.send("x".repeat(15000) + "\r\n").expect("STORED\r\n");
      assertEquals(Map.of(), page(server, "?by=memory"));
    }
  }

  /** Nothing is kept for it, but its line has come. */
  @Test
  void whoSendsASmallValueIsToldAsOneWhoSendsALargeOne() throws Exception {
    try (RunningServer server = RunningServer.start("segcache");
        Client good = server.connect();
        Client text = server.connect();
        Client packets = server.connect();
        Client line = server.connect()) {
      byte[] packet = Packet.store(SET, 7, "bar", "foobar");
      int cut = packet.length - 4;
      text.send("set foo 0 0 6\r\n");
      packets.send(Arrays.copyOf(packet, cut));
      line.send("set foo 0 0");
      server.await("bytes_read_total", 15 + cut + 11, Long.MAX_VALUE);
      Map<Integer, Map<String, String>> told = stats(good);
      assertEquals("conn_nread", told.get(text.localPort()).get("state"));
      assertEquals("conn_nread", told.get(packets.localPort()).get("state"));
      assertEquals("conn_read", told.get(line.localPort()).get("state"));
      assertEquals("conn_parse_cmd", told.get(good.localPort()).get("state"));
      text.send("foobar\r\n").expect("STORED\r\n");
      packets.send(Arrays.copyOfRange(packet, cut, packet.length));
      assertEquals("01 00 7 ", Packet.next(packets));
      line.send(" 6\r\nfoobar\r\n").expect("STORED\r\n");
      told = stats(good);
      for (Client client : List.of(text, packets, line)) {
        assertEquals("conn_read", told.get(client.localPort()).get("state"));
      }
    }
  }

  @Test
  void manyConnectionsAreToldPieceByPieceWhileOthersAreServed() {
    int crowd = 300;
    String[] words = {
      "--requests-per-turn", "16", "--requests-per-event", "4", "--max-unsent", "2KiB",
      "--output-blocks", "8", "--max-connections", "5000", "--workers", "1"
    };
    try (RunningServer server = RunningServer.start("segcache", words);
        Client good = server.connect();
        Client asking = server.connect()) {
      List<Client> idle = new ArrayList<>();
      for (int i = 0; i < crowd; i++) {
        idle.add(server.connect());
      }
      server.await("connections", crowd + 2);
      asking.send("stats conns\r\n".repeat(3));
      for (int i = 0; i < 50; i++) {
        good.send("set mine 0 0 4\r\nsafe\r\n").expect("STORED\r\n");
      }
      for (int i = 0; i < 3; i++) {
        String addresses = "";
        for (String line = asking.receiveLine(); !line.equals("END"); ) {
          addresses += line.contains(":addr ") ? line + " " : "";
          line = asking.receiveLine();
        }
        assertEquals(crowd + 3, addresses.trim().split(" ").length / 3);
        assertTrue(addresses.contains(":addr tcp:127.0.0.1:" + idle.get(17).localPort() + " "));
      }
      asking.send("version\r\n");
      assertTrue(asking.receiveLine().startsWith("VERSION "));
      // A turn, as much again for what can not be put off, such as to take the crowd over, a step.
      long longest = server.metric("worker_turn_requests_max");
      assertTrue(longest <= 16 + 16 + 16, "a turn has no bound: " + longest);
      idle.forEach(Client::close);
    }
  }
}
