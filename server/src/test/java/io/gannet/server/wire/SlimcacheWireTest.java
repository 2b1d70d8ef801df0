package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What only fixed slots do: sizes of slots, what does not fit one, tokens kept or not. */
class SlimcacheWireTest {
  @Test
  void whatDoesNotFitASlotIsRefusedAndTheConnectionGoesOn() {
    try (RunningServer server = RunningServer.start("slimcache");
        Client client = server.connect()) {
      client.send("set a 0 0 47\r\n" + "x".repeat(47) + "\r\n").expect("STORED\r\n");
      client.send("set a 0 0 48\r\n" + "x".repeat(48) + "\r\nget a\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\nEND\r\n");
      client.send("set a 0 0 2000000\r\n").send(new byte[2_000_000]).send("\r\nget b\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\nEND\r\n");
      client.send("set a 0 0 46\r\n" + "x".repeat(46) + "\r\n").expect("STORED\r\n");
      client.send("append a 0 0 9\r\n123456789\r\n").expect("NOT_STORED\r\n");
    }
  }

  @Test
  void aCompareAndSwapIsHonestWithAndWithoutKeptTokens() {
    for (String cas : new String[] {"on", "off"}) {
      try (RunningServer server = RunningServer.start("slimcache", "--cas", cas);
          Client client = server.connect()) {
        client.send("set a 0 0 1\r\n1\r\ngets a\r\n");
        client.expect("STORED\r\nVALUE a 0 1 1\r\n1\r\nEND\r\n");
        client.send("cas a 0 0 1 1\r\n2\r\n").expect("STORED\r\n");
        client.send("cas a 0 0 1 1\r\n3\r\n").expect("EXISTS\r\n");
        client.send("get a\r\n").expect("VALUE a 0 1\r\n2\r\nEND\r\n");
      }
    }
  }

  @Test
  void valuesOfEverySizeComeBackByteForByte() {
    for (String slotSize : new String[] {"64", "72", "1000", "4096"}) {
      try (RunningServer server =
              RunningServer.start(
                  "slimcache", "--slot-size", slotSize, "--receive-in-place-min", "1");
          Client client = server.connect()) {
        roundTrips(client, Integer.parseInt(slotSize) - 24);
      }
    }
  }

  private static void roundTrips(Client client, int bytesMax) {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int size = random.nextInt(bytesMax + 1);
      String value = Character.toString('a' + random.nextInt(26)).repeat(size);
      String item = "k" + i + " 0 " + size + "\r\n" + value + "\r\n";
      client.send("set k" + i + " 0 0 " + size + "\r\n" + value + "\r\n").expect("STORED\r\n");
      client.send("get k" + i + "\r\n").expect("VALUE " + item + "END\r\n");
    }
  }

  @Test
  void moreThanFitsIsEvictedAndCounted() {
    try (RunningServer server = RunningServer.start("slimcache", "--slot-size", "4096");
        Client client = server.connect()) {
      for (int i = 0; i < 8000; i++) {
        client.send("set key" + i + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
      }
      long items = server.metric("items");
      assertEquals(8000, items + server.metric("items_evicted_total"));
      assertTrue(items > 0.97 * server.metric("slots"), items + " items");
    }
  }
}
