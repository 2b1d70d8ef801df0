package io.gannet.bench.load;

import io.gannet.bench.codec.Codec;
import io.gannet.bench.load.Connection.Life;
import io.gannet.bench.workload.Ask;

/** Puts requests into connections: filled in where they stay, composed where they are sent from. */
final class Composer {
  private final Codec codec;
  private final Sender sender;
  private final long requestBytesMax;
  private final int depth;

  /** {@code depth}: requests that a connection may have in flight. */
  Composer(Codec codec, Sender sender, int valueBytesMax, int depth) {
    this.codec = codec;
    this.sender = sender;
    this.requestBytesMax = codec.requestBytesMax(valueBytesMax);
    this.depth = depth;
  }

  int depth() {
    return depth;
  }

  /** Whether the connection can take a request now. */
  boolean hasRoom(Connection connection) {
    return connection.life == Life.OPEN
        && connection.inFlight.count() < depth
        && connection.out.hasRoom(requestBytesMax);
  }

  /** Composes what was filled in to {@link InFlight#next}; sent at the end of the turn. */
  void compose(Connection connection, long dueNs, boolean isFill) {
    Ask ask = connection.inFlight.next();
    OutBuffer out = connection.out;
    out.end = codec.compose(ask, out.memory, out.end);
    connection.inFlight.add(dueNs, isFill);
    sender.markDirty(connection);
  }

  /** Composes the set of the oldest key that was missed. */
  void composeFill(Connection connection, long nowNs) {
    connection.fills.take(connection.inFlight.next());
    compose(connection, nowNs, true);
  }
}
