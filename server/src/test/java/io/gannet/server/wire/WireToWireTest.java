package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long replies take from wire to wire, of a sample of connections. */
class WireToWireTest {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 200;
  private static final int ATTEMPTS = 10;
  private static final long STALL_MS = 50;
  private static final long STALL_NS = STALL_MS * 1_000_000;
  private static final String SAMPLED = "connections_wire_sampled";

  private static String key(int client) {
    return "key" + client;
  }

  private static void set(Client client, int number) {
    client.send("set " + key(number) + " 0 0 5\r\nvalue\r\n").expect("STORED\r\n");
  }

  private static void ask(Client client, int number) {
    client.send("get " + key(number) + "\r\n");
  }

  private static void read(Client client, int number) {
    client.expect("VALUE " + key(number) + " 0 5\r\nvalue\r\nEND\r\n");
  }

  private static void talk(Client client, int number) {
    set(client, number);
    for (int i = 0; i < ROUNDS; i++) {
      ask(client, number);
      read(client, number);
    }
  }

  /** All ask while a worker stands still in its enter, and for so long after. */
  private static void stall(ServerProcess server, String worker, List<Client> clients)
      throws Exception {
    Tracer tracer = Tracer.hold(server, worker);
    try {
      for (int i = 0; i < clients.size(); i++) {
        ask(clients.get(i), i);
      }
      Thread.sleep(STALL_MS + 1); // what is sent may lie on the way for a moment
    } finally {
      tracer.close();
    }
    for (int i = 0; i < clients.size(); i++) {
      read(clients.get(i), i);
    }
  }

  /**
   * With another client, who talks before. A pause of the host may make a turn as long as the stall
   * that is planted; that it is in no turn is seen as soon as there is none.
   */
  @ParameterizedTest
  @CsvSource({"io_uring,1", "io_uring,2", "epoll,1", "epoll,2"})
  void aStallIsSeenFromWireToWireAndNotInServiceTimes(String transport, int workers)
      throws Exception {
    String[] words = {
      "segcache", "--port", "0", "--admin-port", "0", "--no-warm-up", "-m", "32",
      "--transport", transport, "--workers", "" + workers, "--wire-sample", "64"
    };
    List<Client> clients = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(List.of(), words)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(server.connect());
        talk(clients.get(i), i);
      }
      Client other = server.connect();
      talk(other, CLIENTS);
      Map<String, String> latency = Map.of();
      boolean seenInTurns = true;
      for (int i = 0; seenInTurns && i < ATTEMPTS; i++) {
        other.send("stats reset\r\n").expect("RESET\r\n");
        for (int worker = 0; worker < workers; worker++) {
          stall(server, "worker-" + worker, clients);
        }
        latency = InsideWireTest.stats(other, "stats latency");
        assertTrue(number(latency, "wire:count") >= workers, latency.toString());
        assertTrue(number(latency, "wire:max_ns") >= STALL_NS, latency.toString());
        assertTrue(number(latency, "get:count") >= workers * CLIENTS, latency.toString());
        seenInTurns = number(latency, "get:max_ns") >= STALL_NS;
      }
      assertFalse(seenInTurns, latency.toString());
      talk(other, CLIENTS);
      other.close();
    } finally {
      clients.forEach(Client::close);
    }
  }

  private static long number(Map<String, String> stats, String name) {
    return Long.parseLong(stats.getOrDefault(name, "0"));
  }

  @Test
  void oneOfSoManyIsSampledAndOneIfThereIsAny() {
    try (RunningServer server =
        RunningServer.start("segcache", "--workers", "1", "--wire-sample", "4")) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        clients.add(server.connect());
        talk(clients.get(i), i);
      }
      assertEquals(3, server.metric(SAMPLED)); // the first, the fifth and the ninth
      clients.get(4).send("set half 0 0 1000\r\nhalf of it");
      clients.forEach(Client::close);
      server.await("connections", 0);
      assertEquals(0, server.metric(SAMPLED));
      try (Client next = server.connect()) {
        talk(next, 0);
        assertEquals(1, server.metric(SAMPLED));
        assertTrue(number(InsideWireTest.stats(next, "stats latency"), "wire:count") > 0);
      }
    }
  }

  @Test
  void eachReceiveThatIsAnsweredCountsOnce() {
    String[] words = {"--workers", "1", "--wire-sample", "64"};
    try (RunningServer server = RunningServer.start("segcache", words);
        Client client = server.connect()) {
      talk(client, 0);
      client.send("stats reset\r\n").expect("RESET\r\n");
      talk(client, 0);
      client.send("set a 0 0 1 noreply\r\n1\r\n");
      client.trickle("get key0\r\n");
      read(client, 0);
      Map<String, String> latency = InsideWireTest.stats(client, "stats latency");
      long answered = 1 + 1 + ROUNDS + 1; // the reset, the set, the gets, the one in pieces
      assertEquals(answered, number(latency, "wire:count"));
    }
  }

  @Test
  void whoComesByAUnixSocketHasNoStampAndIsNotSampled(@TempDir Path folder) {
    String path = folder.resolve("g.sock").toString();
    String[] words = {
      "--unix-socket", path, "--host", "127.0.0.1", "--workers", "1", "--wire-sample", "64"
    };
    try (RunningServer server = RunningServer.start("segcache", words);
        Client unix = Client.connect(Path.of(path))) {
      talk(unix, 0);
      assertEquals(0, server.metric(SAMPLED));
      try (Client tcp = Client.connect(server.port())) {
        talk(tcp, 1);
        assertEquals(1, server.metric(SAMPLED));
      }
    }
  }

  @Test
  void nobodyIsSampledWhereNoneIsWantedOrNoStampFits() {
    for (String[] words :
        new String[][] {
          {"--wire-sample", "0"}, {"--wire-sample", "1", "--receive-buffer-size", "128"}
        }) {
      try (RunningServer server = RunningServer.start("segcache", words);
          Client client = server.connect()) {
        talk(client, 0);
        assertEquals(0, server.metric(SAMPLED));
        assertEquals(null, InsideWireTest.stats(client, "stats latency").get("wire:count"));
      }
    }
  }
}
