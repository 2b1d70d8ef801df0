package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.BinaryMemcacheClient;
import com.spotify.folsom.ConnectFuture;
import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that others wrote, Spotify's folsom: text and packets, ketama over two servers. It is
 * waited for until both are connected: what it is given before goes to the one that is, and is
 * asked of the other after.
 */
class FolsomTest {
  private static final int NEVER = 0;
  private static final int LATER = 100;
  private static final int KEYS = 500;
  private static final int TIMES = 20;
  private static final int LARGE_BYTES = 2 << 20;
  private static final long PATIENCE_SEC = 60;
  private static final String[] WORDS = {"--memory", "64MiB", "--item-size-max", "8MiB"};

  private static <T> T told(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SEC, TimeUnit.SECONDS);
  }

  @SuppressWarnings("deprecation") // who wants a longer timeout has no other way
  private static MemcacheClientBuilder<byte[]> builder(RunningServer... servers) {
    MemcacheClientBuilder<byte[]> builder =
        MemcacheClientBuilder.newByteArrayClient()
            .withMaxSetLength(2 * LARGE_BYTES)
            .withRequestTimeoutMillis(TimeUnit.SECONDS.toMillis(PATIENCE_SEC));
    for (RunningServer server : servers) {
      builder.withAddress("127.0.0.1", server.port());
    }
    return builder;
  }

  private static void set(MemcacheClient<byte[]> client, String key, String value)
      throws Exception {
    assertEquals(MemcacheStatus.OK, told(client.set(key, bytes(value), NEVER)));
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertFound(MemcacheClient<byte[]> client, String key, String value)
      throws Exception {
    assertEquals(value, new String(told(client.get(key)), StandardCharsets.UTF_8));
  }

  @Test
  void itsUsersFindWhatTheyKnowInText() throws Exception {
    try (RunningServer first = RunningServer.start("segcache", WORDS);
        RunningServer second = RunningServer.start("segcache", WORDS)) {
      AsciiMemcacheClient<byte[]> client = builder(first, second).connectAscii();
      try {
        told(ConnectFuture.fullyConnectedFuture(client));
        use(client);
        set(client, "n", "5");
        assertEquals(8, told(client.incr("n", 3)));
        assertEquals(6, told(client.decr("n", 2)));
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void itsUsersFindWhatTheyKnowInPackets() throws Exception {
    try (RunningServer first = RunningServer.start("segcache", WORDS);
        RunningServer second = RunningServer.start("segcache", WORDS)) {
      BinaryMemcacheClient<byte[]> client = builder(first, second).connectBinary();
      try {
        told(ConnectFuture.fullyConnectedFuture(client));
        use(client);
        assertEquals(5, told(client.incr("n", 3, 5, NEVER)));
        assertEquals(8, told(client.incr("n", 3, 5, NEVER)));
        assertEquals(6, told(client.decr("n", 2, 5, NEVER)));
        set(client, "g", "x");
        assertArrayEquals(bytes("x"), told(client.getAndTouch("g", LATER)));
        told(client.noop());
      } finally {
        client.shutdown();
      }
    }
  }

  private static void use(MemcacheClient<byte[]> client) throws Exception {
    many(client);
    byte[] large = new byte[LARGE_BYTES];
    new Random(9).nextBytes(large);
    assertEquals(MemcacheStatus.OK, told(client.set("large", large, NEVER)));
    assertArrayEquals(large, told(client.get("large")));
    set(client, "j", "b");
    assertEquals(MemcacheStatus.OK, told(client.append("j", bytes("c"))));
    assertEquals(MemcacheStatus.OK, told(client.prepend("j", bytes("a"))));
    assertFound(client, "j", "abc");
    assertEquals(MemcacheStatus.OK, told(client.replace("j", bytes("d"), NEVER)));
    assertEquals(MemcacheStatus.OK, told(client.touch("j", LATER)));
    assertFound(client, "j", "d");
    compare(client);
    assertEquals(MemcacheStatus.OK, told(client.delete("j")));
    assertNull(told(client.get("j")));
  }

  private static void many(MemcacheClient<byte[]> client) throws Exception {
    List<String> keys = IntStream.range(0, KEYS).mapToObj(i -> "m" + i).toList();
    for (String key : keys) {
      set(client, key, key + "!");
    }
    Map<String, byte[]> found = new TreeMap<>(told(client.getAsMap(keys)));
    assertEquals(KEYS, found.size());
    found.forEach((key, value) -> assertArrayEquals(bytes(key + "!"), value));
  }

  private static void compare(MemcacheClient<byte[]> client) throws Exception {
    set(client, "c", "0");
    for (int i = 1; i <= TIMES; i++) {
      GetResult<byte[]> found = told(client.casGet("c"));
      assertEquals(
          MemcacheStatus.OK, told(client.set("c", bytes("" + i), NEVER, found.getCas())));
      assertEquals(
          MemcacheStatus.KEY_EXISTS, told(client.set("c", bytes("x"), NEVER, found.getCas())));
    }
    assertFound(client, "c", "" + TIMES);
  }

  @Test
  void itSaysWhoItIs(@TempDir Path folder) throws Exception {
    Path users = Files.writeString(folder.resolve("users"), "gannet:secret\n");
    try (RunningServer server =
        RunningServer.start("segcache", "--sasl", "true", "--auth-file", users.toString())) {
      BinaryMemcacheClient<byte[]> client =
          builder(server).withUsernamePassword("gannet", "secret").connectBinary();
      BinaryMemcacheClient<byte[]> other =
          builder(server).withUsernamePassword("gannet", "wrong").connectBinary();
      try {
        told(ConnectFuture.fullyConnectedFuture(client));
        set(client, "who", "me");
        assertFound(client, "who", "me");
        assertThrows(ExecutionException.class, () -> told(other.get("who")));
      } finally {
        client.shutdown();
        other.shutdown();
      }
    }
  }
}
