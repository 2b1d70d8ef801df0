package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What signals do to a server that is a process of its own. */
class SignalWireTest {
  private static final String DUMP_TO_STDERR = "-XX:+DisplayVMOutputToStderr";

  private static ServerProcess start() {
    return ServerProcess.start(
        List.of("-XX:+UseSerialGC", DUMP_TO_STDERR),
        "pingserver", "--port", "0", "--admin-port", "0", "--no-warm-up");
  }

  private static void assertServes(ServerProcess server) {
    try (Client client = server.connect()) {
      client.send("PING\r\n").expect("PONG\r\n");
    }
  }

  @Test
  void whatIsSentToDaemonsEndsNothingAndLeavesStdoutAlone() {
    try (ServerProcess server = start()) {
      // Heard some moments after "ready"; before that it is ignored.
      awaitWord(server);
      server.signal(Signal.SIGQUIT).awaitError("Full thread dump");
      assertServes(server);
      assertEquals(0, server.terminate().awaitExit());
      assertEquals("", server.furtherOutput());
    }
  }

  private static void awaitWord(ServerProcess server) {
    for (int i = 0; !server.errors().contains("SIGHUP: the options are those of the start"); i++) {
      assertTrue(i < 100, server.errors());
      server.signal(Signal.SIGHUP);
      assertServes(server);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void theLauncherSendsTheDumpToStderr() throws IOException {
    Path above = Path.of("").toAbsolutePath();
    while (!Files.exists(above.resolve("gannet"))) {
      above = above.getParent();
    }
    assertTrue(Files.readString(above.resolve("gannet")).contains(DUMP_TO_STDERR));
  }

  /** The worker is held in its next io_uring_enter(2), as long as the tracer is there. */
  @Test
  void aStopEndsThoughAWorkerIsStuck() throws Exception {
    try (ServerProcess server = start()) {
      try (Tracer tracer = Tracer.hold(server, "worker-0")) {
        server.terminate().awaitError("still there: worker-0");
      }
      assertEquals(1, server.awaitExit());
    }
  }
}
