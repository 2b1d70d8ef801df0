package io.gannet.bench.twin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.bench.peer.PeerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ping servers in C, on io_uring and on epoll. */
class PingServerTest {
  @TempDir static Path folder;

  @BeforeAll
  static void build() throws Exception {
    CServer.build(folder, "ping_uring");
    CServer.build(folder, "ping_epoll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping_uring", "ping_epoll"})
  void everyPingIsAnsweredHoweverItWasCut(String name) throws Exception {
    String pings = "PING\r\nping\r\nPiNg\r\n";
    try (CServer server = CServer.start(folder.resolve(name)); Socket client = server.connect()) {
      for (int cut = 0; cut <= pings.length(); cut++) {
        client.getOutputStream().write(pings.substring(0, cut).getBytes(US_ASCII));
        client.getOutputStream().write(pings.substring(cut).getBytes(US_ASCII));
        assertEquals("PONG\r\n".repeat(3), receive(client, 18), "cut at " + cut);
      }
      client.getOutputStream().write("PING\r\n".repeat(1000).getBytes(US_ASCII));
      assertEquals("PONG\r\n".repeat(1000), receive(client, 6000));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping_uring", "ping_epoll"})
  void soItIsOverAUnixSocket(String name) throws Exception {
    Path path = folder.resolve(name + ".sock");
    try (CServer server = CServer.start(folder.resolve(name), "unix=" + path);
        PeerSocket client = PeerSocket.connect(UnixDomainSocketAddress.of(path), 10_000)) {
      client.out().write("PING\r\n".repeat(1000).getBytes(US_ASCII));
      String told = new String(client.in().readNBytes(6000), US_ASCII);
      assertEquals("PONG\r\n".repeat(1000), told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping_uring", "ping_epoll"})
  void whatIsNoPingEndsTheConversation(String name) throws Exception {
    try (CServer server = CServer.start(folder.resolve(name))) {
      try (Socket client = server.connect()) {
        client.getOutputStream().write("PINGS\r\n".getBytes(US_ASCII));
        assertEquals("", receive(client, 1));
      }
      try (Socket client = server.connect()) {
        client.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
        assertEquals("PONG\r\n", receive(client, 6));
      }
    }
  }

  private static String receive(Socket client, int bytes) throws Exception {
    return new String(client.getInputStream().readNBytes(bytes), US_ASCII);
  }
}
