package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that take several segments or slabs, on the wire, beside somebody whose are small. */
abstract class LargeItemConversations {
  private static final int MIB = 1 << 20;

  /** Of either shard, where there are two. */
  private static final String[] KEYS = {"a", "b", "c", "d", "e", "f"};

  private final RunningServer server;
  private final Client client;
  private final Client other;
  private final String readMetric;
  private final String asideMetric;
  private int served;

  LargeItemConversations(String product, String readMetric, String asideMetric) {
    this.server = RunningServer.start(product, "--memory", "128MiB", "--item-size-max", "40m");
    this.client = server.connect();
    this.other = server.connect();
    this.readMetric = readMetric;
    this.asideMetric = asideMetric;
  }

  @BeforeEach
  void greet() {
    serveOther();
  }

  /** All that was asked for in between was answered, and nothing is held any more. */
  @AfterEach
  void part() {
    serveOther();
    server.await("reserved_bytes", 0);
    server.await(readMetric, 0);
    client.close();
    other.close();
    server.close();
  }

  /** A value of the other's own each time, which is there afterwards. */
  private void serveOther() {
    String value = "small " + served++;
    other
        .send("set small 0 0 " + value.length() + "\r\n" + value + "\r\nget small\r\n")
        .expect("STORED\r\nVALUE small 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {2 * MIB, 16 * MIB, 16 * MIB - 1, 30 * MIB})
  void isStoredAndReadWhileOthersAreServed(int bytes) {
    byte[] value = randomBytes(bytes);
    for (String key : KEYS) {
      client.send("set " + key + " 7 0 " + bytes + "\r\n");
      sendInPieces(value);
      client.send("\r\n").expect("STORED\r\n");
      client.send("get " + key + "\r\n").expect("VALUE " + key + " 7 " + bytes + "\r\n");
      receiveInPieces(value);
      client.expect("\r\nEND\r\n");
    }
  }

  private void sendInPieces(byte[] value) {
    int piece = value.length / 4;
    for (int at = 0; at < value.length; at += piece) {
      int bytes = Math.min(piece, value.length - at);
      client.send(Arrays.copyOfRange(value, at, at + bytes));
      serveOther();
    }
  }

  private void receiveInPieces(byte[] value) {
    int piece = value.length / 4;
    for (int at = 0; at < value.length; at += piece) {
      int bytes = Math.min(piece, value.length - at);
      byte[] received = client.receiveBytes(bytes);
      assertArrayEquals(Arrays.copyOfRange(value, at, at + bytes), received);
      serveOther();
    }
  }

  @Test
  void isChangedLikeAnyOther() {
    int bytes = 3 * MIB;
    for (String key : KEYS) {
      set(key, randomBytes(bytes), "STORED");
      client.send("append " + key + " 0 0 3\r\nend\r\n").expect("STORED\r\n");
      client.send("prepend " + key + " 0 0 5\r\nbegin\r\n").expect("STORED\r\n");
      byte[] joined = get(key, bytes + 8);
      byte[] value = randomBytes(bytes);
      assertEquals("begin", new String(joined, 0, 5, ISO_8859_1));
      assertEquals("end", new String(joined, bytes + 5, 3, ISO_8859_1));
      for (int i = 0; i < bytes; i++) {
        if (joined[5 + i] != value[i]) {
          assertEquals(value[i], joined[5 + i], "byte " + i);
        }
      }
      serveOther();
      client.send("incr " + key + " 1\r\n");
      client.expect("CLIENT_ERROR cannot increment or decrement non-numeric value\r\n");
      client.send("touch " + key + " 1000\r\n").expect("TOUCHED\r\n");
      client.send("mg " + key + " s t\r\n").expect("HD s" + (bytes + 8) + " t1000\r\n");
      client.send("set " + key + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
      client.send("add " + key + " 0 0 " + bytes + "\r\n");
      client.send(value).send("\r\n").expect("NOT_STORED\r\n");
      assertArrayEquals(new byte[] {'x'}, get(key, 1));
      set(key, value, "STORED");
      client.send("delete " + key + "\r\n").expect("DELETED\r\n");
      client.send("get " + key + "\r\n").expect("END\r\n");
      serveOther();
    }
  }

  @Test
  void oneThatIsLargerThanWasToldIsRefusedAndWhatFollowsIsServed() {
    byte[] value = randomBytes(40 * MIB);
    client.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
    set("a", value, "SERVER_ERROR object too large for cache");
    client.send("get a\r\n").expect("END\r\n");
    set("a", Arrays.copyOf(value, 40 * MIB - 100), "STORED");
  }

  /** Far more than memory, with small ones in between that are found at once. */
  @Test
  void anyNumberIsStoredOneAfterAnother() {
    byte[] value = randomBytes(9 * MIB);
    for (int i = 0; i < 40; i++) {
      set("k" + i, value, "STORED");
      serveOther();
    }
    assertTrue(server.metric("items_evicted_total") > 0);
    assertArrayEquals(value, get("k39", value.length));
  }

  /** Whatever becomes of the key meanwhile. */
  @Test
  void aSlowReaderGetsWhatItAskedFor() {
    byte[] value = randomBytes(12 * MIB);
    set("a", value, "STORED");
    try (Client slow = server.connect(4096)) {
      slow.send("get a\r\n").expect("VALUE a 0 " + value.length + "\r\n");
      server.await(readMetric, 1, Long.MAX_VALUE);
      client.send("delete a\r\n").expect("DELETED\r\n");
      for (int i = 0; i < 20; i++) {
        set("k" + i, randomBytes(5 * MIB + i), "STORED");
        serveOther();
      }
      assertArrayEquals(value, slow.receiveBytes(value.length));
      slow.expect("\r\nEND\r\n");
    }
  }

  @Test
  void whoLeavesInTheMiddleLeavesNothing() {
    try (Client leaver = server.connect()) {
      leaver.send("set a 0 0 " + 20 * MIB + "\r\n").send(randomBytes(7 * MIB));
      server.await("reserved_bytes", 20 * MIB, 21 * MIB);
      serveOther();
    }
    server.await("reserved_bytes", 0);
    set("a", randomBytes(20 * MIB), "STORED");
  }

  @Test
  void listingsAndFiguresTellItsSize() {
    set("a", randomBytes(5 * MIB), "STORED");
    client.send("lru_crawler metadump all\r\n");
    String all = "";
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      all += line + "\n";
    }
    int size = Integer.parseInt(all.replaceAll("(?s).*key=a .*?size=([0-9]+).*", "$1"));
    assertTrue(size >= 5 * MIB && size < 5 * MIB + 64, all);
    assertEquals(5, server.metric(asideMetric));
  }

  private void set(String key, byte[] value, String reply) {
    client.send("set " + key + " 0 0 " + value.length + "\r\n").send(value).send("\r\n");
    client.expect(reply + "\r\n");
  }

  private byte[] get(String key, int bytes) {
    client.send("get " + key + "\r\n").expect("VALUE " + key + " 0 " + bytes + "\r\n");
    byte[] value = client.receiveBytes(bytes);
    client.expect("\r\nEND\r\n");
    return value;
  }

  private static byte[] randomBytes(int bytes) {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    return value;
  }
}
