package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that others wrote: xmemcached, in text and in packets. */
class XmemcachedTest {
  private static final int NEVER = 0;
  private static final int BULK = 500;

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void itsUsersFindWhatTheyKnowInText(StoringProduct product) throws Exception {
    use(product, new TextCommandFactory());
  }

  @ParameterizedTest
  @MethodSource(StoringProduct.HOLDING_ALL)
  void itsUsersFindWhatTheyKnowInPackets(StoringProduct product) throws Exception {
    use(product, new BinaryCommandFactory());
  }

  private static void use(StoringProduct product, CommandFactory protocol) throws Exception {
    try (RunningServer server = product.start()) {
      XMemcachedClientBuilder builder =
          new XMemcachedClientBuilder(List.of(new InetSocketAddress("127.0.0.1", server.port())));
      builder.setCommandFactory(protocol);
      MemcachedClient client = builder.build();
      try {
        storesAndFinds(client, product);
        comparesAndCounts(client);
        findsMany(client);
        if (protocol instanceof BinaryCommandFactory) {
          assertEquals("two", client.getAndTouch("c", 100)); // its text has no such thing
        }
      } finally {
        client.shutdown();
      }
    }
  }

  private static void storesAndFinds(MemcachedClient client, StoringProduct product)
      throws Exception {
    byte[] value = new byte[product.clamp(200_000)];
    new Random(7).nextBytes(value);
    assertTrue(client.set("a", NEVER, value));
    assertArrayEquals((byte[]) client.get("a"), value);
    assertFalse(client.add("a", NEVER, "x"));
    assertTrue(client.replace("a", NEVER, "b"));
    assertTrue(client.append("a", "c"));
    assertTrue(client.prepend("a", "a"));
    assertEquals("abc", client.get("a"));
    assertTrue(client.touch("a", 100));
    assertTrue(client.delete("a"));
    assertNull(client.get("a"));
  }

  private static void comparesAndCounts(MemcachedClient client)
      throws Exception {
    assertTrue(client.set("c", NEVER, "one"));
    GetsResponse<String> before = client.gets("c");
    assertTrue(client.cas("c", NEVER, "two", before.getCas()));
    assertFalse(client.cas("c", NEVER, "three", before.getCas()));
    assertEquals(5, client.incr("n", 2, 5));
    assertEquals(7, client.incr("n", 2, 5));
    assertEquals(0, client.decr("n", 9, 5));
  }

  private static void findsMany(MemcachedClient client) throws Exception {
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < BULK; i++) {
      expected.put("bulk-" + i, "value of " + i);
      client.setWithNoReply("bulk-" + i, NEVER, "value of " + i);
    }
    client.get("bulk-0");
    assertEquals(expected, client.get(List.copyOf(expected.keySet())));
  }
}
