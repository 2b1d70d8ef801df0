package io.gannet.bench.compare;

import io.gannet.bench.peer.PeerSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** TCP ports of the loopback address, and where else servers are started. */
final class Ports {
  private static final int CONNECT_MS = 1_000;

  private Ports() {}

  /** One that nobody had a moment ago. */
  static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CompareException("there is no free port: " + e.getMessage(), "");
    }
  }

  /** A path of a socket that nobody has. */
  static Path freePath() {
    try {
      Path path = Files.createTempFile("gannet-bench-", ".socket");
      Files.delete(path);
      return path;
    } catch (IOException e) {
      throw new CompareException("there is no room for a socket: " + e.getMessage(), "");
    }
  }

  /** Whether someone accepts connections there. */
  static boolean answers(SocketAddress address) {
    try {
      PeerSocket.connect(address, CONNECT_MS).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
