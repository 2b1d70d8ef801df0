package io.gannet.server.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One of two workers stands still, as one does whose CPU somebody else has: the other one goes on
 * serving its own keys, and who asks it for those of the one that stands waits a bounded time.
 */
class StandingWorkerWireTest {
  private static final int VAIN = 4;
  private static final int CLIENTS = 2 * (1 + VAIN);
  private static final int KEYS = 64;
  private static final int POURED = 20_000;
  private static final int LARGE_BYTES = 200_000;
  private static final long STANDS_SEC_MAX = 60;
  private static final List<String> GAUGES =
      List.of(
          "output_promises",
          "output_chunks_used",
          "reserved_bytes",
          "shard_commands_parked",
          "shard_answers_awaited",
          "connections_runnable");

  /** Whose key it is, as its store has been asked for it. */
  private final Map<String, Integer> owners = new ConcurrentHashMap<>();

  private final CountDownLatch stands = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private volatile int standing;

  private Store into(SegStore store, int worker) {
    return PlantedProduct.like(
        Store.class,
        (proxy, method, arguments) -> {
          boolean asks = !method.getName().equals("hash") && !method.getName().equals("prefetch");
          if (asks && arguments != null && arguments[0] instanceof Key key) {
            asked(text(key), worker);
          }
          return PlantedProduct.call(method, store, arguments);
        });
  }

  private static String text(Key key) {
    byte[] bytes = new byte[key.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = key.memory.get(JAVA_BYTE, key.offset + i);
    }
    return new String(bytes, ISO_8859_1);
  }

  private void asked(String key, int worker) throws InterruptedException {
    owners.put(key, worker);
    if (key.equals("stand")) {
      standing = worker;
      stands.countDown();
      assertTrue(goesOn.await(STANDS_SEC_MAX, TimeUnit.SECONDS), "nobody lets it go on");
    }
  }

  private List<String> keysOf(int worker) {
    return owners.keySet().stream()
        .filter(key -> key.startsWith("k") && owners.get(key) == worker)
        .sorted()
        .toList();
  }

  private static String value(String key, String value) {
    return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
  }

  private static String set(String key, String value) {
    return "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  @Test
  void othersGoOnAndNobodyWaitsForEver() throws InterruptedException {
    String[] words = {"--workers", "2", "--wait-timeout", "1", "--shard-timeout", "2"};
    try (RunningServer server =
        RunningServer.start(PlantedProduct.segcache(this::into), words)) {
      // They go to the workers in turn.
      List<Client> clients = IntStream.range(0, CLIENTS).mapToObj(i -> server.connect()).toList();
      try {
        store(clients.getFirst());
        clients.getFirst().send("set stand 0 0 1 noreply\r\nx\r\n");
        assertTrue(stands.await(STANDS_SEC_MAX, TimeUnit.SECONDS));
        String own = keysOf(1 - standing).getFirst();
        String foreign = keysOf(standing).getFirst();
        Client innocent = clients.get(1 - standing);
        serves(innocent, own);
        // What is small is read where it is, whether its owner runs or not.
        innocent.send("get " + foreign + "\r\n").expect(value(foreign, "v"));
        List<String> vain = vain(own, foreign);
        for (int i = 0; i < vain.size(); i++) {
          clients.get(1 - standing + 2 * (i + 1)).send(vain.get(i));
        }
        clients.get(1 - standing + 2).expect("STORED\r\n"); // held back, but not for ever
        for (int i = 0; i < vain.size(); i++) {
          server.await("connections_unanswered_closed_total", i + 1, vain.size());
          serves(innocent, own);
        }
      } finally {
        goesOn.countDown();
      }
      assertAllIsGivenBack(server);
      assertServesAll(clients.get(standing), clients.get(1 - standing));
    }
  }

  private void store(Client client) {
    for (int i = 0; i < KEYS; i++) {
      client.send(set("k" + i, "v")).expect("STORED\r\n");
    }
  }

  /** What cannot be answered while the key's owner stands, each in a way of its own. */
  private static List<String> vain(String own, String foreign) {
    return List.of(
        set(own, "w") + set(foreign, "w"), // a promise, behind what is there already
        set(foreign, "l".repeat(LARGE_BYTES)), // a place for a value is asked for
        ("set " + foreign + " 0 0 1 noreply\r\nw\r\n").repeat(POURED), // a full ring
        "delete " + foreign + " noreply\r\nstats\r\n"); // comes after what has no promise
  }

  private static void serves(Client client, String key) {
    client.send(set(key, "w")).expect("STORED\r\n");
    client.send("get " + key + "\r\n").expect(value(key, "w"));
  }

  private void assertAllIsGivenBack(RunningServer server) {
    server.await("connections", CLIENTS - VAIN);
    for (String gauge : GAUGES) {
      server.await(gauge, 0);
    }
  }

  /** Both go on with all keys, in order: what was put off has been carried out or is gone. */
  private void assertServesAll(Client one, Client other) {
    for (int i = 0; i < KEYS; i++) {
      String key = "k" + i;
      one.send(set(key, "1")).expect("STORED\r\n");
      other.send("get " + key + "\r\n").expect(value(key, "1"));
    }
  }
}
