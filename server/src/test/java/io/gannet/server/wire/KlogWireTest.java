package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.klog.LogBlock;
import io.gannet.engine.klog.LoggedRequest;
import io.gannet.server.klog.DamagedLogException;
import io.gannet.server.klog.LogInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As many requests as come in are in the log, each as it was asked and answered. */
class KlogWireTest {
  private static final int KEYS = 16;
  private static final int LARGE = 100_000;

  @TempDir Path folder;

  private final List<String> wanted = new ArrayList<>();

  private String file() {
    return folder.resolve("klog").toString();
  }

  /** What a log holds: the requests, in its order, and how many are told to be missing. */
  private static final class Read {
    final List<String> requests = new ArrayList<>();
    final List<String> keys = new ArrayList<>();
    final List<String> peers = new ArrayList<>();
    long lost;
    long elsewhere;
    long serviceNsMin = Long.MAX_VALUE;
    long wallNsMin = Long.MAX_VALUE;
    long wallNsMax;
    String damage = "";

    static Read of(String file) throws IOException {
      Read read = new Read();
      try (LogInput log = LogInput.open(Path.of(file))) {
        for (LogBlock.Item item = log.next(); item != null; item = log.next()) {
          if (item == LogBlock.Item.REQUEST) {
            read.add(log.request(), log.peer());
          } else if (item == LogBlock.Item.LOST) {
            read.lost += log.lost();
          }
        }
      } catch (DamagedLogException e) {
        read.damage = e.getMessage();
      }
      return read;
    }

    private void add(LoggedRequest one, String peer) {
      String key = new String(one.key());
      keys.add(key);
      peers.add(peer);
      elsewhere += one.isElsewhere() ? 1 : 0;
      serviceNsMin = Math.min(serviceNsMin, one.serviceNs);
      wallNsMin = Math.min(wallNsMin, one.wallNs);
      wallNsMax = Math.max(wallNsMax, one.wallNs);
      String size = one.verb().text().equals("stats") ? "?" : Long.toString(one.replyBytes());
      requests.add(
          String.join(
              " ", one.verb().text(), key, "" + one.valueLength(), "" + one.ttlSec(),
              "" + one.clientFlags(), Long.toUnsignedString(one.number()), one.result().text(),
              size));
    }
  }

  /** Asks, and expects a reply, of which the log should say so much. */
  private void ask(Client client, String request, String reply, String logged) {
    client.send(request).expect(reply);
    wanted.add(logged + " " + reply.length());
  }

  private static String value(String key, int flags, String value, String token) {
    return "VALUE " + key + " " + flags + " " + value.length() + token + "\r\n" + value + "\r\n";
  }

  private void everyVerb(Client client, String key) {
    String k = key + " ";
    ask(client, "set " + k + "5 60 3\r\nabc\r\n", "STORED\r\n", "set " + k + "3 60 5 0 stored");
    String hit = value(key, 5, "abc", "") + "END\r\n";
    ask(client, "get " + key + "\r\n", hit, "get " + k + "3 0 5 0 value");
    String token = token(client, key);
    ask(
        client, "cas " + k + "6 0 2 " + token + "\r\nxy\r\n", "STORED\r\n",
        "cas " + k + "2 0 6 " + token + " stored");
    ask(
        client, "cas " + k + "6 0 2 " + token + "\r\nxy\r\n", "EXISTS\r\n",
        "cas " + k + "2 0 6 " + token + " exists");
    ask(client, "add " + k + "0 9 1\r\nz\r\n", "NOT_STORED\r\n", "add " + k + "1 9 0 0 not_stored");
    ask(client, "replace " + k + "7 0 2\r\nxy\r\n", "STORED\r\n", "replace " + k + "2 0 7 0 stored");
    ask(client, "append " + k + "0 0 1\r\nz\r\n", "STORED\r\n", "append " + k + "1 0 0 0 stored");
    ask(client, "prepend " + k + "0 0 1\r\nw\r\n", "STORED\r\n", "prepend " + k + "1 0 0 0 stored");
    ask(client, "touch " + k + "30\r\n", "TOUCHED\r\n", "touch " + k + "0 30 0 0 touched");
    ask(
        client, "gat 40 " + key + "\r\n", value(key, 7, "wxyz", "") + "END\r\n",
        "gat " + k + "4 40 7 0 value");
    ask(
        client, "incr " + k + "1\r\n",
        "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n",
        "incr " + k + "0 0 0 1 client_error");
    ask(client, "set " + k + "0 -1 1\r\n1\r\n", "STORED\r\n", "set " + k + "1 -1 0 0 stored");
    ask(client, "get " + key + "\r\n", "END\r\n", "get " + k + "0 0 0 0 miss");
    ask(client, "set " + k + "0 0 2\r\n10\r\n", "STORED\r\n", "set " + k + "2 0 0 0 stored");
    ask(client, "incr " + k + "5\r\n", "15\r\n", "incr " + k + "0 0 0 5 numeric");
    ask(client, "decr " + k + "6\r\n", "9\r\n", "decr " + k + "0 0 0 6 numeric");
    ask(client, "delete " + key + "\r\n", "DELETED\r\n", "delete " + k + "0 0 0 0 deleted");
    ask(client, "delete " + key + "\r\n", "NOT_FOUND\r\n", "delete " + k + "0 0 0 0 not_found");
    ask(client, "touch " + k + "30\r\n", "NOT_FOUND\r\n", "touch " + k + "0 30 0 0 not_found");
    ask(client, "set " + k + "0 0 1 noreply\r\n1\r\n", "", "set " + k + "1 0 0 0 stored");
    ask(client, "gat 0 no" + key + "\r\n", "END\r\n", "gat no" + k + "0 0 0 0 miss");
    ask(
        client, "set " + k + "0 0 3\r\nabcd\r\n", "CLIENT_ERROR bad data chunk\r\nERROR\r\n",
        "set " + k + "3 0 0 0 client_error");
    wanted.removeLast();
    wanted.add("set " + k + "3 0 0 0 client_error 29");
    wanted.add("unknown  0 0 0 0 client_error 7");
  }

