package io.gannet.bench.observe;

import io.gannet.bench.peer.PeerSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Asks a server that speaks memcached for its {@code stats}, over a plain socket. */
public final class PeerStats {
  private static final int PATIENCE_MS = 1_000;
  private static final int LINES_MAX = 10_000;
  private static final String BEGINNING = "STAT ";

  private PeerStats() {}

  /** By name; empty if it does not say. */
  public static Map<String, String> of(SocketAddress target) {
    Map<String, String> stats = new HashMap<>();
    try (PeerSocket socket = PeerSocket.connect(target, PATIENCE_MS)) {
      socket.out().write("stats\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.in(), StandardCharsets.US_ASCII));
      String line = replies.readLine();
      for (int i = 0; i < LINES_MAX && line != null && line.startsWith(BEGINNING); i++) {
        String[] words = line.split(" ", 3);
        stats.put(words[1], words.length == 3 ? words[2] : "");
        line = replies.readLine();
      }
    } catch (IOException e) {
      return Map.of();
    }
    return stats;
  }
}
