package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever clients do, by a seed: once they are gone every gauge of what can be held is 0 and a
 * walk finds what was counted; and one who behaves well is answered all the time. A failure names
 * its seed: {@code -Dgannet.giveback.seed=N} repeats it, {@code -Dgannet.giveback.rounds=N} tries
 * more.
 */
class GiveBackPropertyTest {
  private static final int ROUNDS = Integer.getInteger("gannet.giveback.rounds", 3);
  private static final int CLIENTS = 24;
  private static final int STEPS = 30;

  /** Of what is still to come, half a gigabyte perhaps; into a small buffer some KB at a time. */
  private static final int LEFT_READS_MAX = 64;

  private static final List<String> HELD =
      List.of(
          "output_blocks_used",
          "output_chunks_used",
          "output_promises",
          "recv_buffers_held",
          "connections_runnable",
          "connections_waiting_for_memory",
          "reserved_bytes");

  /** Storage lines that are refused, with the blocks behind them. */
  private static final List<String> BAD_LINES =
      List.of(
          "set " + "k".repeat(251) + " 0 0 9\r\nflush_all\r\n",
          "cas k1 0 0 9\r\nflush_all\r\n",
          "set k1 x 0 3\r\nabc\r\n",
          "set k1 0 0 -1\r\n",
          "set k1 0 0 3\r\nabcdef\r\n",
          "set k1 0 0 3000\r\n" + "x".repeat(3_010));

  @ParameterizedTest
  @EnumSource
  void onceClientsAreGoneNothingIsHeld(StoringProduct product) {
    long given = Long.getLong("gannet.giveback.seed", System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      long seed = given + round;
      try {
        new Traffic(product, new Random(seed)).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("-Dgannet.giveback.seed=" + seed, e);
      }
    }
  }

  /** One server, and a crowd that mistreats it. */
  private record Traffic(StoringProduct product, Random random) {
    void run() {
      try (RunningServer server = product.start(options());
          Client good = server.connect()) {
        List<CompletableFuture<Void>> crowd = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          Ruffian one = new Ruffian(server, new Random(random.nextLong()), product);
          crowd.add(CompletableFuture.runAsync(one, Thread::startVirtualThread));
        }
        while (!crowd.stream().allMatch(CompletableFuture::isDone)) {
          good.send("version\r\n").receiveLine();
        }
        crowd.forEach(CompletableFuture::join);
        server.await("connections", 1);
        HELD.forEach(gauge -> server.await(gauge, 0));
        product.awaitNoPins(server);
        assertEquals(0, server.metric("ring_stale_cqes_total"));
        good.send("debug walk\r\n");
        assertEquals("STAT walk_faults 0", faults(good));
      }
    }

    private static String faults(Client client) {
      String faults = "";
      for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
        faults = line.startsWith("STAT walk_faults ") ? line : faults;
      }
      return faults;
    }

    private String[] options() {
      List<String> words = new ArrayList<>();
      if (random.nextBoolean()) {
        words.addAll(List.of("--output-blocks", "8", "--receive-buffers", "8"));
      }
      if (random.nextBoolean()) {
        words.addAll(List.of("--requests-per-turn", "64", "--requests-per-event", "4"));
      }
      if (random.nextBoolean()) {
        words.addAll(List.of("--receive-buffer-size", "128", "--max-unsent", "2KiB"));
      }
      if (random.nextInt(4) == 0) {
        words.addAll(List.of("--zero-copy-min", "4KiB"));
      }
      if (random.nextBoolean()) {
        words.addAll(List.of("--memory", "8MiB", "--wait-timeout", "1"));
      }
      if (random.nextBoolean()) {
        words.addAll(List.of("--wire-sample", "2"));
      }
      words.addAll(List.of("--send-timeout", "2", "--value-timeout", "2", "--enable-debug"));
      return words.toArray(String[]::new);
    }
  }

  /** One of the crowd: connects, does one thing after another, and leaves in some way or other. */
  private record Ruffian(RunningServer server, Random random, StoringProduct product)
      implements Runnable {
    @Override
    public void run() {
      for (int i = 0; i < 3; i++) {
        Client client = server.connect(random.nextBoolean() ? 4096 : 0);
        try {
          for (int step = 0; step < random.nextInt(STEPS); step++) {
            misbehave(client);
          }
        } catch (UncheckedIOException e) {
          // Closed by the other end: it has had enough of this one.
        }
        leave(client);
      }
    }

    private void leave(Client client) {
      switch (random.nextInt(3)) {
        case 0 -> client.reset();
        case 1 -> client.close();
        default -> {
          try {
            client.endOutput().receiveTimes(LEFT_READS_MAX);
          } catch (UncheckedIOException e) {
            // Its own patience is over: in a value that was never sent, say.
          }
          client.close();
        }
      }
    }

    private void misbehave(Client client) {
      String key = "k" + random.nextInt(50);
      int length = length();
      switch (random.nextInt(15)) {
        case 0 -> client.send("set " + key + " 0 0 " + length + "\r\n");
        case 1 -> client.send("x".repeat(random.nextInt(2 * length + 1)));
        case 2 -> client.send("set " + key + " 0 0 1 noreply\r\nx\r\n");
        case 3 -> client.send(set(key, length).repeat(1 + random.nextInt(20)));
        case 4 -> client.send(("get " + key + "\r\n").repeat(1 + random.nextInt(500)));
        case 5 -> client.send("get" + (" " + key).repeat(300) + "\r\n");
        case 6 -> client.send("append " + key + " 0 0 3\r\nabc\r\nincr " + key + " 1\r\n");
        case 7 -> client.send("delete " + key + "\r\ntouch " + key + " 1\r\nflush_all 1\r\n");
        case 8 -> client.send("stats\r\nstats conns\r\nstats settings\r\nnonsense\r\n");
        case 9 -> client.receiveSome();
        case 10 -> readSlowly(client);
        case 11 ->
            client.send(set(key, product.valueBytesMax) + ("get " + key + "\r\n").repeat(40));
        case 12 -> client.send(BAD_LINES.get(random.nextInt(BAD_LINES.size())));
        case 13 -> client.endOutput();
        default -> client.send(set(key, length).substring(0, random.nextInt(length + 10)));
      }
    }

    private void readSlowly(Client client) {
      client.send("stats\r\n");
      for (int i = random.nextInt(20); i > 0; i--) {
        client.receiveSome();
        LockSupport.parkNanos(random.nextInt(50_000_000));
      }
    }

    private int length() {
      int most = random.nextInt(4) == 0 ? product.valueBytesMax : 3000;
      return 1 + random.nextInt(most);
    }

    private static String set(String key, int length) {
      return "set " + key + " 0 0 " + length + "\r\n" + "v".repeat(length) + "\r\n";
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGaugesAreThere(StoringProduct product) {
    try (RunningServer server = product.start()) {
      assertTrue(HELD.stream().allMatch(gauge -> server.metric(gauge) == 0));
    }
  }
}
