package io.gannet.server.worker.turn;

import io.gannet.engine.time.CoarseClock;
import io.gannet.engine.watch.WatchCommand;
import io.gannet.engine.watch.WatchLog;
import io.gannet.engine.watch.WatchStatus;

/** Tells watchers of clients that come and go. One thread. */
final class ConnectionEvents {
  private final WatchLog watch;
  private final CoarseClock clock;
  private final int worker;

  ConnectionEvents(WatchLog watch, CoarseClock clock, int worker) {
    this.watch = watch;
    this.clock = clock;
    this.worker = worker;
  }

  /** A client has come. */
  void came(Connection connection) {
    if (watch.isOn()) {
      long text = address(connection);
      if (text >= 0) {
        watch.connected(way(connection), text, put(connection, text));
      }
    }
  }

  /** It goes, or has gone. */
  void goes(Connection connection, WatchStatus why) {
    if (watch.isOn()) {
      long text = address(connection);
      if (text >= 0) {
        watch.closed(why, way(connection), text, put(connection, text));
      }
    }
  }

  private long address(Connection connection) {
    watch.by(worker, connection.index);
    return watch.addressText(AddressText.BYTES_MAX, clock.nowNs());
  }

  private static WatchCommand way(Connection connection) {
    return connection.peer.isUnix() ? WatchCommand.LOCAL : WatchCommand.TCP;
  }

  private long put(Connection connection, long text) {
    return connection.peer.isUnix() ? text : connection.peer.put(watch.memory(), text);
  }
}
