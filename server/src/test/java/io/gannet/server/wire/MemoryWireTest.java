package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What memcached stores is stored, whatever memory is full of; what it does not run is not run. */
class MemoryWireTest {
  /** More than find a place at once in all shards together, each of which has 64 MiB. */
  private static final int UPLOADS = 40 * Math.max(2, RunningServer.WORKERS);

  private static final String STORED = "STORED\r\n";

  private static String head(String key, int bytes) {
    return "set " + key + " 0 0 " + bytes + "\r\n";
  }

  /** M1. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache"})
  void manyUploadsAtOnceAreAllStored(String product) {
    try (RunningServer server =
            RunningServer.start(product, "--memory", "64MiB", "--wait-timeout", "60");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch allWait = new CountDownLatch(1);
      List<CompletableFuture<Void>> uploads = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        Client client = server.connect().send(head("k" + i, 750_000));
        Runnable upload = () -> upload(client, 750_000, allWait);
        uploads.add(CompletableFuture.runAsync(upload, threads));
      }
      server.awaitWaiting(1, UPLOADS);
      serves(server);
      allWait.countDown();
      uploads.forEach(CompletableFuture::join);
      assertEquals(0, server.metric("memcache_no_memory_total"));
      server.await("reserved_bytes", 0);
    }
  }

  /** Little by little at first: who keeps what others wait for and sends nothing is closed. */
  private static void upload(Client client, int bytes, CountDownLatch allWait) {
    String little = "x".repeat(2_000);
    int sent = 0;
    try {
      while (!allWait.await(100, TimeUnit.MILLISECONDS) && sent + little.length() < bytes) {
        client.send(little);
        sent += little.length();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    client.send("x".repeat(bytes - sent) + "\r\n").expect(STORED).close();
  }

  /** Requests without replies, of those who leave when they have sent them. */
  @Test
  void whatWasSentBeforeACloseIsStoredThoughItHadToWait() throws InterruptedException {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB")) {
      List<Client> silent = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        silent.add(server.connect().send(head("k" + i, 750_000) + "x".repeat(60_000)));
      }
      server.awaitWaiting(1, UPLOADS);
      serves(server);
      long waiting = server.waiting();
      long before = server.metric("items_stored_total");
      String value = " 0 0 100000 noreply\r\n" + "x".repeat(100_000) + "\r\n";
      List<Client> late = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        late.add(server.connect().send("set late" + i + value));
      }
      for (int i = 0; i < 100 && !mostWaitToo(server, waiting); i++) {
        Thread.sleep(5);
      }
      late.forEach(Client::close);
      serves(server); // so it has heard that they are gone
      silent.forEach(Client::close);
      server.await("connections", 0);
      // A key's owner may store it when the client is gone from the worker that it spoke to.
      server.await("items_stored_total", before + 20 + 1);
      assertEquals(0, server.metric("memcache_no_memory_total"));
    }
  }

  private static boolean mostWaitToo(RunningServer server, long before) {
    return server.waiting() >= before + 15;
  }

  private static void serves(RunningServer server) {
    try (Client client = server.connect()) {
      client.send("set mine 0 0 4\r\nsafe\r\n").expect(STORED);
      client.send("get mine\r\n").expect("VALUE mine 0 4\r\nsafe\r\nEND\r\n");
    }
  }

  /** M2. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache"})
  void valuesMayGrowWhileMemoryIsFullOfSmallOnes(String product) {
    try (RunningServer server = RunningServer.start(product, "--memory", "64MiB");
        Client client = server.connect()) {
      fill(client, 400_000, 100);
      String value = "x".repeat(500_000);
      for (int i = 0; i < 300; i++) {
        client.send(head("l" + i, value.length()) + value + "\r\n").expect(STORED);
      }
      assertEquals(0, server.metric("memcache_no_memory_total"));
    }
  }

  private static void fill(Client client, int count, int bytes) {
    String block = bytes + " noreply\r\n" + "v".repeat(bytes) + "\r\n";
    for (int i = 0; i < count; i += 1_000) {
      StringBuilder batch = new StringBuilder();
      for (int j = i; j < i + 1_000; j++) {
        batch.append("set k").append(j).append(" 0 0 ").append(block);
      }
      client.send(batch.toString());
    }
    client.send("version\r\n").receiveLine();
  }

  /** E3: from many at once, behind tiny ones. */
  @Test
  void largeValuesOfManyAreStoredAfterTinyOnes() {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client filler = server.connect()) {
      fill(filler, 1_000_000, 10);
      String value = "x".repeat(1_000_000) + "\r\n";
      List<Client> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(server.connect());
      }
      for (int round = 0; round < 6; round++) {
        for (int i = 0; i < all.size(); i++) {
          all.get(i).send(head("e" + i + "-" + round, 1_000_000) + value.substring(0, 50_000));
        }
        for (Client client : all) {
          client.send(value.substring(50_000)).expect(STORED);
        }
      }
      assertEquals(0, server.metric("memcache_no_memory_total"));
      all.forEach(Client::close);
    }
  }

  /** D3: who falls silent in a small value keeps no segment from others. */
  @Test
  void smallValuesThatNeverEndKeepNothing() {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client client = server.connect()) {
      String value = "x".repeat(900_000) + "\r\n";
      List<Client> silent = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        silent.add(server.connect().send(i % 2 == 0 ? "set k 0 0 0\r\n" : head("k", 4_000) + "x"));
        client.send(head("l" + i, 900_000) + value).expect(STORED);
      }
      server.await("reserved_bytes", 0);
      assertEquals(0, server.metric("segments_reserved"));
      silent.forEach(Client::close);
    }
  }

  /** E5, E4: who asks and does not read freezes a share of the memory, and others are served. */
  @ParameterizedTest
  @ValueSource(strings = {"segcache", "twemcache"})
  void deafReadersFreezeAShareOfTheMemoryAndNoMore(String product) {
    boolean segments = product.equals("segcache");
    try (RunningServer server = RunningServer.start(product);
        Client client = server.connect()) {
      String value = "v".repeat(4_000);
      for (int i = 0; i < 1_500; i++) {
        client.send(head("k" + i, value.length()) + value + "\r\n").expect(STORED);
      }
      List<Client> deaf = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        StringBuilder asks = new StringBuilder();
        for (int j = 0; j < 3_000; j++) {
          asks.append("get k").append((j * 7 + i * 187) % 1_500).append("\r\n");
        }
        deaf.add(server.connect(2_048).send(asks.toString()));
      }
      for (int i = 0; i < 300; i++) {
        client.send("set n" + i + " 0 0 1000\r\n" + "x".repeat(1_000) + "\r\n").expect(STORED);
      }
      for (int i = 200; i < 300; i++) {
        client.send("get n" + i + "\r\n").expect("VALUE n" + i + " 0 1000\r\n");
        client.receive(1_000 + "\r\nEND\r\n".length());
      }
      client.send(head("mine", 4_000) + value + "\r\nget mine\r\n");
      client.expect(STORED + "VALUE mine 0 4000\r\n" + value + "\r\nEND\r\n");
      long read = server.metric(segments ? "segments_read" : "slabs_pinned");
      // Where another's reader has to wait for a pin, who keeps too many is closed for it in time.
      assertTrue(read > 0 || RunningServer.WORKERS > 1, "all of it went into the sockets");
      assertTrue(read <= server.metric(segments ? "segments" : "slabs") / 4, read + " are frozen");
      deaf.forEach(Client::reset);
      server.await(segments ? "segments_read" : "slabs_pinned", 0);
    }
  }

  /** C3. */
  @Test
  void theBlockOfABadLineIsNotRun() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\nx\r\n").expect(STORED);
      client.send("set " + "k".repeat(251) + " 0 0 9\r\nflush_all\r\nget a\r\n");
      client.expect("CLIENT_ERROR bad command line format\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
      client.send("cas a 0 0 9\r\nflush_all\r\nget a\r\n");
      client.expect("CLIENT_ERROR bad command line format\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
    }
  }

  /** D8, C0. */
  @Test
  void aPageInABrowserRunsNoCommands() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\nx\r\n").expect(STORED);
      for (String said : new String[] {"POST / HTTP/1.1\r\n", "*1\r\n", "\u0016\u0003\u0001\r\n"}) {
        try (Client foreign = server.connect()) {
          foreign.send(said + "Host: x\r\n\r\nflush_all\r\nset pwned 0 0 1\r\nx\r\n");
          assertEquals("", foreign.receiveToEnd());
        }
      }
      client.send("get a pwned\r\n").expect("VALUE a 0 1\r\nx\r\nEND\r\n");
      assertEquals(3, server.metric("memcache_foreign_total"));
    }
  }
}
