package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** When a server's memory is resident: before it serves, soon, or as it is used. */
class PopulateWireTest {
  private static final int MEMORY_MIB = 512;
  private static final int MIB_IN_KB = 1024;
  private static final int WAITS_MAX = 600;
  private static final long WAIT_MS = 100;

  private static ServerProcess start(String when) {
    return ServerProcess.start(
        List.of(),
        "segcache", "--port", "0", "--admin-port", "0", "--no-warm-up", "-m", "" + MEMORY_MIB,
        "--hugepages", "thp", "--populate", when);
  }

  private static long residentMib(ServerProcess server) throws IOException {
    String status = Files.readString(Path.of("/proc", "" + server.pid(), "status"));
    Matcher matcher = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(status);
    assertTrue(matcher.find(), status);
    return Long.parseLong(matcher.group(1)) / MIB_IN_KB;
  }

  private static void serves(ServerProcess server) {
    try (Client client = server.connect()) {
      client.send("set k 0 0 1\r\nx\r\nget k\r\n");
      client.expect("STORED\r\nVALUE k 0 1\r\nx\r\nEND\r\n");
    }
  }

  @Test
  void onHasAllOfItBeforeThePortOpens() throws IOException {
    try (ServerProcess server = start("on")) {
      assertTrue(residentMib(server) >= MEMORY_MIB);
      serves(server);
    }
  }

  @Test
  void backgroundHasItSoonAndServesMeanwhile() throws Exception {
    try (ServerProcess server = start("background")) {
      serves(server);
      for (int i = 0; residentMib(server) < MEMORY_MIB && i < WAITS_MAX; i++) {
        Thread.sleep(WAIT_MS);
        serves(server);
      }
      assertTrue(residentMib(server) >= MEMORY_MIB);
    }
  }

  @Test
  void offHasNoMoreThanIsUsed() throws IOException {
    try (ServerProcess server = start("off")) {
      serves(server);
      assertTrue(residentMib(server) < MEMORY_MIB, "as if it were on");
    }
  }
}
