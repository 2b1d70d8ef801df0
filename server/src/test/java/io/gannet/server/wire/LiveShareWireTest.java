package io.gannet.server.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is alive and fits is kept, over the wire: six tenths of 64 MiB are alive, half of the keys
 * are written anew with values of other lengths until memory was written once more, and nobody
 * reads meanwhile. Then all of them are there, by every policy.
 */
class LiveShareWireTest {
  private static final int MEMORY_BYTES = 64 << 20;
  private static final int VALUE_BYTES_MEAN = 1_000;
  private static final int VARIES_BY = 900;

  /** A header, a key, and what a size class is too large. */
  private static final int BESIDE_BYTES = 50;

  private static final int KEYS =
      MEMORY_BYTES / 10 * 6 / (VALUE_BYTES_MEAN + BESIDE_BYTES) & -2;
  private static final int REWRITES = MEMORY_BYTES / VALUE_BYTES_MEAN;
  private static final int SETS_PER_BATCH = 64;
  private static final int GETS_PER_BATCH = 32;

  private final Random random = new Random(1);
  private final int[] lengths = new int[KEYS];

  private static Stream<Arguments> policies() {
    return Stream.of(StoringProduct.SEGCACHE, StoringProduct.TWEMCACHE)
        .flatMap(product -> product.evictions().stream().map(e -> Arguments.of(product, e)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("policies")
  void whatIsAliveAndFitsIsKept(StoringProduct product, String policy) {
    String[] words = {"--eviction", policy, "--mean-item-size", "" + VALUE_BYTES_MEAN};
    try (RunningServer server = product.start(words);
        Client client = server.connect()) {
      for (int from = 0; from < KEYS; from += SETS_PER_BATCH) {
        int[] batch = new int[Math.min(SETS_PER_BATCH, KEYS - from)];
        for (int i = 0; i < batch.length; i++) {
          batch[i] = from + i;
        }
        set(client, batch);
      }
      for (int i = 0; i < REWRITES; i += SETS_PER_BATCH) {
        set(client, random.ints(SETS_PER_BATCH, 0, KEYS / 2).map(half -> 2 * half).toArray());
      }
      assertEquals(KEYS, kept(client), "are there");
      assertEquals(0, server.metric("items_evicted_total"));
    }
  }

  private void set(Client client, int[] numbers) {
    StringBuilder sets = new StringBuilder();
    for (int number : numbers) {
      int length = VALUE_BYTES_MEAN + random.nextInt(-VARIES_BY, VARIES_BY + 1);
      lengths[number] = length;
      sets.append("set k").append(number).append(" 0 0 ").append(length).append("\r\n");
      sets.append(value(number)).append("\r\n");
    }
    client.send(sets.toString()).expect("STORED\r\n".repeat(numbers.length));
  }

  /** What the key was given last. */
  private String value(int number) {
    int length = lengths[number];
    return (number + "," + length + ";").repeat(length / 5 + 1).substring(0, length);
  }

  /** How many of all keys are there, each with its value. */
  private int kept(Client client) {
    int kept = 0;
    for (int from = 0; from < KEYS; from += GETS_PER_BATCH) {
      StringBuilder get = new StringBuilder("get");
      for (int number = from; number < Math.min(KEYS, from + GETS_PER_BATCH); number++) {
        get.append(" k").append(number);
      }
      client.send(get.append("\r\n").toString());
      kept += found(client);
    }
    return kept;
  }

  private int found(Client client) {
    int found = 0;
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      int number = Integer.parseInt(line.split(" ")[1].substring(1));
      byte[] value = (value(number) + "\r\n").getBytes(ISO_8859_1);
      assertArrayEquals(value, client.receiveBytes(value.length), line);
      found++;
    }
    return found;
  }
}
