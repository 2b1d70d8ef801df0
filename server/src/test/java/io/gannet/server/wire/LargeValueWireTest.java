package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are received into their place: what they cost in counts, and cut where it hurts. */
class LargeValueWireTest {
  private static final int SETS = 100;
  private static final int SETS_PER_CHECK = 10;

  /** One when its request comes, one when its reply is sent, and one to spare. */
  private static final int ENTERS_PER_CHECK = 3;

  /** What the timer brings about, whatever the machine does meanwhile. */
  private static final long TICK_NS = 200_000_000L;

  private static final int ENTERS_PER_TICK = 3;

  private static final String HEAD = "set large 0 0 ";

  /** D19. The header; the value with its line end; the reply. */
  @ParameterizedTest
  @MethodSource(StoringProduct.TAKING_LARGE)
  void whoHasSentALargeValueStoresTheNextWithThreeEntersAndTwoReceives(StoringProduct product) {
    try (RunningServer server = product.start("--workers", "1");
        Client client = server.connect();
        Client other = server.connect()) {
      byte[] set = set("v".repeat(product.valueBytesMax) + "\r\n", product.valueBytesMax);
      client.send(set).expect("STORED\r\n");
      serves(other);
      long startNs = System.nanoTime();
      long receives = largeReceives(server);
      long enters = server.metric("ring_enters_total");
      for (int i = 0; i < SETS; i++) {
        client.send(set).expect("STORED\r\n");
        if (i % SETS_PER_CHECK == 0) {
          serves(other);
        }
      }
      long ticks = (System.nanoTime() - startNs) / TICK_NS + 1;
      long others = ENTERS_PER_CHECK * SETS / SETS_PER_CHECK + ENTERS_PER_TICK * ticks;
      atMost(3 * SETS + others, server.metric("ring_enters_total") - enters, "enters");
      atMost(2 * SETS + ticks, largeReceives(server) - receives, "receives");
    }
  }

  /** A request of little effect, whose line the other client's receives are told from. */
  private static void serves(Client client) {
    client.send("get absent\r\n").expect("END\r\n");
  }

  private static long largeReceives(RunningServer server) {
    return server.metric("recv_own_total") + server.metric("recv_in_place_total");
  }

  private static void atMost(long most, long count, String what) {
    assertTrue(count <= most, () -> what + ": " + count + ", more than " + most);
  }

  private static byte[] set(String block, int valueBytes) {
    return (HEAD + valueBytes + "\r\n" + block).getBytes(ISO_8859_1);
  }

  /** Each stands at its cut until it was asked how far it is, so that its receive ends there. */
  @Test
  void aReceiveThatEndsAnywhereAboutTheLineEndIsGoneOnWith() {
    int valueBytes = 1_000_000; // so many that no first one is received in shared buffers alone
    String value = randomText(valueBytes);
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client other = server.connect()) {
      List<Client> clients = new ArrayList<>();
      List<String> rests = new ArrayList<>();
      for (int behind = -3; behind <= 2; behind++) {
        String set = HEAD + valueBytes + "\r\n" + value + "\r\n";
        String said = set + "get large\r\n";
        Client client = server.connect().send(set).expect("STORED\r\n");
        clients.add(client.send(said.substring(0, set.length() + behind)));
        rests.add(said.substring(set.length() + behind));
      }
      server.await("connection_probes_total", 3, Long.MAX_VALUE);
      serves(other);
      String reply = "STORED\r\nVALUE large 0 " + valueBytes + "\r\n" + value + "\r\nEND\r\n";
      for (Client client : clients) {
        client.send(rests.removeFirst()).expect(reply).close();
      }
      server.await("reserved_bytes", 0);
    }
  }

  private static String randomText(int bytes) {
    byte[] text = new byte[bytes];
    new Random(bytes).nextBytes(text);
    return new String(text, ISO_8859_1);
  }

  @Test
  void whatStandsInTheLineEndsPlaceIsNotTakenForOne() {
    int valueBytes = 200_000;
    String value = randomText(valueBytes);
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client client = server.connect();
        Client other = server.connect()) {
      for (String end : List.of("xy", "\n\n", "\r\r", "x\n")) {
        client.send(set(value + "\r\n", valueBytes)).expect("STORED\r\n");
        client.send(set(value + end, valueBytes)).expect("CLIENT_ERROR bad data chunk\r\n");
        serves(other);
        client.send("get large\r\n").expect("VALUE large 0 " + valueBytes + "\r\n");
        assertArrayEquals(value.getBytes(ISO_8859_1), client.receiveBytes(valueBytes), end);
        client.expect("\r\nEND\r\n");
      }
    }
  }

  /** More at once than a turn has messages for. */
  @Test
  void manyWhoSendLargeValuesAtOnceEachStoreTheirOwn() {
    int clients = 150;
    int valueBytes = 70_000;
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client other = server.connect()) {
      List<Client> crowd = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        crowd.add(server.connect());
        crowd.get(i).send("set k" + i + " 0 0 " + valueBytes + "\r\n");
      }
      serves(other);
      String value = "v".repeat(valueBytes - 3);
      for (int i = 0; i < clients; i++) {
        crowd.get(i).send("%03d".formatted(i) + value + "\r\nget k" + i + "\r\n");
      }
      for (int i = 0; i < clients; i++) {
        String head = "STORED\r\nVALUE k" + i + " 0 " + valueBytes + "\r\n%03d".formatted(i);
        crowd.get(i).expect(head + value + "\r\nEND\r\n");
        crowd.get(i).close();
      }
      serves(other);
      assertEquals(0, server.metric("ring_stale_cqes_total"));
    }
  }
}
