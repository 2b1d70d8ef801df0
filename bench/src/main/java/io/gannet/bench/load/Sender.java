package io.gannet.bench.load;

import io.gannet.bench.load.Connection.Life;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.loop.SlotList;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import java.util.function.Predicate;

/** The way out: one send per connection and turn, and never two at a time on a connection. */
final class Sender {
  private static final int SEND_FLAGS = Socket.MSG_WAITALL | Socket.MSG_NOSIGNAL;

  private final Ring ring;
  private final Recorder recorder;
  private final SlotList<Connection> dirty;
  private final Predicate<Connection> flush = this::flush;
  private long nowNs;

  Sender(Rig rig, Recorder recorder) {
    this.ring = rig.ring;
    this.recorder = recorder;
    this.dirty = new SlotList<>(new Connection[rig.connections.length]);
  }

  /** The connection may have something to send at the end of the turn. */
  void markDirty(Connection connection) {
    dirty.add(connection);
  }

  /** Submits a send for each connection that has something to send and none in flight. */
  void flush() {
    if (!dirty.isEmpty()) {
      nowNs = System.nanoTime();
      dirty.forEach(flush);
    }
  }

  private boolean flush(Connection connection) {
    if (connection.life == Life.OPEN
        && connection.out.hasUnsent()
        && !connection.out.isSending()) {
      recorder.sends(connection.inFlight, nowNs);
      connection.inFlight.flush(nowNs);
      connection.out.seal();
      send(connection);
    }
    return true;
  }

  private void send(Connection connection) {
    OutBuffer out = connection.out;
    ring.getSqe()
        .prepSend(
            connection.index, out.memory, out.sendOffset(), out.sendLength(), SEND_FLAGS)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.SEND));
  }

  /** The kernel took so many bytes of a send; true if that was all, and its memory is free. */
  boolean sent(Connection connection, int bytes) {
    recorder.tally.bytesSent += bytes;
    connection.out.sent(bytes);
    if (connection.out.isSending()) {
      send(connection);
      return false;
    }
    if (connection.out.hasUnsent()) {
      markDirty(connection);
    }
    return true;
  }
}
