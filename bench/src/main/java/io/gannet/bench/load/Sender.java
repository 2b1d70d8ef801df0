package io.gannet.bench.load;

import io.gannet.bench.load.Connection.Life;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;

/** The way out: one send per connection and turn, and never two at a time on a connection. */
final class Sender {
  private static final int SEND_FLAGS = Socket.MSG_WAITALL | Socket.MSG_NOSIGNAL;

  private final Ring ring;
  private final Recorder recorder;
  private final Connection[] dirty;
  private int dirtyCount;

  Sender(Rig rig, Recorder recorder) {
    this.ring = rig.ring;
    this.recorder = recorder;
    this.dirty = new Connection[rig.connections.length];
  }

  /** The connection may have something to send at the end of the turn. */
  void markDirty(Connection connection) {
    if (!connection.dirty) {
      connection.dirty = true;
      dirty[dirtyCount++] = connection;
    }
  }

  /** Submits a send for each connection that has something to send and none in flight. */
  void flush() {
    if (dirtyCount == 0) {
      return;
    }
    long nowNs = System.nanoTime();
    for (int i = 0; i < dirtyCount; i++) {
      Connection connection = dirty[i];
      connection.dirty = false;
      if (connection.life == Life.OPEN
          && connection.out.hasUnsent()
          && !connection.out.isSending()) {
        recorder.sends(connection.inFlight, nowNs);
        connection.inFlight.flush(nowNs);
        connection.out.seal();
        send(connection);
      }
    }
    dirtyCount = 0;
  }

  private void send(Connection connection) {
    OutBuffer out = connection.out;
    connection.operations++;
    ring.getSqe()
        .prepSend(
            connection.index, out.memory, out.sendOffset(), out.sendLength(), SEND_FLAGS)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.userData(Op.SEND));
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