  private String token(Client client, String key) {
    client.send("gets " + key + "\r\n");
    String head = client.receiveLine();
    client.expect("abc\r\nEND\r\n");
    String token = head.strip().replaceFirst(".* ", "");
    int length = value(key, 5, "abc", " " + token).length() + 5;
    wanted.add("gets " + key + " 3 0 5 0 value " + length);
    return token;
  }

  private void largeValues(Client client, String key) {
    String value = "v".repeat(LARGE);
    String k = key + " ";
    client.send("set " + k + "1 0 " + LARGE + "\r\n" + value.substring(0, LARGE / 2));
    client.send(value.substring(LARGE / 2) + "\r\n").expect("STORED\r\n");
    wanted.add("set " + k + LARGE + " 0 1 0 stored 8");
    String reply = value(key, 1, value, "") + "END\r\n";
    ask(client, "get " + key + "\r\n", reply, "get " + k + LARGE + " 0 1 0 value");
    client.send("set " + k + "1 0 2000000\r\n" + "v".repeat(2_000_000) + "\r\n");
    client.expect("SERVER_ERROR object too large for cache\r\n");
    wanted.add("set " + k + "2000000 0 1 0 server_error 41");
  }

  private void others(Client client) {
    client.send("get k0 absent k1\r\n").expect("VALUE k0 0 1\r\n1\r\nVALUE k1 0 1\r\n1\r\nEND\r\n");
    wanted.add("get k0 1 0 0 0 value " + value("k0", 0, "1", "").length());
    wanted.add("get absent 0 0 0 0 miss 0");
    wanted.add("get k1 1 0 0 0 value " + (value("k1", 0, "1", "").length() + 5));
    ask(client, "nonsense\r\n", "ERROR\r\n", "unknown  0 0 0 0 client_error");
    ask(client, "verbosity 1\r\n", "OK\r\n", "verbosity  0 0 0 0 ok");
    client.send("version\r\n");
    wanted.add("version  0 0 0 0 ok " + (client.receiveLine().length() + 2));
    client.send("stats\r\n");
    String line = client.receiveLine();
    while (!line.startsWith("END")) {
      line = client.receiveLine();
    }
    wanted.add("stats  0 0 0 0 stat ?");
    ask(client, "flush_all\r\n", "OK\r\n", "flush_all  0 0 0 0 ok");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyRequestIsLoggedAsItWasAskedAndAnswered(int workers) throws IOException {
    long startNs = System.currentTimeMillis() * 1_000_000L;
    String peer;
    String other;
    long counted;
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "" + workers, "--klog", file(), "--memory", "64MiB");
        Client client = server.connect();
        Client beside = server.connect()) {
      peer = "127.0.0.1:" + client.localPort();
      other = "127.0.0.1:" + beside.localPort();
      for (int i = 0; i < KEYS; i++) {
        everyVerb(client, "k" + i);
        ask(beside, "get beside" + i + "\r\n", "END\r\n", "get beside" + i + " 0 0 0 0 miss");
      }
      others(client);
      for (int i = 0; i < KEYS; i++) {
        largeValues(client, "large" + i);
      }
      client.send("quit\r\n");
      client.receiveToEnd();
      wanted.add("quit  0 0 0 0 closed 0");
      counted = server.metric("klog_logged_total");
      assertEquals(0, server.metric("klog_discarded_total"));
    }
    Read read = Read.of(file());
    assertEquals("", read.damage);
    assertEquals(wanted.size(), counted);
    Collections.sort(wanted);
    Collections.sort(read.requests);
    assertEquals(String.join("\n", wanted), String.join("\n", read.requests));
    assertEquals(KEYS, Collections.frequency(read.peers, other));
    assertEquals(wanted.size() - KEYS, Collections.frequency(read.peers, peer));
    assertTrue(workers == 1 ? read.elsewhere == 0 : read.elsewhere > KEYS, "" + read.elsewhere);
    assertTrue(read.serviceNsMin >= 0, "" + read.serviceNsMin);
    long endNs = (System.currentTimeMillis() + 1) * 1_000_000L;
    assertTrue(startNs <= read.wallNsMin && read.wallNsMax <= endNs, "not in the test's time");
  }

  /** Who goes away in the middle leaves no row behind: there are 4,096, and more of them go. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoGoesAwayWithinAValueKeepsNothing(int workers) throws IOException {
    try (RunningServer server =
        RunningServer.start(
            "segcache", "--workers", "" + workers, "--klog", file(), "--memory", "64MiB")) {
      for (int i = 0; i < 5_000; i++) {
        try (Client client = server.connect()) {
          client.send("set key" + i + " 0 0 20000\r\n" + "x".repeat(5000) + "\r\n");
        }
      }
      server.await("connections", 0);
      try (Client client = server.connect()) {
        String value = "x".repeat(100_000);
        client.send("set last 0 0 100000\r\n" + value.substring(50_000));
        client.send(value.substring(50_000) + "\r\n").expect("STORED\r\n");
      }
      assertEquals(0, server.metric("klog_discarded_total"));
    }
    Read read = Read.of(file());
    assertEquals(List.of("set last 100000 0 0 0 stored 8"), read.requests);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFullRingLosesRequestsAndCountsThemAndKeepsNobodyWaiting(int workers) throws IOException {
    int burst = 2_000;
    long asked = 0;
    long logged;
    long discarded;
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < burst; i++) {
      requests.append("get ").append("k".repeat(240)).append(i % 100).append("\r\n");
    }
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "" + workers, "--klog", file(), "--klog-ring-size", "64k",
                "--requests-per-event", "2000", "--receive-buffer-size", "1MiB",
                "--receive-buffers", "8");
        Client client = server.connect();
        Client beside = server.connect()) {
      for (int i = 0; i < 500 && server.metric("klog_discarded_total") < 1_000; i++) {
        client.send(requests.toString()).expect("END\r\n".repeat(burst));
        beside.send("get beside\r\n").expect("END\r\n");
        asked += burst + 1;
      }
      server.await("klog_logged_total", 1, asked);
      logged = server.metric("klog_logged_total");
      discarded = server.metric("klog_discarded_total");
      assertTrue(discarded >= 1_000, "discarded " + discarded);
    }
    Read read = Read.of(file());
    assertEquals(asked, logged + discarded);
    assertEquals(logged, read.requests.size());
    assertEquals(discarded, read.lost, "all that is missing is told");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneRequestOfSoManyIsLogged(int workers) throws IOException {
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", "" + workers, "--klog", file(), "--klog-sample", "10");
        Client client = server.connect()) {
      for (int i = 0; i < 1_000; i++) {
        client.send("set k" + i + " 0 0 1\r\n1\r\n").expect("STORED\r\n");
      }
      assertEquals(900, server.metric("klog_skipped_total"));
    }
    List<String> keys = new ArrayList<>();
    for (int i = 9; i < 1_000; i += 10) {
      keys.add("k" + i);
    }
    assertEquals(keys, Read.of(file()).keys);
  }

  /** Asks for key after key until the connection ends; how many were answered. */
  private static int askUntilTheEnd(Client client, int from) {
    int next = from;
    try {
      while (true) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
          requests.append("get key-").append(next + i).append("\r\n");
        }
        client.send(requests.toString()).expect("END\r\n".repeat(100));
        next += 100;
      }
    } catch (AssertionError | RuntimeException e) {
      return next + 100;
    }
  }

  @Test
  void whoKillsTheServerLosesNoMoreThanWhatWasNotWrittenYet()
      throws IOException, InterruptedException {
    try (ServerProcess server =
            ServerProcess.start(
                List.of(), "segcache", "--port", "0", "--admin-port", "0", "--memory", "16MiB",
                "--klog", file(), "--no-warm-up");
        Client client = server.connect();
        Client beside = server.connect()) {
      int first = 10_000;
      for (int i = 0; i < first; i += 100) {
        StringBuilder requests = new StringBuilder();
        for (int j = i; j < i + 100; j++) {
          requests.append("get key-").append(j).append("\r\n");
        }
        client.send(requests.toString()).expect("END\r\n".repeat(100));
      }
      for (int i = 0; i < 1_000 && Read.of(file()).keys.size() < first; i++) {
        Thread.sleep(10);
      }
      CompletableFuture<Integer> asked =
          CompletableFuture.supplyAsync(() -> askUntilTheEnd(client, first));
      long grown = Path.of(file()).toFile().length() + (1 << 20);
      for (int i = 0; i < 3_000 && Path.of(file()).toFile().length() < grown; i++) {
        Thread.sleep(1);
      }
      beside.send("get beside\r\n").expect("END\r\n");
      server.signal(9).awaitExit();
      Read read = Read.of(file());
      read.keys.remove("beside");
      assertTrue(read.keys.size() > first, read.keys.size() + " were written");
      assertTrue(read.keys.size() <= asked.join(), read.keys.size() + " of " + asked.join());
      for (int i = 0; i < read.keys.size(); i++) {
        assertEquals("key-" + i, read.keys.get(i), "in order, and none is left out");
      }
      assertTrue(read.damage.isEmpty() || read.damage.contains("it ends"), read.damage);
    }
  }
}
