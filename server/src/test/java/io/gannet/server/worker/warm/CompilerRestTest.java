package io.gannet.server.worker.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When compilers are taken to rest. */
class CompilerRestTest {
  private static final long LONG_NS = 1_000_000_000L;

  @TempDir Path folder;

  private Path stat(String state) throws Exception {
    return Files.writeString(
        folder.resolve("stat"), "4899 (C2 CompilerThre) " + state + " 4880 4880 0 -1 77\n");
  }

  @Test
  void onlyCompilersHaveAState() {
    assertEquals("R", CompilerRest.stateOf("4899 (C2 CompilerThre) R 4880 4880\n"));
    assertEquals("S", CompilerRest.stateOf("4898 (C1 CompilerThre) S 4880 4880\n"));
    assertEquals("", CompilerRest.stateOf("4897 (worker-0) R 4880 4880\n"));
  }

  @Test
  void whoRunsOrWaitsForACpuDoesNotRest() throws Exception {
    CompilerRest rest = new CompilerRest(List.of(stat("R")), 0);
    assertEquals(0, rest.lastingNs(LONG_NS));
    stat("D");
    assertEquals(0, rest.lastingNs(2 * LONG_NS));
    stat("S");
    assertEquals(LONG_NS, rest.lastingNs(3 * LONG_NS), "since it was last seen at work");
    stat("R");
    assertEquals(0, rest.lastingNs(4 * LONG_NS));
  }

  @Test
  void aJvmHasCompilersAndOneThatHasEndedRests() throws Exception {
    assertTrue(CompilerRest.of(0).count() >= 1);
    Path gone = stat("R");
    CompilerRest rest = new CompilerRest(List.of(gone), 0);
    Files.delete(gone);
    assertEquals(LONG_NS, rest.lastingNs(LONG_NS));
  }
}
