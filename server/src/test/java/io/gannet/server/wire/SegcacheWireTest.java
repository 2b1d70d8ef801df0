package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values of every size, on every road that they can take through a worker. */
class SegcacheWireTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  @Test
  void anItemIsStoredFoundAndDeleted() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("set a 7 0 3\r\nabc\r\n").expect("STORED\r\n");
      client.send("get a\r\n").expect("VALUE a 7 3\r\nabc\r\nEND\r\n");
      client.send("delete a\r\n").expect("DELETED\r\n");
      client.send("get a\r\n").expect("END\r\n");
    }
  }

  @Test
  void valuesOfEverySizeComeBackByteForByte() {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client client = server.connect()) {
      roundTrips(client);
      assertTrue(server.metric("recv_in_place_total") > 0, "large values are received in place");
      assertTrue(server.metric("sends_vectored_total") > 0, "large values are sent in place");
      assertEquals(0, server.metric("ring_stale_cqes_total"));
    }
  }

  @Test
  void soTheyDoWithZeroCopySends() {
    try (RunningServer server =
            RunningServer.start("segcache", "--memory", "64MiB", "--zero-copy-min", "4KiB");
        Client client = server.connect()) {
      roundTrips(client);
      assertTrue(server.metric("sends_zero_copy_total") > 0);
      client.close();
      server.await("connections", 0);
      assertEquals(0, server.metric("segments_pinned"));
    }
  }

  @Test
  void soTheyDoWithTheSmallestBuffers() {
    try (RunningServer server =
            RunningServer.start(
                "segcache",
                "--memory",
                "64MiB",
                "--receive-buffers",
                "8",
                "--receive-buffer-size",
                "64",
                "--output-blocks",
                "8",
                "--receive-in-place-min",
                "1",
                "--max-unsent",
                "1");
        Client client = server.connect()) {
      roundTrips(client);
    }
  }

  private static void roundTrips(Client client) {
    Random random = new Random(7);
    int[] sizes = {
      0, 1, 2, 61, 63, 64, 65, 1000, 2 * KIB - 1, 2 * KIB, 4 * KIB, 8 * KIB, 32 * KIB, 33 * KIB,
      100_000, 500_000, MIB - 100
    };
    for (int size : sizes) {
      byte[] value = new byte[size];
      random.nextBytes(value);
      String key = "key-" + size;
      client.send("set " + key + " 0 0 " + size + "\r\n").send(value).send("\r\n");
      client.expect("STORED\r\n");
      client.send("get " + key + "\r\n").expect("VALUE " + key + " 0 " + size + "\r\n");
      assertArrayEquals(value, client.receiveBytes(size), "value of " + size + " bytes");
      client.expect("\r\nEND\r\n");
    }
  }

  @Test
  void aLargeValueInManySegmentsIsPutTogether() {
    int size = 300_000;
    byte[] value = new byte[size];
    new Random(11).nextBytes(value);
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client client = server.connect()) {
      client.send("set big 0 0 " + size + "\r\n");
      for (int from = 0; from < size; from += 7_001) {
        client.send(java.util.Arrays.copyOfRange(value, from, Math.min(size, from + 7_001)));
      }
      client.send("\r\nget big\r\n").expect("STORED\r\nVALUE big 0 " + size + "\r\n");
      assertArrayEquals(value, client.receiveBytes(size));
      client.expect("\r\nEND\r\n");
    }
  }

  @Test
  void aValueThatLiesAboutItsLengthIsRefusedAndNothingIsLost() {
    try (RunningServer server = RunningServer.start("segcache");
        Client client = server.connect()) {
      client.send("set a 0 0 3\r\nabc\r\n").expect("STORED\r\n");
      client.send("set a 0 0 3\r\nabcdef\r\n").expect("CLIENT_ERROR bad data chunk\r\n");
      client.send("get b\r\n").expect("ERROR\r\nEND\r\n");
    }
  }

  @Test
  void aValueThatIsTooLargeIsSwallowedAndTheConnectionGoesOn() {
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client client = server.connect()) {
      client.send("set a 0 0 " + 2 * MIB + "\r\n").send(new byte[2 * MIB]).send("\r\nget b\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\nEND\r\n");
    }
  }

  @Test
  void whoeverLeavesInTheMiddleOfAValueLeavesNothingBehind() {
    String set = "set gone 0 0 100000\r\n" + "x".repeat(100_000) + "\r\n";
    Random random = new Random(13);
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB")) {
      for (int i = 0; i < 100; i++) {
        Client client = server.connect();
        client.send(set.substring(0, random.nextInt(set.length() - 2)));
        if (random.nextBoolean()) {
          client.reset();
        } else {
          client.close();
        }
      }
      server.await("connections", 0);
      assertEquals(0, server.metric("reserved_bytes"));
      assertEquals(0, server.metric("segments_pinned"));
      try (Client client = server.connect()) {
        client.send("get gone\r\n").expect("END\r\n");
      }
    }
  }

  @Test
  void oneWhoSendsAValueByteByByteLosesItsPlaceInTime() throws InterruptedException {
    try (RunningServer server = RunningServer.start("segcache", "--value-timeout", "1");
        Client slow = server.connect();
        Client other = server.connect()) {
      slow.send("set a 0 0 100000\r\n");
      for (int i = 0; i < 40 && server.metric("connections_stalled_closed_total") == 0; i++) {
        slow.send("x");
        Thread.sleep(100);
      }
      server.await("connections_stalled_closed_total", 1);
      server.await("reserved_bytes", 0);
      assertEquals(0, server.metric("segments_pinned"));
      other.send("get a\r\n").expect("END\r\n");
    } catch (UncheckedIOException e) {
      throw new AssertionError("closed before it was counted", e);
    }
  }

  @Test
  void oneWhoNeverReadsLargeValuesIsClosedAndItsPinsEnd() {
    try (RunningServer server =
            RunningServer.start("segcache", "--memory", "64MiB", "--send-timeout", "1");
        Client deaf = Client.connect(server.port(), 4 * KIB);
        Client other = server.connect()) {
      other.send("set v 0 0 500000\r\n").send(new byte[500_000]).send("\r\n").expect("STORED\r\n");
      try {
        deaf.send("get v\r\n".repeat(10_000));
      } catch (UncheckedIOException e) {
        // Closed while it was still sending: as it may be.
      }
      other.send("get w\r\n").expect("END\r\n");
      server.await("connections_stalled_closed_total", 1);
      server.await("connections", 1);
      server.await("output_blocks_used", 0);
      assertEquals(0, server.metric("segments_pinned"));
      other.send("get w\r\n").expect("END\r\n");
    }
  }

  @Test
  void manyGetsOfLargeValuesInOnePipelineComeInOrder() {
    int count = 300;
    int size = 20_000;
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB");
        Client client = server.connect()) {
      for (int i = 0; i < 10; i++) {
        String value = Character.toString('a' + i).repeat(size);
        client.send("set k" + i + " 0 0 " + size + "\r\n" + value + "\r\n").expect("STORED\r\n");
      }
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < count; i++) {
        requests.append("get k").append(i % 10).append("\r\n");
      }
      client.send(requests.toString());
      for (int i = 0; i < count; i++) {
        String value = Character.toString('a' + i % 10).repeat(size);
        client.expect("VALUE k" + i % 10 + " 0 " + size + "\r\n" + value + "\r\nEND\r\n");
      }
    }
  }

  @Test
  void manyClientsWithMixedRequestsEachSeeTheirOwn() {
    int clients = 50;
    try (RunningServer server = RunningServer.start("segcache", "--memory", "64MiB")) {
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < clients; i++) {
        int number = i;
        threads.add(Thread.ofPlatform().start(() -> converse(server, number, failures)));
      }
      for (Thread thread : threads) {
        thread.join(30_000);
      }
      assertEquals(List.of(), failures);
      assertEquals(0, server.metric("ring_cq_overflow"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void converse(RunningServer server, int number, List<Throwable> failures) {
    Random random = new Random(number);
    try (Client client = server.connect()) {
      for (int round = 0; round < 40; round++) {
        String key = "c" + number + "-" + random.nextInt(4);
        int size = random.nextInt(5) == 0 ? random.nextInt(60_000) : random.nextInt(300);
        String value = Character.toString('a' + random.nextInt(26)).repeat(size);
        client.send("set " + key + " 0 0 " + size + "\r\n" + value + "\r\nget " + key + "\r\n");
        client.expect("STORED\r\nVALUE " + key + " 0 " + size + "\r\n" + value + "\r\nEND\r\n");
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  @Test
  void shutdownEndsTheServerWhereItIsAllowed() {
    try (RunningServer server = RunningServer.start("segcache", "--enable-shutdown", "true");
        Client client = server.connect()) {
      client.send("shutdown\r\n");
      assertEquals("", client.receiveToEnd());
      assertEquals(0, server.awaitStop());
    }
  }
}
