package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that others wrote, with its own idea of the protocol: spymemcached. */
class RealClientsTest {
  private static final int NEVER = 0;

  private RunningServer server;
  private MemcachedClient client;

  void start(StoringProduct product) throws IOException {
    server = product.start();
    client = connect(new InetSocketAddress("127.0.0.1", server.port()));
  }

  /** In the protocol that the client speaks unless it is told otherwise: text. */
  MemcachedClient connect(InetSocketAddress address) throws IOException {
    return new MemcachedClient(address);
  }

  @AfterEach
  void stop() {
    client.shutdown(5, TimeUnit.SECONDS);
    server.close();
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void valuesOfEverySizeRoundTrip(StoringProduct product) throws Exception {
    start(product);
    Random random = new Random(3);
    for (int size = 1; size < product.valueBytesMax; size = size * 3 + 1) {
      byte[] value = new byte[size];
      random.nextBytes(value);
      assertTrue(client.set("k" + size, NEVER, value).get());
      assertArrayEquals(value, (byte[]) client.get("k" + size));
    }
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void conditionalWritesAreHonoured(StoringProduct product) throws Exception {
    start(product);
    assertTrue(client.add("a", NEVER, "one").get());
    assertFalse(client.add("a", NEVER, "two").get());
    assertTrue(client.replace("a", NEVER, "three").get());
    assertFalse(client.replace("b", NEVER, "four").get());
    CASValue<Object> before = client.gets("a");
    assertEquals(CASResponse.OK, client.cas("a", before.getCas(), "five"));
    assertEquals(CASResponse.EXISTS, client.cas("a", before.getCas(), "six"));
    assertEquals("five", client.get("a"));
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void countersCount(StoringProduct product) throws Exception {
    start(product);
    assertEquals(5, client.incr("n", 1, 5));
    assertEquals(12, client.incr("n", 7));
    assertEquals(2, client.decr("n", 10));
    assertEquals(0, client.decr("n", 10));
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void aBulkOfKeysComesBackWhole(StoringProduct product) throws Exception {
    start(product);
    Map<String, Object> expected = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      expected.put("bulk-" + i, "value of " + i);
      client.set("bulk-" + i, NEVER, "value of " + i);
    }
    assertEquals(expected, client.getBulk(List.copyOf(expected.keySet())));
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void whatIsDeletedFlushedOrExpiredIsGone(StoringProduct product) throws Exception {
    start(product);
    client.set("a", NEVER, "x").get();
    assertTrue(client.delete("a").get());
    assertNull(client.get("a"));
    client.set("b", 1, "x").get();
    assertEquals("x", client.get("b"));
    TimeUnit.MILLISECONDS.sleep(2100);
    assertNull(client.get("b"));
    client.set("c", NEVER, "x").get();
    assertTrue(client.flush().get());
    assertNull(client.get("c"));
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void statsAndVersionsAreUnderstood(StoringProduct product) throws Exception {
    start(product);
    assertFalse(client.getVersions().isEmpty());
    Map<String, String> stats = client.getStats().values().iterator().next();
    assertEquals("1", stats.get("curr_connections"));
    assertTrue(stats.containsKey("cmd_get"), stats::toString);
    assertTrue(stats.containsKey("bytes"), stats::toString);
  }
}
