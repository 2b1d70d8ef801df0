package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.server.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the control plane tells workers needs no descriptor when it is told, so whoever waits for it
 * has it where there is none. Each does it once before: these classes lie in folders, where the JVM
 * opens a file for each, and not in jars that are open.
 */
class OutOfDescriptorsWireTest {
  private static final int FEW = 3;
  private static final int MANY = 1024;
  private static final int POLLS_MAX = 500;
  private static final long POLL_MS = 10;

  @TempDir Path folder;

  private ServerProcess start() {
    return ServerProcess.start(
        List.of("-XX:+UseSerialGC"),
        "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB", "--no-warm-up",
        "--enable-debug");
  }

  /** What is open stays open, whatever its number. */
  private void limit(ServerProcess server, int descriptors) throws Exception {
    Programs.Ran ran =
        Programs.run(
            folder, "prlimit", "--pid", "" + server.pid(), "--nofile=" + descriptors + ":");
    assertEquals(0, ran.exit(), ran.output());
  }

  @Test
  void aWalkNeedsNone() throws Exception {
    try (ServerProcess server = start();
        Client asker = server.connect();
        Client other = server.connect()) {
      other.send("version\r\n").expect("VERSION 1.6.18\r\n");
      Map<String, String> walk = InsideWireTest.stats(asker, "debug walk");
      assertEquals("0", walk.get("walk_faults"));
      limit(server, FEW);
      assertEquals(walk.keySet(), InsideWireTest.stats(asker, "debug walk").keySet());
      other.send("version\r\n").expect("VERSION 1.6.18\r\n");
      limit(server, MANY);
      assertEquals(walk.keySet(), InsideWireTest.stats(asker, "debug walk").keySet());
    }
  }

  @Test
  void toWatchNeedsNone() throws Exception {
    try (ServerProcess server = start();
        Client watcher = server.connect();
        Client other = server.connect()) {
      try (Client first = server.connect()) {
        first.send("watch\r\n").expect("OK\r\n");
        other.send("get a\r\n").expect("END\r\n");
        assertEquals("key=a", keyOf(first.receiveLine()));
      }
      watcher.send("version\r\n").expect("VERSION 1.6.18\r\n");
      awaitNoWatcher(server);
      limit(server, FEW);
      watcher.send("watch\r\n").expect("OK\r\n");
      other.send("get b\r\n").expect("END\r\n");
      assertEquals("key=b", keyOf(watcher.receiveLine()));
      limit(server, MANY);
      other.send("get c\r\n").expect("END\r\n");
      assertEquals("key=c", keyOf(watcher.receiveLine()));
    }
  }

  private static String keyOf(String line) {
    return line.replaceFirst(".* (key=[^ ]*) .*", "$1");
  }

  private static void awaitNoWatcher(ServerProcess server) throws InterruptedException {
    for (int i = 0; !server.admin("/metrics").contains("\ngannet_watch_bytes 0\n"); i++) {
      assertTrue(i < POLLS_MAX, "what it watched by is still there");
      Thread.sleep(POLL_MS);
    }
  }
}
