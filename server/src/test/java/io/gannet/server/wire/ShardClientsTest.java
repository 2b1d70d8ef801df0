package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy and a client of others, who find the owner of each key by the map of shards. */
class ShardClientsTest {
  private static final int KEYS = 1000;
  private static final int POLLS_MAX = 1000;
  private static final long POLL_MS = 10;
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @TempDir Path folder;

  /** Each key is stored and told by its owner; another client beside sees the same keys. */
  @ParameterizedTest
  @CsvSource({
    "md5_ketama, md5, ketama",
    "fnv1a_64_ketama, fnv1a_64, ketama",
    "fnv1a_64_modula, fnv1a_64, modula"
  })
  void twemproxyReachesOwnersWithNoHop(String ownership, String hash, String distribution)
      throws Exception {
    String nutcracker = Tools.find("nutcracker", "nutcracker");
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "2", "--shard-ports", "0", "--ownership-hash", ownership);
        Client other = server.connect()) {
      Path socket = folder.resolve("proxy.sock");
      Path config = folder.resolve("proxy.yml");
      String servers =
          ShardPortsWireTest.ports(other).stream()
              .map(port -> "   - 127.0.0.1:" + port + ":1\n")
              .collect(Collectors.joining());
      Files.writeString(
          config,
          "pool:\n  listen: " + socket + " 0600\n  hash: " + hash + "\n  distribution: "
              + distribution + "\n  servers:\n" + servers);
      Process proxy =
          Programs.start(
              folder.resolve("proxy.txt"), nutcracker, "-c", config.toString(), "-a", "127.0.0.1",
              "-s", Integer.toString(Programs.freePort()));
      try {
        await(socket, proxy);
        storeAndGet(socket, server);
        other.send("get key:7:x\r\n").expect("VALUE key:7:x 0 2\r\nv7\r\nEND\r\n");
      } finally {
        proxy.destroy();
        assertTrue(proxy.waitFor(10, TimeUnit.SECONDS));
      }
    }
  }

  private static void storeAndGet(Path socket, RunningServer server) {
    try (Client client = Client.connect(socket)) {
      for (int i = 0; i < KEYS; i++) {
        String value = "v" + i;
        client.send("set key:" + i + ":x 0 0 " + value.length() + "\r\n" + value + "\r\n");
        client.expect("STORED\r\n");
        client.send("get key:" + i + ":x\r\n");
        String told = "VALUE key:" + i + ":x 0 " + value.length() + "\r\n" + value + "\r\n";
        client.expect(told + "END\r\n");
      }
      assertEquals(0, ShardPortsWireTest.hops(server));
      assertEquals(KEYS, server.metric("items"));
    }
  }

  private void await(Path socket, Process proxy) throws Exception {
    for (int i = 0; i < POLLS_MAX && !Files.exists(socket); i++) {
      assertTrue(proxy.isAlive(), () -> read(folder.resolve("proxy.txt")));
      Thread.sleep(POLL_MS);
    }
    assertTrue(Files.exists(socket), () -> read(folder.resolve("proxy.txt")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** pymemcache is told the nodes by {@code config get cluster}, as its discovering client is. */
  @Test
  void pymemcacheReachesOwnersWithNoHop() throws Exception {
    if (!Files.isExecutable(PYTHON)
        || !Tools.succeeds(folder, PYTHON.toString(), "-c", "import pymemcache")) {
      Tools.missing("pymemcache", "python3-pymemcache");
    }
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "3", "--shard-ports", "0", "--ownership-hash",
                "murmur3_rendezvous");
        Client other = server.connect()) {
      other.send("config get cluster\r\n").receiveLine();
      other.receiveLine(); // the version
      String nodes = other.receiveLine();
      other.expect("\r\nEND\r\n");
      List<String> script =
          List.of(
              "import sys",
              "from pymemcache.client.hash import HashClient",
              "nodes = [n.split('|') for n in sys.argv[1].split(' ')]",
              "nodes = [(n[1], int(n[2])) for n in nodes]",
              "client = HashClient(nodes, no_delay=True)", // sets are not answered
              "for i in range(" + KEYS + "):",
              "    assert client.set('key%d' % i, b'v%d' % i)",
              "    assert client.get('key%d' % i) == b'v%d' % i",
              "print(len(nodes))");
      String printed =
          Tools.run(
              folder, 0, PYTHON.toString(), "-c", String.join("\n", script), nodes);
      assertEquals("3", printed.strip());
      assertEquals(0, ShardPortsWireTest.hops(server));
      assertEquals(KEYS, server.metric("items"));
      other.send("get key7\r\n").expect("VALUE key7 0 2\r\nv7\r\nEND\r\n");
    }
  }
}
