package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What any product does with connections, shown with the simplest one. */
class PingWireTest {
  @Test
  void aPingIsAnswered() {
    try (RunningServer server = RunningServer.start("pingserver");
        Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n").send("ping\r\n").expect("PONG\r\n");
    }
  }

  @Test
  void requestsMayBeCutAnywhere() {
    try (RunningServer server = RunningServer.start("pingserver");
        Client client = server.connect()) {
      client.trickle("PING\r\nPING\r\nPING\r\n").expect("PONG\r\nPONG\r\nPONG\r\n");
    }
  }

  @Test
  void aPipelineLargerThanAllBuffersIsAnsweredInOrderAndWhole() {
    int count = 200_000;
    try (RunningServer server = RunningServer.start("pingserver", "--receive-buffers", "8");
        Client client = server.connect()) {
      Thread sender = Thread.ofPlatform().start(() -> client.send("PING\r\n".repeat(count)));
      assertEquals("PONG\r\n".repeat(count), client.receive(count * 6));
      join(sender);
    }
  }

  @Test
  void whatWasReadIsAnsweredAfterThePeersEndOfInput() {
    try (RunningServer server = RunningServer.start("pingserver");
        Client client = server.connect()) {
      client.send("PING\r\nPING\r\n").endOutput();
      assertEquals("PONG\r\nPONG\r\n", client.receiveToEnd());
    }
  }

  @Test
  void oneConnectionTooManyIsToldSoAndClosed() {
    try (RunningServer server = RunningServer.start("pingserver", "--max-connections", "2");
        Client two = server.connect()) {
      Client one = server.connect();
      one.send("PING\r\n").expect("PONG\r\n");
      two.send("PING\r\n").expect("PONG\r\n");
      try (Client three = server.connect()) {
        assertEquals("ERROR Too many open connections\r\n", three.receiveToEnd());
      }
      assertEquals(1, server.metric("connections_rejected_total"));
      one.close();
      server.await("connections", 1);
      try (Client four = server.connect()) {
        four.send("PING\r\n").expect("PONG\r\n");
      }
    }
  }

  @Test
  void manyConnectionsAreServedByFewBuffers() {
    int count = 300;
    try (RunningServer server = RunningServer.start("pingserver", "--receive-buffers", "8")) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        clients.add(server.connect());
      }
      for (int round = 0; round < 10; round++) {
        clients.forEach(client -> client.send("PING\r\n"));
        clients.forEach(client -> client.expect("PONG\r\n"));
      }
      assertEquals(count, server.metric("connections"));
      clients.forEach(Client::close);
      server.await("connections", 0);
      assertEquals(0, server.metric("ring_stale_cqes_total"));
      assertEquals(0, server.metric("ring_cq_overflow"));
    }
  }

  @Test
  void slotsAreUsedAgainAfterResets() {
    try (RunningServer server = RunningServer.start("pingserver", "--max-connections", "4")) {
      for (int i = 0; i < 200; i++) {
        Client client = server.connect();
        client.send("PING\r\n").expect("PONG\r\n");
        client.reset();
        server.await("connections", 0);
      }
      assertEquals(200, server.metric("connections_accepted_total"));
      assertEquals(0, server.metric("ring_stale_cqes_total"));
    }
  }

  @Test
  void oneWhoNeverReadsIsPausedThenClosedAndOthersNoticeNothing() {
    try (RunningServer server = RunningServer.start("pingserver", "--send-timeout", "1");
        Client deaf = server.connect();
        Client other = server.connect()) {
      Thread flood = Thread.ofPlatform().start(() -> sendUntilClosed(deaf));
      server.await("connections_stalled_closed_total", 1);
      other.send("PING\r\n").expect("PONG\r\n");
      join(flood);
      assertTrue(server.metric("connection_pauses_total") > 0);
      server.await("connections", 1);
      server.await("output_blocks_used", 0);
      server.await("recv_buffers_held", 0);
    }
  }

  @Test
  void manyWhoNeverReadCannotKeepAllBlocks() {
    String[] words = {"--output-blocks", "8", "--workers", "1", "--send-timeout", "2"};
    try (RunningServer server = RunningServer.start("pingserver", words)) {
      List<Client> deaf = new ArrayList<>();
      List<Thread> floods = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Client client = server.connect();
        deaf.add(client);
        floods.add(Thread.ofPlatform().start(() -> sendUntilClosed(client)));
      }
      server.await("output_blocks_used", 8);
      try (Client other = server.connect()) {
        other.send("PING\r\n").expect("PONG\r\n");
      }
      floods.forEach(PingWireTest::join);
      deaf.forEach(Client::close);
    }
  }

  @Test
  void idleConnectionsAreClosedWhenThatIsAskedFor() {
    try (RunningServer server = RunningServer.start("pingserver", "--idle-timeout", "1");
        Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n");
      assertEquals("", client.receiveToEnd());
      assertEquals(1, server.metric("connections_idle_closed_total"));
    }
  }

  @Test
  void aStopAnswersWhatWasReadAndCloses() {
    RunningServer server = RunningServer.start("pingserver");
    try (Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n");
      server.close();
      assertEquals("", client.receiveToEnd());
    }
  }

  @Test
  void spinningServesAsSleepingDoes() {
    try (RunningServer server =
            RunningServer.start("pingserver", "--spin-us", "50", "--no-restrict-ring");
        Client client = server.connect()) {
      for (int i = 0; i < 1000; i++) {
        client.send("PING\r\n").expect("PONG\r\n");
      }
    }
  }

  private static void sendUntilClosed(Client client) {
    byte[] pings = "PING\r\n".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try {
      for (int i = 0; i < 10_000; i++) {
        client.send(pings);
      }
    } catch (java.io.UncheckedIOException e) {
      // The server closed: as it should.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(20_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
