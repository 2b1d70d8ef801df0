package io.gannet.bench.observe;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.peer.PeerSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Asks a server what it is, in its own protocol, over a plain socket. */
public final class PeerVersion {
  private static final int PATIENCE_MS = 1_000;
  private static final int LINES_MAX = 64;
  private static final Set<String> NO_MORE = Set.of("END", "ERROR");

  private PeerVersion() {}

  /** {@code memcached 1.6.18}; empty if it does not say, as ping has no word for it. */
  public static Optional<String> of(SocketAddress target, Protocol protocol) {
    return switch (protocol) {
      case MEMCACHED, META, BINARY -> memcached(target);
      case RESP -> redis(target);
      case PING -> Optional.empty();
    };
  }

  private static Optional<String> memcached(SocketAddress target) {
    // To "version" a Gannet says whose words it speaks.
    return firstLine(target, "stats\r\n", "STAT gannet_version ")
        .map(version -> "gannet " + version)
        .or(() -> firstLine(target, "version\r\n", "VERSION ").map(
            version -> Character.isDigit(version.charAt(0)) ? "memcached " + version : version));
  }

  private static Optional<String> redis(SocketAddress target) {
    return firstLine(target, "INFO server\r\n", "valkey_version:")
        .map(version -> "Valkey " + version)
        .or(() -> firstLine(target, "INFO server\r\n", "redis_version:")
            .map(version -> "Redis " + version));
  }

  /** The rest of the first line that begins so. */
  private static Optional<String> firstLine(
      SocketAddress target, String question, String beginning) {
    try (PeerSocket socket = PeerSocket.connect(target, PATIENCE_MS)) {
      socket.out().write((question + "QUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.in(), StandardCharsets.US_ASCII));
      for (int i = 0; i < LINES_MAX; i++) {
        String line = replies.readLine();
        if (line == null || NO_MORE.contains(line)) {
          return Optional.empty();
        }
        if (line.startsWith(beginning) && line.length() > beginning.length()) {
          return Optional.of(line.substring(beginning.length()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the load will say what is wrong
    }
  }
}
