package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several workers are one server: whoever is connected to whichever sees all keys. */
class WorkersWireTest {
  private static final int CLIENTS = 8;
  private static final int KEYS = 400;
  private static final String STORED = "STORED\r\n";

  private static RunningServer start(String product, int workers) {
    return RunningServer.start(
        product, "--workers", Integer.toString(workers), "--memory", "16MiB");
  }

  private static List<Client> connect(RunningServer server) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.connect());
    }
    return clients;
  }

  private static String set(String key, String value) {
    return "set " + key + " 7 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private static String value(String key, String value) {
    return "VALUE " + key + " 7 " + value.length() + "\r\n" + value + "\r\n";
  }

  @ParameterizedTest
  @CsvSource({"segcache, 2", "segcache, 4", "twemcache, 2", "slimcache, 3"})
  void whatOneStoresAnyoneGets(String product, int workers) {
    try (RunningServer server = start(product, workers)) {
      List<Client> clients = connect(server);
      for (int i = 0; i < KEYS; i++) {
        clients.get(i % CLIENTS).send(set("k" + i, "v" + i)).expect(STORED);
      }
      for (int i = 0; i < KEYS; i++) {
        String expected = value("k" + i, "v" + i) + "END\r\n";
        clients.get((i + 3) % CLIENTS).send("get k" + i + "\r\n").expect(expected);
      }
      assertTrue(server.metric("shard_commands_forwarded_total") > KEYS / 4);
      assertEquals(KEYS, server.metric("items"));
      assertEquals(0, server.metric("output_promises"));
      clients.forEach(Client::close);
    }
  }

  /** A pipeline is answered in its order, and sees its own writes, whosever the keys are. */
  @ParameterizedTest
  @CsvSource({"segcache, 2", "segcache, 4", "twemcache, 2", "slimcache, 2"})
  void aPipelineIsAnsweredInOrder(String product, int workers) {
    try (RunningServer server = start(product, workers);
        Client client = server.connect()) {
      StringBuilder requests = new StringBuilder();
      StringBuilder replies = new StringBuilder();
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + i % 37;
        requests.append(set(key, "1" + i)).append("incr ").append(key).append(" 1\r\n");
        requests.append("get ").append(key).append("\r\ntouch none 0\r\n");
        String counted = Integer.toString(Integer.parseInt("1" + i) + 1);
        replies.append(STORED).append(counted).append("\r\n").append(value(key, counted)).append("END\r\n");
        replies.append("NOT_FOUND\r\n");
      }
      client.send(requests.toString()).expect(replies.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"segcache, 2", "segcache, 3", "twemcache, 2"})
  void valuesOfEverySizeGoToTheirOwnersAndBack(String product, int workers) {
    try (RunningServer server = start(product, workers)) {
      List<Client> clients = connect(server);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          Client client = clients.get(i);
          String name = "c" + i + ":";
          ends.add(CompletableFuture.runAsync(() -> roundTrips(client, name), threads));
        }
        ends.forEach(CompletableFuture::join);
      }
      server.await("reserved_bytes", 0);
      assertEquals(0, server.metric("memcache_no_memory_total"));
      clients.forEach(Client::close);
    }
  }

  private static void roundTrips(Client client, String name) {
    for (int bytes = 1; bytes < 250_000; bytes = bytes * 3 + 1) {
      String value = Integer.toString(bytes % 7).repeat(bytes);
      client.send(set(name + bytes, value)).expect(STORED);
      client.send("get " + name + bytes + " none " + name + bytes + "\r\n");
      client.expect(value(name + bytes, value).repeat(2) + "END\r\n");
    }
  }

  /** What is sent behind it is not forgotten by it, by no worker. */
  @ParameterizedTest
  @CsvSource({"segcache, 2", "twemcache, 4"})
  void flushAllForgetsWhatWasBeforeAndNothingElse(String product, int workers) {
    try (RunningServer server = start(product, workers);
        Client client = server.connect();
        Client other = server.connect()) {
      for (int round = 0; round < 20; round++) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 50; i++) {
          before.append(set("a" + i, "x"));
          after.append(set("b" + i, "y"));
        }
        client.send(before + "flush_all\r\n" + after);
        client.expect(STORED.repeat(50) + "OK\r\n" + STORED.repeat(50));
        for (int i = 0; i < 50; i++) {
          other.send("get a" + i + " b" + i + "\r\n").expect(value("b" + i, "y") + "END\r\n");
        }
      }
      assertEquals(20, server.metric("memcache_flush_total"));
    }
  }

  /** Who leaves in the middle leaves nothing behind, at no worker; others are served meanwhile. */
  @ParameterizedTest
  @CsvSource({"segcache, 2", "twemcache, 2"})
  void whoLeavesInTheMiddleLeavesNothingBehind(String product, int workers) {
    try (RunningServer server = start(product, workers);
        Client other = server.connect()) {
      String large = "x".repeat(150_000);
      other.send(set("large", large)).expect(STORED);
      for (int i = 0; i < 60; i++) {
        Client leaving = server.connect();
        leaving.send("get large\r\n".repeat(1 + i % 5) + set("s" + i, "v").repeat(20));
        leaving.send("set half" + i + " 0 0 150000\r\n" + large.substring(0, 1 + i * 1000));
        if (i % 2 == 0) {
          leaving.reset();
        } else {
          leaving.close();
        }
        other.send(set("mine", "v" + i) + "get mine\r\n");
        other.expect(STORED + value("mine", "v" + i) + "END\r\n");
      }
      server.await("connections", 1);
      server.await("reserved_bytes", 0);
      for (String held : List.of("output_blocks_used", "output_chunks_used", "output_promises")) {
        server.await(held, 0);
      }
      server.await("shard_answers_awaited", 0);
      server.await(product.equals("segcache") ? "segments_pinned" : "slabs_pinned", 0);
    }
  }
}
