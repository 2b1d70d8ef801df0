package io.gannet.server.wire;

import static io.gannet.server.wire.Packet.joined;
import static io.gannet.server.wire.Packet.keyed;
import static io.gannet.server.wire.Packet.next;
import static io.gannet.server.wire.Packet.store;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** memcached's binary protocol over real sockets, on the port of the text, beside who speaks it. */
class BinaryWireTest {
  private static final int SET = 0x01;
  private static final int SETQ = 0x11;
  private static final int ADDQ = 0x12;
  private static final int GET = 0x00;
  private static final int GETQ = 0x09;
  private static final int NOOP = 0x0a;
  private static final int LARGE = 300_000;

  private static void serves(Client other) {
    other.send("get absent\r\n").expect("END\r\n");
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void bothProtocolsAreSpokenOnOnePort(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect();
        Client other = server.connect()) {
      client.send(store(SET, 1, "a", "x"));
      assertEquals("01 00 1 ", next(client));
      other.send("get a\r\nset b 0 0 1\r\ny\r\n");
      other.expect("VALUE a 0 1\r\nx\r\nEND\r\nSTORED\r\n");
      client.send(keyed(GETQ, 2, "none")).send(keyed(GET, 3, "b")).send(keyed(NOOP, 4, ""));
      assertEquals("00 00 3 y", next(client));
      assertEquals("0a 00 4 ", next(client));
      serves(other);
    }
  }

  /** Nothing comes behind a value: its last byte is the request's. */
  @ParameterizedTest
  @MethodSource(StoringProduct.TAKING_LARGE)
  void aRequestEndsWithItsValueHoweverThatIsReceived(StoringProduct product) {
    try (RunningServer server = product.start();
        Client client = server.connect();
        Client other = server.connect()) {
      String value = "v".repeat(product.valueBytesMax);
      for (int i = 0; i < 10; i++) { // the later ones are received into their place
        client.send(store(SET, i, "large", value));
        assertEquals("01 00 " + i + " ", next(client));
        serves(other);
      }
      client.send(keyed(GET, 11, "large"));
      assertEquals("00 00 11 " + value, next(client));
      client.send(store(ADDQ, 12, "large", value));
      assertEquals("12 02 12 Data exists for key.", next(client));
      assertTrue(server.metric("recv_in_place_total") > 0);
      serves(other);
      server.await("reserved_bytes", 0);
    }
  }

  @Test
  void whoEndsHisInputRightBehindAValueIsAnswered() {
    String value = "v".repeat(LARGE);
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client other = server.connect()) {
      for (int i = 0; i < 5; i++) {
        try (Client client = server.connect()) {
          for (int j = 0; j < 3; j++) {
            client.send(store(SET, j, "a" + j, value));
          }
          client.endOutput();
          for (int j = 0; j < 3; j++) {
            assertEquals("01 00 " + j + " ", next(client));
          }
          assertEquals("closed", next(client));
        }
        serves(other);
      }
    }
  }

  @Test
  void manyWhoSendLargeValuesAtOnceEachStoreTheirOwn() {
    int clients = 60;
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client other = server.connect()) {
      List<Client> crowd = new ArrayList<>();
      String value = "v".repeat(70_000);
      for (int i = 0; i < clients; i++) {
        crowd.add(server.connect());
        crowd.get(i).send(store(SETQ, i, "k" + i, "%03d".formatted(i) + value));
        crowd.get(i).send(keyed(GET, i, "k" + i));
      }
      serves(other);
      for (int i = 0; i < clients; i++) {
        assertEquals("00 00 " + i + " %03d".formatted(i) + value, next(crowd.get(i)));
        crowd.get(i).close();
      }
      serves(other);
    }
  }

  @Test
  void whatHasNoEndIsAnsweredAndClosed() {
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client client = server.connect();
        Client other = server.connect()) {
      client.send(joined(keyed(NOOP, 1, ""), keyed(GET, 2, ""), keyed(NOOP, 3, "")));
      assertEquals("0a 00 1 ", next(client));
      assertEquals("00 04 2 Invalid arguments", next(client));
      assertEquals("closed", next(client));
      serves(other);
    }
  }

  /** 520 that stored quietly hold none of the 512 blocks. */
  @Test
  void whoIsQuietHoldsNothing() {
    try (RunningServer server = StoringProduct.SEGCACHE.start();
        Client other = server.connect()) {
      List<Client> crowd = new ArrayList<>();
      for (int i = 0; i < 520; i++) {
        crowd.add(server.connect().send(store(SETQ, i, "k" + i, "x")));
      }
      server.await("memcache_set_total", 520, Long.MAX_VALUE);
      serves(other);
      server.await("output_blocks_used", 0);
      crowd.forEach(Client::close);
    }
  }
}
