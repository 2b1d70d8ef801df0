package io.gannet.server.worker;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one connection is and holds, as it was seen from outside: {@link ConnectionsView}.
 *
 * @param worker whose connection it is
 * @param slot its place in the worker's table, and in the ring's table of descriptors
 * @param peer {@code ADDRESS:PORT} of the client; {@code 0.0.0.0:0} if it is not known
 * @param life where it is in its life
 * @param waitsFor what its next request waits for
 * @param figures all of them, in their order
 */
public record ConnectionRow(
    int worker,
    int slot,
    String peer,
    Life life,
    WaitsFor waitsFor,
    Map<ConnectionFigure, Long> figures) {

  static ConnectionRow of(int worker, Connection connection, int nowSec) {
    Map<ConnectionFigure, Long> figures = new EnumMap<>(ConnectionFigure.class);
    for (ConnectionFigure figure : ConnectionFigure.values()) {
      figures.put(figure, figure.of(connection, nowSec));
    }
    return new ConnectionRow(
        worker,
        connection.slot,
        peer(connection.peerAddress, connection.peerPort),
        connection.life(),
        WaitsFor.of(connection),
        figures);
  }

  private static String peer(int a, int port) {
    return (a >>> 24) + "." + (a >> 16 & 0xff) + "." + (a >> 8 & 0xff) + "." + (a & 0xff)
        + ":" + port;
  }
}
