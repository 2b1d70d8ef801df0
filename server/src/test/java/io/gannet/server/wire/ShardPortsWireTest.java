package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Locator;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.FailureMode;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever knows the map of shards reaches each key's owner; whoever does not is served as well. */
class ShardPortsWireTest {
  private static final int KEYS = 2000;

  private static RunningServer start(String hash, int workers) {
    return RunningServer.start(
        "segcache", "--workers", Integer.toString(workers), "--shard-ports", "0",
        "--ownership-hash", hash);
  }

  /** The ports that {@code stats shards} tells. */
  static List<Integer> ports(Client client) {
    List<Integer> ports = new ArrayList<>();
    client.send("stats shards\r\n");
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      if (line.startsWith("STAT shard_")) {
        ports.add(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
      }
    }
    return ports;
  }

  /** Commands that were sent to another worker, or carried out in its memory. */
  static long hops(RunningServer server) {
    return server.metric("shard_commands_forwarded_total")
        + server.metric("shard_reads_in_place_total");
  }

  /** By its own way to Ketama, or by the rest of a division; it waits for who is not there yet. */
  private static MemcachedClient spymemcached(String hash, List<Integer> ports)
      throws IOException {
    boolean modula = hash.endsWith("modula");
    ConnectionFactory factory =
        new ConnectionFactoryBuilder()
            .setLocatorType(modula ? Locator.ARRAY_MOD : Locator.CONSISTENT)
            .setHashAlg(
                modula ? DefaultHashAlgorithm.FNV1A_64_HASH : DefaultHashAlgorithm.KETAMA_HASH)
            .setFailureMode(FailureMode.Retry)
            .build();
    return new MemcachedClient(
        factory, ports.stream().map(port -> new InetSocketAddress("127.0.0.1", port)).toList());
  }

  @ParameterizedTest
  @CsvSource({"auto, 2", "md5_ketama, 3", "fnv1a_64_modula, 2", "fnv1a_64_modula, 3"})
  void spymemcachedReachesOwnersWithNoHop(String hash, int workers) throws Exception {
    try (RunningServer server = start(hash, workers);
        Client other = server.connect()) {
      MemcachedClient client = spymemcached(hash, ports(other));
      try {
        for (int i = 0; i < KEYS; i++) {
          client.set("key-" + i + "-", 0, "v" + i);
        }
        for (int i = 0; i < KEYS; i++) {
          assertEquals("v" + i, client.get("key-" + i + "-"));
        }
        assertEquals(0, hops(server));
        for (int i = 0; i < 64; i++) {
          other.send("get key-" + i + "-\r\n").receiveLine();
          other.receiveLine();
          other.expect("END\r\n");
        }
        assertTrue(hops(server) > 0, "whoever does not know the map takes some");
      } finally {
        client.shutdown(5, TimeUnit.SECONDS);
      }
    }
  }

  /** As the test above would see it if owners were others than the client thinks. */
  @Test
  void whereTheHashIsSecretEveryOtherKeyTakesAHop() throws Exception {
    try (RunningServer server = start("secret", 2);
        Client other = server.connect()) {
      MemcachedClient client = spymemcached("ketama", ports(other));
      try {
        for (int i = 0; i < KEYS; i++) {
          assertTrue(client.set("key-" + i, 0, "v" + i).get());
        }
        long hops = hops(server);
        assertTrue(hops > KEYS / 4 && hops < KEYS * 3 / 4, "hops: " + hops);
      } finally {
        client.shutdown(5, TimeUnit.SECONDS);
      }
    }
  }

  /** What comes in at a port is its worker's, and whatever it asks for is served. */
  @Test
  void aKeyAtTheWrongPortIsServedToo() {
    try (RunningServer server = start("fnv1a_64_modula", 2);
        Client other = server.connect()) {
      List<Integer> ports = ports(other);
      try (Client even = Client.connect(ports.get(0), 0);
          Client odd = Client.connect(ports.get(1), 0)) {
        // The lowest bit of the hash is that of the sum of the key's bytes, and of the basis: odd.
        for (String key : List.of("a", "c", "e", "g")) {
          even.send("set " + key + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
        }
        assertEquals(0, hops(server));
        for (String key : List.of("b", "d")) {
          even.send("set " + key + " 0 0 1\r\ny\r\n").expect("STORED\r\n");
        }
        assertEquals(2, hops(server));
        odd.send("set b 0 0 1\r\nz\r\nget b\r\n");
        odd.expect("STORED\r\nVALUE b 0 1\r\nz\r\nEND\r\n");
        assertEquals(2, hops(server));
        odd.send("get a b\r\n").expect("VALUE a 0 1\r\nx\r\nVALUE b 0 1\r\nz\r\nEND\r\n");
        assertEquals(3, hops(server));
      }
    }
  }

  @Test
  void theMapIsToldInEachWay() throws IOException {
    try (RunningServer server = start("auto", 2);
        Client client = server.connect()) {
      List<Integer> ports = ports(client);
      assertEquals(2, ports.size());
      client.send("config get cluster\r\n");
      String[] head = client.receiveLine().split(" ");
      assertEquals("CONFIG cluster 0", head[0] + " " + head[1] + " " + head[2]);
      String version = client.receiveLine();
      assertTrue(Long.parseLong(version) > 1_700_000_000L, version);
      String nodes = client.receiveLine();
      String expected =
          "127.0.0.1|127.0.0.1|" + ports.get(0) + " 127.0.0.1|127.0.0.1|" + ports.get(1);
      assertEquals(expected, nodes);
      assertEquals(Integer.parseInt(head[3]), (version + "\n" + nodes + "\n").length());
      client.expect("\r\nEND\r\n");
      client.send("config\r\nconfig get\r\nconfig get x\r\nconfig set cluster\r\nversion\r\n");
      client.expect("ERROR\r\n".repeat(4) + "VERSION 1.6.18\r\n");
      String json = page(server, "/shards");
      assertTrue(json.contains("\"hash\" : \"md5_ketama\""), json);
      ports.forEach(port -> assertTrue(json.contains("\"port\" : " + port), json));
    }
  }

  @Test
  void withoutShardPortsThereIsNoMap() throws IOException {
    try (RunningServer server = RunningServer.start("segcache", "--workers", "2");
        Client client = server.connect()) {
      client.send("config get cluster\r\nversion\r\n").expect("ERROR\r\nVERSION 1.6.18\r\n");
      assertEquals(List.of(), ports(client));
      assertTrue(page(server, "/shards").contains("\"hash\" : \"secret\""));
    }
  }

  private static String page(RunningServer server, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + path);
    try (var in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What cannot be is refused before anything is taken. */
  @ParameterizedTest
  @CsvSource({
    "--ownership-hash md5_ketama, nobody has a use for it",
    "--shard-ports 65535 --workers 2, have no ports up to 65535",
    "--shard-ports 0 --host 0.0.0.0, say by --shard-host",
    "--shard-ports 0 --shard-host a|b, is no name",
    "--shard-ports 0 --unix-socket /nowhere/g --host auto, has no ports"
  })
  void whatDoesNotGoTogetherIsRefused(String words, String why) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RunningServer.start("segcache", words.split(" ")).close());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
