package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process that may not have a ring: it serves all the same, by epoll. */
class NoUringWireTest {
  private static final int CLIENTS = 50;
  private static final int LARGE_BYTES = 900_000;

  @TempDir Path folder;

  private ServerProcess start(String... transport) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("segcache", "--port", "0", "--admin-port", "0", "-m", "64"));
    words.addAll(List.of(transport));
    return ServerProcess.startBy(
        NoUring.in(folder), List.of(), words.toArray(new String[0]));
  }

  @Test
  void theDefaultTakesEpollSaysWhyAndServes() throws Exception {
    try (ServerProcess server = start("--transport", "auto")) {
      String said = server.errors();
      assertTrue(said.contains("epoll instead of io_uring: io_uring_setup: ENOSYS"), said);
      assertTrue(said.contains("ring:   epoll on "), said);
      assertTrue(said.contains("exchanges"), said); // it was warmed up by epoll, too
      converse(server);
      assertEquals(0, server.terminate().awaitExit());
    }
  }

  /** Small and large values, many clients, some of which do not read. */
  private static void converse(ServerProcess server) {
    String large = "v".repeat(LARGE_BYTES);
    String set = "set large 0 0 " + LARGE_BYTES + "\r\n" + large + "\r\n";
    String reply = "VALUE large 0 " + LARGE_BYTES + "\r\n" + large + "\r\nEND\r\n";
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.connect());
    }
    clients.getFirst().send(set).expect("STORED\r\n");
    clients.forEach(client -> client.send("get large\r\nget none\r\n"));
    clients.reversed().forEach(client -> client.expect(reply + "END\r\n"));
    clients.forEach(Client::close);
  }

  @Test
  void ioUringThatWasAskedForIsRefusedWithTheCure() throws Exception {
    try (ServerProcess server = start("--transport", "io_uring")) {
      assertNotEquals(0, server.awaitExit());
      String said = server.errors();
      assertTrue(said.contains("--transport io_uring: io_uring_setup: ENOSYS"), said);
      assertTrue(said.contains("cure: "), said);
    }
  }
}
