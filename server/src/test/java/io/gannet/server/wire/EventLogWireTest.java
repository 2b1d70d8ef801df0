package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator finds in the log when clients were refused, and after it was moved away. */
@Timeout(180)
class EventLogWireTest {
  private static final int POLLS_MAX = 6_000;
  private static final long POLL_MS = 10;
  private static final int CONNECTIONS = 8;

  private static String await(Path file, String words) throws Exception {
    String text = "";
    for (int i = 0; i < POLLS_MAX; i++) {
      text = Files.exists(file) ? Files.readString(file) : "";
      if (text.contains(words)) {
        return text;
      }
      Thread.sleep(POLL_MS);
    }
    throw new AssertionError("no '" + words + "' in: " + text);
  }

  @Test
  void refusalsAreALineAndTheLogRotates(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("events");
    try (ServerProcess server =
            ServerProcess.start(
                List.of("-ea"),
                "segcache", "--port", "0", "--admin-port", "0", "--memory", "64MiB",
                "--max-connections", "" + CONNECTIONS, "--log-file", file.toString());
        Client polite = server.connect()) {
      assertEquals("END\r\n", polite.send("get nobody\r\n").receive(5));
      List<Client> others = new ArrayList<>();
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        others.add(server.connect());
      }
      String refused = " clients were refused: --max-connections are open\n";
      String text = await(file, refused);
      assertTrue(text.matches("(?s)[0-9T:.Z-]+ warn connections_rejected [0-9]+" + refused), text);

      Path moved = Files.move(file, folder.resolve("moved"));
      server.signal(Signal.SIGHUP);
      for (int i = 0; i < POLLS_MAX && !Files.exists(file); i++) {
        Thread.sleep(POLL_MS);
      }
      others.forEach(Client::close);
      assertEquals("END\r\n", polite.send("get nobody\r\n").receive(5));
      others.clear();
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        others.add(server.connect());
      }
      await(file, refused);
      others.forEach(Client::close);
      assertEquals(text, Files.readString(moved));
      assertEquals(0, server.terminate().awaitExit());
      assertTrue(!server.errors().contains("connections_rejected"), server.errors());
    }
  }

  @Test
  void aFileThatCannotBeEndsTheStartWithItsCure(@TempDir Path folder) {
    String nowhere = folder.resolve("no/where").toString();
    try (ServerProcess server =
        ServerProcess.start(
            List.of("-ea"),
            "segcache", "--port", "0", "--admin-port", "0", "--log-file", nowhere)) {
      assertEquals(1, server.awaitExit());
      assertTrue(server.errors().contains("cure: name a file in a directory"), server.errors());
    }
  }
}
