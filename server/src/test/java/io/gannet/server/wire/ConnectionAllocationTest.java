package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** That clients who come, ask who is there, and go make neither listener nor worker allocate. */
class ConnectionAllocationTest {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CONNECTIONS = 2000;
  private static final int QUESTIONS = 200;

  /** What code allocates before it is compiled is not what is meant: the best of some rounds. */
  private static final int ROUNDS = 12;

  @Test
  void acceptingServingAndClosingAllocatesNothing() {
    allocatesNothing((server, other) -> comeAndGo(server));
  }

  @Test
  void tellingWhoIsConnectedAllocatesNothing() {
    allocatesNothing((server, other) -> ask(other));
  }

  private static void allocatesNothing(BiConsumer<RunningServer, Client> deed) {
    try (RunningServer server = RunningServer.start("segcache");
        Client other = server.connect()) {
      long[] threads = {idOf("listener"), idOf("worker-0")};
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long before = allocated(threads);
        deed.accept(server, other);
        least = Math.min(least, allocated(threads) - before);
        other.send("version\r\n").receiveLine();
      }
      assertEquals(0, least, "bytes in a round");
    }
  }

  private static void ask(Client client) {
    for (int i = 0; i < QUESTIONS; i++) {
      client.send("stats conns\r\n");
      while (!client.receiveLine().equals("END")) {
        // One of some lines.
      }
    }
  }

  private static void comeAndGo(RunningServer server) {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (Client client = server.connect()) {
        client.send("set k 0 0 1\r\nx\r\n").expect("STORED\r\n");
      }
    }
    server.await("connections", 1);
  }

  private static long idOf(String name) {
    long[] found =
        Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
            .filter(info -> info != null && info.getThreadName().equals(name))
            .mapToLong(info -> info.getThreadId())
            .toArray();
    assertEquals(1, found.length, "threads named " + name);
    return found[0];
  }

  private static long allocated(long[] threads) {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(threads)) {
      assertTrue(bytes >= 0, "a thread is gone");
      sum += bytes;
    }
    return sum;
  }
}
