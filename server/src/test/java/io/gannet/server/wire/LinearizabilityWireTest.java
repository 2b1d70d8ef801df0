package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What many clients of several workers do to a few keys at once has an order, for each key: nobody
 * reads what was written over or removed before he asked. Small values are read where they are and
 * written over in place, larger ones are sent from there, the largest received there.
 */
class LinearizabilityWireTest {
  private static final int CLIENTS = 12;
  private static final int KEYS = 5;
  private static final int STEPS = Integer.getInteger("gannet.linear.steps", 3_000);

  /** By key, so that a key's item changes in each of the ways that there are. */
  private static final int[] SIZES = {16, 300, 3_000, 40_000, 100_000};

  /** What one client did, in the order in which it did it. */
  private record Done(int key, String value, boolean reads, long beganNs, long endedNs) {}

  @ParameterizedTest
  @CsvSource({"segcache, 2", "segcache, 4", "twemcache, 2", "slimcache, 2"})
  void eachKeyHasOneOrder(String product, int workers) {
    String[] words = {"--workers", Integer.toString(workers), "--memory", "24MiB"};
    try (RunningServer server = RunningServer.start(product, words)) {
      int sizes = product.equals("slimcache") ? 1 : SIZES.length;
      RegisterHistory[] histories = histories(server, sizes);
      for (RegisterHistory history : histories) {
        assertEquals("", history.contradiction().orElse(""));
      }
      int hits = Stream.of(histories).mapToInt(RegisterHistory::reads).sum();
      assertTrue(hits > STEPS, "hits: " + hits);
      assertTrue(server.metric("shard_commands_forwarded_total") > 0);
    }
  }

  @Test
  void whatAWorkerRemembersOfAnothersIsFound() {
    String[] words = {"--workers", "2", "--memory", "24MiB"};
    try (RunningServer server = RunningServer.start(StaleReads.product(), words)) {
      assertTrue(
          Stream.of(histories(server, SIZES.length))
              .anyMatch(history -> history.contradiction().isPresent()),
          "no stale read is found");
    }
  }

  /** What many clients did at once and saw, of each key. */
  private static RegisterHistory[] histories(RunningServer server, int sizes) {
    RegisterHistory[] histories = new RegisterHistory[KEYS];
    for (int key = 0; key < KEYS; key++) {
      histories[key] = new RegisterHistory();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<Done>>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        running.add(CompletableFuture.supplyAsync(() -> run(server, client, sizes), threads));
      }
      for (CompletableFuture<List<Done>> one : running) {
        one.join().forEach(done -> add(histories[done.key], done));
      }
    }
    return histories;
  }

  private static void add(RegisterHistory history, Done done) {
    if (done.reads) {
      history.read(done.value, done.beganNs, done.endedNs);
    } else {
      history.wrote(done.value, done.beganNs, done.endedNs);
    }
  }

  private static List<Done> run(RunningServer server, int number, int sizes) {
    SplittableRandom random = new SplittableRandom(number);
    List<Done> done = new ArrayList<>();
    try (Client client = server.connect()) {
      for (int step = 0; step < STEPS; step++) {
        int key = random.nextInt(KEYS);
        String value = number + "." + step + ".";
        long beganNs = System.nanoTime();
        int dice = random.nextInt(100);
        if (dice < 60) {
          String found = get(client, key);
          if (found != null) {
            done.add(new Done(key, found, true, beganNs, System.nanoTime()));
          }
        } else if (dice < 97) {
          set(client, key, value, SIZES[key % sizes]);
          done.add(new Done(key, value, false, beganNs, System.nanoTime()));
        } else {
          client.send("delete k" + key + "\r\n").receiveLine();
          done.add(new Done(key, "removal " + value, false, beganNs, System.nanoTime()));
        }
      }
    }
    return done;
  }

  /** A value says who wrote it, again and again to its end: so a torn one is seen. */
  private static void set(Client client, int key, String value, int bytes) {
    String whole = value.repeat(Math.ceilDiv(bytes, value.length()));
    client.send("set k" + key + " 0 0 " + whole.length() + "\r\n" + whole + "\r\n");
    client.expect("STORED\r\n");
  }

  private static String get(Client client, int key) {
    String head = client.send("get k" + key + "\r\n").receiveLine();
    if (head.equals("END")) {
      return null;
    }
    int bytes = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
    String whole = client.receive(bytes);
    client.expect("\r\nEND\r\n");
    int end = whole.indexOf('.', whole.indexOf('.') + 1) + 1;
    String value = whole.substring(0, end);
    assertEquals(value.repeat(whole.length() / end), whole, "torn");
    return value;
  }
}
