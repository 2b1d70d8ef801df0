package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.LinuxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a connection is: the worker's with the fewest, or whose queue the kernel deals it to. */
class PlacementWireTest {
  private static final int CLIENTS = 40;

  /** How many connections came in at which socket, by the name of that. */
  private static Map<String, Integer> sockets(Client client) {
    Map<String, Integer> sockets = new TreeMap<>();
    client.send("stats conns\r\n");
    for (String line = client.receiveLine(); !line.equals("END"); line = client.receiveLine()) {
      if (line.contains(":listen_addr ")) {
        sockets.merge(line.substring(line.lastIndexOf(' ') + 1), 1, Integer::sum);
      }
    }
    return sockets;
  }

  /** Dealt to both, and served; that all of so many go to one is one chance in 10^12. */
  @ParameterizedTest
  @ValueSource(strings = {"", "0"})
  void theKernelDealsConnectionsOut(String cpus) {
    List<String> words =
        new ArrayList<>(
            List.of("--workers", "2", "--placement", "reuseport", "--host", "127.0.0.1"));
    if (!cpus.isEmpty()) {
      words.addAll(List.of("--cpus", cpus)); // then there is one CPU for both, and any will do
    }
    try (RunningServer server = RunningServer.start("segcache", words.toArray(String[]::new))) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Client.connect(server.port(), 0));
      }
      for (int i = 0; i < CLIENTS; i++) {
        clients.get(i).send("set k" + i + " 0 0 1\r\nx\r\n").expect("STORED\r\n");
        clients.get((i + 7) % CLIENTS).send("get k" + i + "\r\n");
        clients.get((i + 7) % CLIENTS).expect("VALUE k" + i + " 0 1\r\nx\r\nEND\r\n");
      }
      Map<String, Integer> sockets = sockets(clients.getFirst());
      assertEquals(2, sockets.size(), sockets::toString);
      assertEquals(CLIENTS, sockets.values().stream().mapToInt(Integer::intValue).sum());
      assertTrue(sockets.keySet().stream().allMatch(name -> name.matches(".*:[0-9]+#[01]")));
      clients.forEach(Client::close);
    }
  }

  /** The port is one server's, though its workers share it. */
  @ParameterizedTest
  @ValueSource(strings = {"fewest", "reuseport"})
  void anotherServerDoesNotGetThePort(String placement) {
    String[] words = {"--workers", "2", "--placement", "reuseport", "--host", "127.0.0.1"};
    try (RunningServer server = RunningServer.start("segcache", words);
        Client client = Client.connect(server.port(), 0)) {
      String port = Integer.toString(server.port());
      LinuxException e =
          assertThrows(
              LinuxException.class,
              () ->
                  RunningServer.start(
                          "segcache", "--workers", "2", "--placement", placement, "--host",
                          "127.0.0.1", "--port", port)
                      .close());
      assertTrue(e.getMessage().contains("another process has this port"), e.getMessage());
      client.send("version\r\n").expect("VERSION 1.6.18\r\n");
    }
  }
}
