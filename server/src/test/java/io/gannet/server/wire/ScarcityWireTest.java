package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What a small, well-behaved client sees while others hold, fill and flood, on pools so small that
 * a dozen clients do what thousands do to large ones; and that all is given back afterwards.
 */
class ScarcityWireTest {
  private static final int KIB = 1024;
  private static final String[] SMALL_POOLS = {"--output-blocks", "8", "--receive-buffers", "8"};

  /** Gauges of what can be held, each 0 when nobody wants anything. */
  private static final String[] HELD = {
    "output_blocks_used",
    "output_chunks_used",
    "output_promises",
    "recv_buffers_held",
    "connections_runnable",
    "connections_waiting_for_memory",
    "reserved_bytes"
  };

  /** Connects so many, each of which sends that and falls silent. */
  private static List<Client> crowd(RunningServer server, int count, String request) {
    List<Client> crowd = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crowd.add(server.connect().send(request));
    }
    return crowd;
  }

  private static void serves(RunningServer server) {
    try (Client client = server.connect()) {
      serves(client);
    }
  }

  private static void serves(Client client) {
    client.send("set mine 0 0 4\r\nsafe\r\n").expect("STORED\r\n");
    client.send("get mine\r\n").expect("VALUE mine 0 4\r\nsafe\r\nEND\r\n");
  }

  private static void holdsNothing(RunningServer server) {
    for (String gauge : HELD) {
      server.await(gauge, 0);
    }
  }

  @Test
  void idleClientsWhoseLastRequestHadNoReplyHoldNothing() {
    try (RunningServer server = RunningServer.start("segcache", SMALL_POOLS)) {
      List<Client> idle = crowd(server, 40, "set k 0 0 1 noreply\r\nx\r\n");
      serves(server);
      holdsNothing(server);
      idle.forEach(Client::close);
    }
  }

  @Test
  void clientsThatFellSilentInAValueHoldNothingThatOthersNeed() {
    try (RunningServer server = RunningServer.start("segcache", SMALL_POOLS)) {
      List<Client> silent = crowd(server, 40, "set k 0 0 10\r\nx");
      serves(server);
      silent.forEach(client -> client.send("123456789\r\n").expect("STORED\r\n"));
      holdsNothing(server);
      silent.forEach(Client::close);
    }
  }

  @Test
  void clientsThatComeAndGoWithoutWaitingForRepliesLeaveNothing() {
    try (RunningServer server = RunningServer.start("segcache", SMALL_POOLS)) {
      for (int round = 0; round < 20; round++) {
        List<Client> crowd = crowd(server, 20, "set k 0 0 1 noreply\r\nx\r\nget k\r\n");
        for (Client client : crowd) {
          if (round % 2 == 0) {
            client.reset();
          } else {
            client.close();
          }
        }
      }
      serves(server);
      server.await("connections", 0);
      holdsNothing(server);
    }
  }

  @Test
  void whoeverReadsNothingTakesNothingFromOthers() {
    try (RunningServer server = RunningServer.start("segcache", SMALL_POOLS);
        Client other = server.connect()) {
      String value = "v".repeat(3 * KIB);
      other.send("set v 0 0 3072\r\n" + value + "\r\n").expect("STORED\r\n");
      List<Client> deaf = new ArrayList<>();
      List<CompletableFuture<Void>> floods = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Client client = server.connect(4 * KIB);
        deaf.add(client);
        floods.add(
            CompletableFuture.runAsync(
                () -> flood(client, "get v\r\n"), Thread::startVirtualThread));
      }
      server.await("connection_pauses_total", 24, Long.MAX_VALUE);
      for (int i = 0; i < 50; i++) {
        serves(other);
        other.send("get v\r\n").expect("VALUE v 0 3072\r\n" + value + "\r\nEND\r\n");
      }
      assertEquals(0, server.metric("connections_stalled_closed_total"));
      assertTrue(server.metric("recv_enobufs_total") < 1000, "receives are armed in vain");
      deaf.forEach(Client::reset);
      floods.forEach(CompletableFuture::join);
      server.await("connections", 1);
      holdsNothing(server);
    }
  }

  /** Sends until the other end has enough, or is gone. */
  private static void flood(Client client, String request) {
    String requests = request.repeat(1000);
    try {
      for (int i = 0; i < 1000; i++) {
        client.send(requests);
      }
    } catch (UncheckedIOException e) {
      // Closed, by whichever end: there is nothing more to do.
    }
  }

  @Test
  void aTurnHasABudgetWhateverIsPoured() {
    String[] words = {"--requests-per-turn", "512", "--requests-per-event", "32"};
    try (RunningServer server = RunningServer.start("segcache", words);
        Client other = server.connect()) {
      List<Client> writers = new ArrayList<>();
      List<CompletableFuture<Void>> floods = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Client client = server.connect();
        writers.add(client);
        floods.add(
            CompletableFuture.runAsync(
                () -> flood(client, "set f 0 0 1 noreply\r\nx\r\n"), Thread::startVirtualThread));
      }
      for (int i = 0; i < 100; i++) {
        serves(other);
      }
      assertTrue(server.metric("connection_turns_awaited_total") > 0, "nobody sent too much");
      long longest = server.metric("worker_turn_requests_max");
      assertTrue(longest <= 512 + 32 + 640, "one turn cost as much as requests: " + longest);
      floods.forEach(CompletableFuture::join);
      writers.forEach(client -> client.send("get f\r\n").expect("VALUE f 0 1\r\nx\r\nEND\r\n"));
      writers.forEach(Client::close);
      holdsNothing(server);
    }
  }

  @Test
  void whoReadsAllTheTimeIsServedToTheEndWhileOthersReadToo() {
    int readers = 40;
    int gets = 300;
    String value = "v".repeat(30_000);
    String reply = "VALUE v 0 30000\r\n" + value + "\r\nEND\r\n";
    try (RunningServer server = RunningServer.start("segcache", "--receive-buffers", "16");
        Client other = server.connect()) {
      other.send("set v 0 0 30000\r\n" + value + "\r\n").expect("STORED\r\n");
      List<CompletableFuture<Integer>> read = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        Client client = server.connect().send("get v\r\n".repeat(gets));
        read.add(
            CompletableFuture.supplyAsync(
                () -> client.receiveBytes(gets * reply.length()).length,
                Thread::startVirtualThread));
      }
      serves(other);
      for (CompletableFuture<Integer> bytes : read) {
        assertEquals(gets * reply.length(), bytes.join());
      }
      assertEquals(0, server.metric("connections_stalled_closed_total"));
    }
  }

  @Test
  void whoReadsSlowlyButReadsIsNotClosed() throws InterruptedException {
    String value = "v".repeat(1_000_000);
    try (RunningServer server =
            RunningServer.start("segcache", "--send-timeout", "2", "--memory", "128MiB");
        Client other = server.connect();
        Client slow = server.connect(16 * KIB)) {
      other.send("set v 0 0 1000000\r\n" + value + "\r\n").expect("STORED\r\n");
      slow.send("get v\r\n".repeat(16));
      for (int i = 0; i < 30; i++) {
        assertEquals(20_000, slow.receiveBytes(20_000).length);
        Thread.sleep(200);
      }
      assertEquals(0, server.metric("connections_stalled_closed_total"));
      assertTrue(server.metric("connection_probes_total") > 0, "its progress was not asked for");
      serves(other);
    }
  }

  @Test
  void aValueWhoseLineEndNeverComesLosesItsPlaceInTime() {
    try (RunningServer server = RunningServer.start("segcache", "--value-timeout", "1");
        Client silent = server.connect()) {
      silent.send("set k 0 0 20000\r\n" + "x".repeat(20_000));
      server.await("connections_stalled_closed_total", 1);
      holdsNothing(server);
      assertEquals("", silent.receiveToEnd());
      serves(server);
    }
  }

  @Test
  void whoWaitsForMemoryOrOutputAndLeavesIsNoticed() {
    try (RunningServer server = RunningServer.start("segcache", SMALL_POOLS)) {
      for (int i = 0; i < 12; i++) {
        Client deaf = server.connect(4 * KIB);
        deaf.sendWhatIsTaken("get absent\r\n".repeat(20_000));
        deaf.reset();
      }
      server.await("connections", 0);
      holdsNothing(server);
    }
  }

  @Test
  void whoSendsNoMoreIsAnsweredAllThatItHasAskedAndThenClosed() {
    String[] words = {"--requests-per-turn", "64", "--requests-per-event", "4"};
    try (RunningServer server = RunningServer.start("segcache", words)) {
      for (int i = 0; i < 20; i++) {
        try (Client client = server.connect()) {
          client.send("get absent\r\n".repeat(300)).endOutput();
          assertEquals("END\r\n".repeat(300), client.receiveToEnd());
        }
      }
      assertTrue(server.metric("connection_turns_awaited_total") > 0, "nobody had to wait");
      server.await("connections", 0);
      holdsNothing(server);
    }
  }

  @Test
  void aSecondLargeValueOfAConnectionIsReceivedInFewSteps() {
    String set = "set v 0 0 1000000\r\n" + "v".repeat(1_000_000) + "\r\n";
    try (RunningServer server = RunningServer.start("segcache", "--memory", "128MiB");
        Client client = server.connect()) {
      client.send(set).expect("STORED\r\n");
      long before = receives(server);
      client.send(set).expect("STORED\r\n");
      assertTrue(receives(server) - before <= 3, () -> "receives: " + (receives(server) - before));
    }
  }

  private static long receives(RunningServer server) {
    return server.metric("recv_total")
        + server.metric("recv_own_total")
        + server.metric("recv_in_place_total");
  }

  @Test
  void aReplyThatIsCutAtTheEndIsResetNotEnded() throws Exception {
    String value = "v".repeat(1_000_000);
    RunningServer server = RunningServer.start("segcache", "--memory", "128MiB");
    try (Client other = server.connect();
        Client late = server.connect(16 * KIB);
        Client never = server.connect(16 * KIB)) {
      other.send("set v 0 0 1000000\r\n" + value + "\r\n").expect("STORED\r\n");
      late.send("get v\r\n".repeat(4));
      never.send("get v\r\n".repeat(20));
      server.await("sends_total", 3, Long.MAX_VALUE);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      String reply = "VALUE v 0 1000000\r\n" + value + "\r\nEND\r\n";
      late.expect(reply).expect(reply).expect(reply).expect(reply);
      stopped.join();
      assertTrue(never.isResetAtTheEnd(), "a cut reply ended as if it were whole");
    }
  }
}
