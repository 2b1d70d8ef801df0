package io.gannet.server.worker;

import io.gannet.server.worker.turn.Life;
import io.gannet.server.worker.turn.VisibleConnections;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one connection is and holds, as it was seen from outside: {@link ConnectionsView}.
 *
 * @param worker whose connection it is
 * @param slot its place in the worker's table, and in the ring's table of descriptors
 * @param peer {@code ADDRESS:PORT} of the client, {@code 0.0.0.0:0} if it is not known; of one that
 *     came by a Unix socket, which has no address, that socket's
 * @param listener what it is called where the client came in
 * @param life where it is in its life
 * @param waitsFor what its next request waits for
 * @param figures all of them, in their order
 */
public record ConnectionRow(
    int worker,
    int slot,
    String peer,
    String listener,
    Life life,
    WaitsFor waitsFor,
    Map<ConnectionFigure, Long> figures) {

  static ConnectionRow of(int worker, VisibleConnections seen, int slot, String listener) {
    Map<ConnectionFigure, Long> figures = new EnumMap<>(ConnectionFigure.class);
    for (ConnectionFigure figure : ConnectionFigure.values()) {
      figures.put(figure, figure.of(seen, slot));
    }
    return new ConnectionRow(
        worker,
        slot,
        seen.isUnix(slot) ? listener : peer(seen, slot),
        listener,
        seen.life(slot),
        WaitsFor.of(seen, slot),
        figures);
  }

  private static String peer(VisibleConnections seen, int slot) {
    byte[] text = new byte[VisibleConnections.PEER_BYTES_MAX];
    long length = seen.putPeer(slot, MemorySegment.ofArray(text), 0);
    return new String(text, 0, (int) length, StandardCharsets.US_ASCII);
  }
}
