package io.gannet.bench.load;

import io.gannet.bench.load.Connection.Life;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;

/**
 * Opens connections, through the ring and all at once, and opens lost ones again: at most
 * {@link #LOSSES_MAX} times in a row without a reply between them, later each time.
 */
final class Lifecycle {
  private static final int LOSSES_MAX = 6;
  private static final long RETRY_NS = 10_000_000;

  private final Ring ring;
  private final Connection[] connections;
  private final Target target;
  private final Recorder recorder;
  private boolean starting = true;
  private int openCount;
  private int deadCount;

  Lifecycle(Rig rig, Target target, Recorder recorder) {
    this.ring = rig.ring;
    this.connections = rig.connections;
    this.target = target;
    this.recorder = recorder;
  }

  /** Whether all are open, for the first time: from then on one may fail. */
  boolean isStarted() {
    if (starting && openCount == connections.length) {
      starting = false;
    }
    return !starting;
  }

  boolean allDead() {
    return deadCount == connections.length;
  }

  /** Opens those that wait for it. */
  void openDue(long nowNs) {
    for (Connection connection : connections) {
      if (connection.life == Life.CLOSED && nowNs >= connection.retryAtNs) {
        open(connection);
      }
    }
  }

  private void open(Connection connection) {
    int fd = target.socket();
    int result = ring.registerFilesUpdate(connection.index, fd);
    Unistd.close(fd); // the slot holds the file
    if (result < 0) {
      throw new LoadException("registering a socket with the ring: " + Errno.name(-result), "");
    }
    connection.life = Life.CONNECTING;
    ring.getSqe()
        .prepConnect(connection.index, target.sockaddr())
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.CONNECT));
  }

  /** The connect has ended. */
  void onConnect(Connection connection, int result) {
    connection.ended(Op.CONNECT);
    if (result == 0 && connection.life == Life.CONNECTING) {
      connection.life = Life.OPEN;
      openCount++;
      receive(connection);
    } else if (starting && result < 0) {
      throw target.refused(-result);
    } else {
      lose(connection, "not connected again: " + Errno.name(-result));
    }
  }

  /** Arms the multishot receive. */
  void receive(Connection connection) {
    ring.getSqe()
        .prepRecvMultishot(connection.index, Rig.BUFFER_GROUP)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.RECV));
  }

  /** The connection is good for nothing any more; what it was to answer is lost. */
  void lose(Connection connection, String why) {
    if (connection.life != Life.OPEN && connection.life != Life.CONNECTING) {
      return;
    }
    recorder.failed(why);
    for (InFlight lost = connection.inFlight; !lost.isEmpty(); lost.remove()) {
      recorder.lost(lost, "lost with its connection");
    }
    if (connection.life == Life.OPEN) {
      openCount--;
    }
    connection.life = Life.CLOSING;
    if (!connection.cancelAll(ring)) {
      close(connection);
    }
  }

  /** One of the connection's operations has ended. */
  void ended(Connection connection, int op) {
    if (connection.ended(op) && connection.life == Life.CLOSING) {
      close(connection);
    }
  }

  private void close(Connection connection) {
    ring.registerFilesUpdate(connection.index, -1);
    connection.clear();
    connection.losses++;
    if (connection.losses >= LOSSES_MAX) {
      connection.life = Life.DEAD;
      deadCount++;
    } else {
      connection.life = Life.CLOSED;
      connection.retryAtNs = System.nanoTime() + (RETRY_NS << connection.losses);
    }
  }
}
