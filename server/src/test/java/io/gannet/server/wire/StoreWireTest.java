package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every product that stores items does on the wire: all verbs, values of every size, on every
 * road that they can take through a worker. What one product does beyond this has a test of its
 * own.
 */
class StoreWireTest {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  @ParameterizedTest
  @EnumSource
  void everyVerbAnswersAsMemcachedDoes(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.send("set a 7 0 3\r\nabc\r\n").expect("STORED\r\n");
      client.send("get a\r\n").expect("VALUE a 7 3\r\nabc\r\nEND\r\n");
      client.send("add a 1 0 1\r\nx\r\n").expect("NOT_STORED\r\n");
      client.send("replace a 4294967295 0 1\r\nb\r\n").expect("STORED\r\n");
      client.send("append a 0 0 2\r\ncd\r\n").expect("STORED\r\n");
      client.send("prepend a 0 0 1\r\na\r\n").expect("STORED\r\n");
      client.send("get a\r\n").expect("VALUE a 4294967295 4\r\nabcd\r\nEND\r\n");
      client.send("incr a 5\r\n").expect(
          "CLIENT_ERROR cannot increment or decrement non-numeric value\r\n");
      client.send("delete a\r\nget a\r\n").expect("DELETED\r\nEND\r\n");
      client.send("set n 0 0 3\r\n007\r\n").expect("STORED\r\n");
      client.send("get n\r\n").expect("VALUE n 0 3\r\n007\r\nEND\r\n");
      client.send("incr n 5\r\ndecr n 20\r\nincr n 12\r\n").expect("12\r\n0\r\n12\r\n");
      client.send("touch n 100\r\n").expect("TOUCHED\r\n");
      client.send("gat 100 n\r\n").expect("VALUE n 0 3\r\n12 \r\nEND\r\n");
      client.send("flush_all\r\nget n\r\ntouch n 1\r\n").expect("OK\r\nEND\r\nNOT_FOUND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenFitsUntilTheNextChange(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\n1\r\ngets a\r\n").expect("STORED\r\nVALUE a 0 1 ");
      String token = client.receiveLine();
      client.expect("1\r\nEND\r\n");
      client.send("touch a 100\r\n").expect("TOUCHED\r\n");
      client.send("cas a 0 0 1 " + token + "\r\n2\r\n").expect("STORED\r\n");
      client.send("cas a 0 0 1 " + token + "\r\n3\r\n").expect("EXISTS\r\n");
      client.send("get a\r\n").expect("VALUE a 0 1\r\n2\r\nEND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesOfEverySizeComeBackByteForByte(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      roundTrips(product, client);
      assertTrue(server.metric("sends_vectored_total") > 0, "large values are sent in place");
      assertEquals(0, server.metric("ring_stale_cqes_total"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void soTheyDoWithZeroCopySends(StoringProduct product) {
    try (RunningServer server = product.start("--zero-copy-min", "2KiB");
        Client client = server.connect()) {
      roundTrips(product, client);
      assertEquals(server.isOverEpoll(), server.metric("sends_zero_copy_total") == 0);
      client.close();
      server.await("connections", 0);
      product.awaitNoPins(server);
    }
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.TAKING_LARGE)
  void soTheyDoWithTheSmallestBuffers(StoringProduct product) {
    String[] smallest = {
      "--receive-buffers", "8", "--receive-buffer-size", "64", "--output-blocks", "8",
      "--receive-in-place-min", "1", "--send-in-place-min", "1", "--max-unsent", "1"
    };
    try (RunningServer server = product.start(smallest);
        Client client = server.connect()) {
      roundTrips(product, client);
      assertTrue(server.metric("recv_in_place_total") > 0, "large values are received in place");
    }
  }

  /** A key at a time: some products cannot promise to hold two. */
  static void roundTrips(StoringProduct product, Client client) {
    int[] sizes = {
      0, 1, 2, 61, 63, 64, 65, 1000, 2 * KIB - 1, 2 * KIB, 4 * KIB, 8 * KIB, 32 * KIB, 33 * KIB,
      100_000, 500_000, MIB
    };
    for (int size : sizes) {
      int length = product.clamp(size);
      byte[] value = randomBytes(length, size);
      String key = "key-" + size;
      client.send("set " + key + " 0 0 " + length + "\r\n").send(value).send("\r\n");
      client.expect("STORED\r\n");
      client.send("get " + key + "\r\n").expect("VALUE " + key + " 0 " + length + "\r\n");
      assertArrayEquals(value, client.receiveBytes(length), "value of " + length + " bytes");
      client.expect("\r\nEND\r\n");
    }
  }

  private static byte[] randomBytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void aLargeValueInManyPiecesIsPutTogether(StoringProduct product) {
    int length = product.clamp(300_000);
    int piece = length / 43;
    byte[] value = randomBytes(length, 11);
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.send("set big 0 0 " + length + "\r\n");
      for (int from = 0; from < length; from += piece) {
        client.send(Arrays.copyOfRange(value, from, Math.min(length, from + piece)));
      }
      client.send("\r\nget big\r\n").expect("STORED\r\nVALUE big 0 " + length + "\r\n");
      assertArrayEquals(value, client.receiveBytes(length));
      client.expect("\r\nEND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestCutIntoBytesIsAnsweredLikeAWholeOne(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.trickle("set a 5 0 20\r\n0123456789abcdefghij\r\ngets a\r\n");
      client.expect("STORED\r\nVALUE a 5 20 ").receiveLine();
      client.expect("0123456789abcdefghij\r\nEND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aValueThatLiesAboutItsLengthIsRefusedAndNothingIsLost(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.send("set a 0 0 3\r\nabc\r\n").expect("STORED\r\n");
      client.send("set a 0 0 3\r\nabcdef\r\n").expect("CLIENT_ERROR bad data chunk\r\n");
      client.send("get b\r\n").expect("ERROR\r\nEND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aValueThatIsTooLargeIsSwallowedAndTheOldOneIsGone(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      client.send("set a 0 0 " + 2 * MIB + "\r\n").send(new byte[2 * MIB]).send("\r\nget a\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\nEND\r\n");
      client.send("set a 0 0 1\r\ny\r\nget a\r\n");
      client.expect("STORED\r\nVALUE a 0 1\r\ny\r\nEND\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBannerSaysHowLargeAnItemMayBe(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect()) {
      String banner = String.join("\n", server.banner());
      Matcher fits = Pattern.compile("together up to (\\d+) bytes").matcher(banner);
      assertTrue(fits.find(), banner);
      int bytesMax = Integer.parseInt(fits.group(1));
      assertEquals(product.valueBytesMax, bytesMax, 100);
      client.send("set a 0 0 " + bytesMax + "\r\n").send(new byte[bytesMax]).send("\r\n");
      client.expect("SERVER_ERROR object too large for cache\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverLeavesInTheMiddleOfAValueLeavesNothingBehind(StoringProduct product) {
    int length = product.clamp(100_000);
    String set = "set gone 0 0 " + length + "\r\n" + "x".repeat(length) + "\r\n";
    Random random = new Random(13);
    try (RunningServer server = product.start()) {
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
      server.await("reserved_bytes", 0); // with several workers the word of it is on its way
      product.awaitNoPins(server);
      try (Client client = server.connect()) {
        client.send("get gone\r\n").expect("END\r\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.TAKING_LARGE)
  void oneWhoSendsAValueByteByByteKeepsItsPlaceUntilItFallsSilent(StoringProduct product)
      throws InterruptedException {
    try (RunningServer server = product.start("--value-timeout", "1");
        Client slow = server.connect();
        Client other = server.connect()) {
      slow.send("set a 0 0 " + product.valueBytesMax + "\r\n");
      for (int i = 0; i < 40; i++) {
        slow.send("x");
        Thread.sleep(100);
      }
      assertEquals(0, server.metric("connections_stalled_closed_total"));
      server.await("connections_stalled_closed_total", 1);
      server.await("reserved_bytes", 0);
      product.awaitNoPins(server);
      other.send("get a\r\n").expect("END\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneWhoNeverReadsLargeValuesIsClosedAndItsPinsEnd(StoringProduct product) {
    int length = product.clamp(500_000);
    try (RunningServer server = product.start("--send-timeout", "1");
        Client deaf = server.connect(4 * KIB);
        Client other = server.connect()) {
      other.send("set v 0 0 " + length + "\r\n").send(new byte[length]).send("\r\n");
      other.expect("STORED\r\n");
      try {
        deaf.send("get v\r\n".repeat(10_000));
      } catch (UncheckedIOException e) {
        // Closed while it was still sending: as it may be.
      }
      other.send("get w\r\n").expect("END\r\n");
      server.await("connections_stalled_closed_total", 1);
      server.await("connections", 1);
      server.await("output_blocks_used", 0);
      product.awaitNoPins(server);
      other.send("get w\r\n").expect("END\r\n");
    }
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void manyGetsOfLargeValuesInOnePipelineComeInOrder(StoringProduct product) {
    int count = 300;
    int size = product.clamp(20_000);
    try (RunningServer server = product.start();
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

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void manyClientsWithMixedRequestsEachSeeTheirOwn(StoringProduct product)
      throws InterruptedException {
    int clients = 50;
    try (RunningServer server = product.start()) {
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < clients; i++) {
        int number = i;
        threads.add(
            Thread.ofPlatform().start(() -> converse(product, server, number, failures)));
      }
      for (Thread thread : threads) {
        thread.join(30_000);
      }
      assertEquals(List.of(), failures);
      assertEquals(0, server.metric("ring_cq_overflow"));
    }
  }

  private static void converse(
      StoringProduct product, RunningServer server, int number, List<Throwable> failures) {
    Random random = new Random(number);
    try (Client client = server.connect()) {
      for (int round = 0; round < 40; round++) {
        String key = "c" + number + "-" + random.nextInt(4);
        int size = random.nextInt(5) == 0 ? random.nextInt(60_000) : random.nextInt(300);
        String value =
            Character.toString('a' + random.nextInt(26)).repeat(product.clamp(size));
        String item = key + " 0 " + value.length() + "\r\n" + value + "\r\n";
        client.send("set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n");
        client.send("get " + key + "\r\n").expect("STORED\r\nVALUE " + item + "END\r\n");
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itGoesOnStoringWhenItsMemoryIsFullByAnyPolicy(StoringProduct product) {
    product.evictions().forEach(policy -> overfill(product, "--eviction", policy));
    if (product.evictions().isEmpty()) {
      overfill(product);
    }
  }

  private static void overfill(StoringProduct product, String... policy) {
    String value = "v".repeat(product.clamp(20 * KIB));
    int sets = RunningServer.WORKERS * 2 * (8 * MIB / value.length());
    try (RunningServer server = product.start(join(policy, "--memory", "8MiB"));
        Client client = server.connect()) {
      String item = " 0 " + value.length() + "\r\n" + value + "\r\n";
      for (int i = 0; i < sets; i++) {
        client.send("set k" + i + " 0" + item).expect("STORED\r\n");
      }
      String last = "k" + (sets - 1);
      client.send("get " + last + "\r\n").expect("VALUE " + last + item + "END\r\n");
      long evictions = server.metric("items_evicted_total");
      assertTrue(evictions > sets / 3, () -> String.join(" ", policy) + ": " + evictions);
      assertEquals(sets, evictions + server.metric("items"));
    }
  }

  private static String[] join(String[] left, String... right) {
    return Stream.concat(Arrays.stream(left), Arrays.stream(right)).toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource
  void shutdownEndsTheServerWhereItIsAllowed(StoringProduct product) {
    try (RunningServer server = product.start("--enable-shutdown", "true");
        Client client = server.connect()) {
      client.send("shutdown\r\n");
      assertEquals("", client.receiveToEnd());
      assertEquals(0, server.awaitStop());
    }
  }
}
