package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** memcached's verbs over slabs, through a worker. */
class TwemcacheWireTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  @Test
  void everyVerbAnswersAsMemcachedDoes() {
    try (RunningServer server = RunningServer.start("twemcache");
        Client client = server.connect()) {
      client.send("set a 7 0 3\r\nabc\r\n").expect("STORED\r\n");
      client.send("get a\r\n").expect("VALUE a 7 3\r\nabc\r\nEND\r\n");
      client.send("add a 1 0 1\r\nx\r\n").expect("NOT_STORED\r\n");
      client.send("replace a 4294967295 0 1\r\nb\r\n").expect("STORED\r\n");
      client.send("append a 0 0 2\r\ncd\r\n").expect("STORED\r\n");
      client.send("prepend a 0 0 1\r\na\r\n").expect("STORED\r\n");
      client.send("get a\r\n").expect("VALUE a 4294967295 4\r\nabcd\r\nEND\r\n");
      client.send("set n 0 0 3\r\n007\r\nget n\r\n").expect(
          "STORED\r\nVALUE n 0 3\r\n007\r\nEND\r\n");
      client.send("incr n 5\r\n").expect("12\r\n");
      client.send("touch a 100\r\n").expect("TOUCHED\r\n");
      client.send("gat 100 n\r\n").expect("VALUE n 0 3\r\n12 \r\nEND\r\n");
      client.send("delete a\r\nget a\r\n").expect("DELETED\r\nEND\r\n");
      client.send("flush_all\r\nget n\r\n").expect("OK\r\nEND\r\n");
    }
  }

  @Test
  void aTokenFitsUntilTheNextChange() {
    try (RunningServer server = RunningServer.start("twemcache");
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\n1\r\ngets a\r\n");
      client.expect("STORED\r\nVALUE a 0 1 ");
      String token = receiveLine(client);
      client.expect("1\r\nEND\r\n");
      client.send("cas a 0 0 1 " + token + "\r\n2\r\n").expect("STORED\r\n");
      client.send("cas a 0 0 1 " + token + "\r\n3\r\n").expect("EXISTS\r\n");
      client.send("get a\r\n").expect("VALUE a 0 1\r\n2\r\nEND\r\n");
    }
  }

  private static String receiveLine(Client client) {
    StringBuilder line = new StringBuilder();
    for (String next = client.receive(1); !next.equals("\r"); next = client.receive(1)) {
      line.append(next);
    }
    client.expect("\n");
    return line.toString();
  }

  @Test
  void valuesOfEverySizeComeBackByteForByteWithZeroCopySends() {
    try (RunningServer server =
            RunningServer.start("twemcache", "--memory", "64MiB", "--zero-copy-min", "4KiB");
        Client client = server.connect()) {
      Random random = new Random(7);
      for (int size : new int[] {0, 1, 61, 64, 2 * KIB, 33 * KIB, 500_000, MIB - 100}) {
        byte[] value = new byte[size];
        random.nextBytes(value);
        client.send("set k 0 0 " + size + "\r\n").send(value).send("\r\n").expect("STORED\r\n");
        client.send("get k\r\n").expect("VALUE k 0 " + size + "\r\n");
        assertArrayEquals(value, client.receiveBytes(size), "value of " + size + " bytes");
        client.expect("\r\nEND\r\n");
      }
      assertTrue(server.metric("sends_zero_copy_total") > 0);
      client.close();
      server.await("connections", 0);
      assertEquals(0, server.metric("slabs_pinned"));
      assertEquals(0, server.metric("reserved_bytes"));
    }
  }

  @Test
  void aValueThatIsTooLargeIsSwallowedAndTheOldOneIsGone() {
    try (RunningServer server = RunningServer.start("twemcache", "--memory", "64MiB");
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      client.send("set a 0 0 " + 2 * MIB + "\r\n").send(new byte[2 * MIB]).send("\r\nget a\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\nEND\r\n");
    }
  }

  @Test
  void itGoesOnStoringWhenItsMemoryIsFullByAnyPolicy() {
    for (String policy : new String[] {"random", "lrc", "lra"}) {
      try (RunningServer server =
              RunningServer.start("twemcache", "--memory", "8MiB", "--eviction", policy);
          Client client = server.connect()) {
        String value = "v".repeat(20 * KIB);
        for (int i = 0; i < 1_000; i++) {
          client.send("set k" + i + " 0 0 " + value.length() + "\r\n" + value + "\r\n");
          client.expect("STORED\r\n");
        }
        client.send("get k999\r\n");
        client.expect("VALUE k999 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n");
        assertTrue(server.metric("items_evicted_total") > 500, policy);
      }
    }
  }
}
