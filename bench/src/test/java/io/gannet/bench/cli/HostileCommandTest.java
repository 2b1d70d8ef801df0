package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.hostile.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few cases, for a moment; all of them run by themselves in CI. */
class HostileCommandTest {
  @TempDir Path folder;

  private static void require(String program) {
    if (!ServerProcess.isInstalled(program)) {
      if (System.getenv("CI") != null) {
        fail("CI needs " + program);
      }
      abort(program + " is not installed");
    }
  }

  private Words attack(ServerProcess server) {
    return Words.bench("hostile", "--target", "127.0.0.1:" + server.port(), "--seconds", "300ms", "--warm-up", "100ms",
        "--rounds", "2",
        "--case", "trickle-line", "--case", "resp", "--case", "unread", "--case", "beyond-limit",
        "--json", folder.resolve("hostile.json").toString());
  }

  @Test
  void aRunningMemcachedIsAttackedAndGetsOverIt() throws Exception {
    require("memcached");
    try (ServerProcess server = ServerProcess.memcached("-c", "2000")) {
      Words run = attack(server);
      assertEquals(0, run.code(), run.out() + run.err());
      assertTrue(run.out().contains("500 opened"), run.out());
      assertEquals(2, run.out().split("[|] trickle-line ").length, "told once of two rounds");
      assertTrue(run.out().contains("not tried: it needs a server of 200"), run.out());
      String json = Files.readString(folder.resolve("hostile.json"));
      assertTrue(json.contains("\"curr_connections\""), json);
      assertTrue(json.contains("\"recovery_ms\""), json);
    }
  }

  @Test
  void aRunningGannetIsAttackedAndItsGaugesSayThatAllIsGivenBack() throws Exception {
    try (ServerProcess server = ServerProcess.gannet("segcache", "--no-warm-up")) {
      Words run = attack(server);
      assertEquals(0, run.code(), run.out() + run.err());
      String json = Files.readString(folder.resolve("hostile.json"));
      assertTrue(json.contains("\"gannet_output_blocks_used\""), json);
      assertTrue(json.contains("\"gannet_reserved_bytes\""), json);
    }
  }

  @Test
  void casesAreListedAndUnknownOnesRefused() {
    Words list = Words.bench("hostile", "--list");
    assertEquals(0, list.code());
    assertEquals(Cases.all(1).size(), list.out().lines().count());
    Words unknown = Words.bench("hostile", "--case", "kindness");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("no case is called kindness"), unknown.err());
  }
}
