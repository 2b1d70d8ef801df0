package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.spy.memcached.DefaultHashAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two workers has hardly any CPU: it is scheduled only when nobody else wants the CPU that
 * it is on, and somebody always does. The other one serves its own keys; who asks for those of the
 * starved one waits, for a bounded time; and afterwards nothing is held.
 */
class StarvedWorkerWireTest {
  private static final int STARVED = 0;
  private static final int OTHER = 1;
  private static final int KEYS = 64;
  private static final int ROUNDS = 50;
  private static final int ASKERS = 8;
  private static final int LARGE_BYTES = 200_000;
  private static final long WAITED_NS = 1_000_000_000;
  private static final int POLLS_MAX = 1000;
  private static final long POLL_MS = 20;
  private static final List<String> GAUGES =
      List.of(
          "output_promises",
          "output_chunks_used",
          "reserved_bytes",
          "shard_commands_parked",
          "shard_answers_awaited",
          "connections_runnable");

  @TempDir Path folder;

  private static int owner(String key) {
    return (int) (DefaultHashAlgorithm.FNV1A_64_HASH.hash(key) % 2);
  }

  private static List<String> keysOf(int worker) {
    return IntStream.range(0, KEYS).mapToObj(i -> "k" + i).filter(key -> owner(key) == worker)
        .toList();
  }

  private static String set(String key, String value) {
    return "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private static String value(String key, String value) {
    return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
  }

  @Test
  void othersServeTheirOwnKeysAndNobodyWaitsForEver() throws Exception {
    try (ServerProcess server =
            ServerProcess.start(
                List.of("-XX:+UseSerialGC"),
                "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB",
                "--no-warm-up", "--workers", "2", "--shard-ports", "0", "--ownership-hash",
                "fnv1a_64_modula", "--wait-timeout", "1", "--shard-timeout", "2");
        Client any = server.connect()) {
      List<Integer> ports = ShardPortsWireTest.ports(any);
      store(any);
      try (Client starved = Client.connect(ports.get(STARVED));
          Client innocent = Client.connect(ports.get(OTHER))) {
        long waited = waitedNs(server);
        Process neighbour = starve(server.tid("worker-" + STARVED));
        try {
          List<Client> askers =
              IntStream.range(0, ASKERS).mapToObj(i -> Client.connect(ports.get(OTHER))).toList();
          askers.forEach(StarvedWorkerWireTest::ask);
          for (int i = 0; i < ROUNDS || waitedNs(server) < waited + WAITED_NS; i++) {
            serves(innocent);
            assertTrue(i < POLLS_MAX * ROUNDS, "the worker was not starved");
          }
          askers.forEach(StarvedWorkerWireTest::assertAnsweredOrClosed);
          starved.send("version\r\n").expect("VERSION 1.6.18\r\n");
        } finally {
          neighbour.destroyForcibly().waitFor();
        }
        assertAllIsGivenBack(server);
        store(starved);
        store(innocent);
      }
    }
  }

  private static void store(Client client) {
    for (int i = 0; i < KEYS; i++) {
      client.send(set("k" + i, "v")).expect("STORED\r\n");
      client.send("get k" + i + "\r\n").expect(value("k" + i, "v"));
    }
  }

  /** A key of its own, and a small one of the starved worker's, read where it is. */
  private static void serves(Client innocent) {
    String own = keysOf(OTHER).getFirst();
    innocent.send(set(own, "w")).expect("STORED\r\n");
    innocent.send("get " + own + "\r\n").expect(value(own, "w"));
    String foreign = keysOf(STARVED).getLast(); // that nobody sets
    innocent.send("get " + foreign + "\r\n").expect(value(foreign, "v"));
  }

  /** For what only the starved worker can do. */
  private static void ask(Client asker) {
    String foreign = keysOf(STARVED).getFirst();
    asker.send(set(foreign, "l".repeat(LARGE_BYTES)) + "delete " + foreign + "\r\nquit\r\n");
  }

  /** To the end, in order, or closed: what is not answered is not answered wrongly. */
  private static void assertAnsweredOrClosed(Client asker) {
    try (asker) {
      String told = asker.receiveToEnd();
      String found = "STORED\r\nDELETED\r\n";
      String missed = "STORED\r\nNOT_FOUND\r\n"; // another has deleted it meanwhile
      String refused = "SERVER_ERROR out of memory storing object\r\n";
      assertTrue(
          found.startsWith(told) || missed.startsWith(told) || told.startsWith(refused), told);
    }
  }

  /** Returns who has the CPU that the thread is on from now on. */
  private Process starve(int tid) throws IOException, InterruptedException {
    Tools.find("util-linux", "chrt");
    String cpu = Integer.toString(Runtime.getRuntime().availableProcessors() - 1);
    Tools.run(folder, 0, "taskset", "-cp", cpu, "" + tid);
    Tools.run(folder, 0, "chrt", "--idle", "-p", "0", "" + tid);
    return Programs.start(
        folder.resolve("neighbour.out"), "taskset", "-c", cpu, "sh", "-c", "while :; do :; done");
  }

  /** For how long the starved worker wanted a CPU and had none. */
  private static long waitedNs(ServerProcess server) {
    String task = "/proc/" + server.pid() + "/task/" + server.tid("worker-" + STARVED);
    try {
      return Long.parseLong(Files.readString(Path.of(task, "schedstat")).split(" ")[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertAllIsGivenBack(ServerProcess server) throws InterruptedException {
    for (String gauge : GAUGES) {
      for (int i = 0; told(server, gauge) != 0 && i < POLLS_MAX; i++) {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
      assertEquals(0, told(server, gauge), gauge);
    }
  }

  /** Of all workers together. */
  private static double told(ServerProcess server, String name) {
    List<Double> rows =
        server.admin("/metrics").lines()
            .filter(line -> line.matches("gannet_" + name + "[{ ].*"))
            .map(line -> Double.valueOf(line.replaceFirst(".* ", "")))
            .toList();
    assertTrue(!rows.isEmpty(), name);
    return rows.stream().mapToDouble(Double::doubleValue).sum();
  }
}
