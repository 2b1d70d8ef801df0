package io.gannet.server.worker;

import io.gannet.engine.process.Processor;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.Connection.Life;
import io.gannet.server.worker.Connection.Receive;

/**
 * How connections begin and end. A close is finished only when every operation of the connection
 * has completed: until then the kernel may still write into a reserved value or read a reply.
 */
final class Lifecycle {
  private final Ring ring;
  private final ConnectionTable table;
  private final ReceiveBuffers buffers;
  private final Processor processor;
  private final WorkerMetrics metrics;

  Lifecycle(
      Ring ring,
      ConnectionTable table,
      ReceiveBuffers buffers,
      Processor processor,
      WorkerMetrics metrics) {
    this.ring = ring;
    this.table = table;
    this.buffers = buffers;
    this.processor = processor;
    this.metrics = metrics;
  }

  /**
   * Takes an accepted descriptor over into the ring's own table.
   *
   * @return the connection, with nothing armed; null if it had to be refused
   */
  Connection adopt(int fd, int nowSec) {
    Connection connection = table.acquire();
    if (connection == null) {
      Unistd.close(fd);
      metrics.refused.increment();
      return null;
    }
    metrics.adopted.increment();
    int installed = ring.registerFilesUpdate(connection.slot, fd);
    Unistd.close(fd);
    if (installed < 0) {
      connection.life = Life.CLOSING;
      metrics.resets.increment();
      release(connection);
      return null;
    }
    connection.activeAtSec = nowSec;
    metrics.connections.set(table.liveCount());
    return connection;
  }

  /** Reads no more; closes once everything answered was sent. */
  void drain(Connection connection) {
    if (connection.life == Life.OPEN) {
      connection.life = Life.DRAINING;
      buffers.releaseAll(connection);
    }
    closeIfDrained(connection);
  }

  /** Closes a draining connection that has nothing left to send. */
  void closeIfDrained(Connection connection) {
    boolean drained = !connection.isSending() && connection.out.unsentBytes() == 0;
    if (connection.life == Life.DRAINING && drained) {
      close(connection);
    }
  }

  /** Closes as soon as the kernel lets go; what is unsent is lost. */
  void close(Connection connection) {
    if (connection.life == Life.CLOSING) {
      return;
    }
    connection.life = Life.CLOSING;
    buffers.releaseAll(connection);
    if (connection.inFlight == 0) {
      closeDescriptor(connection);
    } else if (!connection.cancelled) {
      connection.cancelled = true;
      connection.inFlight++;
      ring.getSqe()
          .prepCancelFd(
              connection.slot,
              IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_FD_FIXED)
          .userData(connection.userData(Op.CANCEL));
    }
  }

  /** An operation of the connection has completed for good. */
  void ended(Connection connection) {
    assert connection.inFlight > 0;
    if (--connection.inFlight == 0 && connection.life == Life.CLOSING) {
      closeDescriptor(connection);
    }
  }

  private void closeDescriptor(Connection connection) {
    processor.reset(connection.session);
    connection.out.clear();
    connection.inFlight = 1;
    ring.getSqe()
        .prepCloseDirect(connection.slot)
        .userData(connection.userData(Op.CLOSE));
  }

  /** The descriptor is closed: the slot is free for the next client. */
  void closed(Connection connection) {
    connection.inFlight = 0;
    release(connection);
  }

  private void release(Connection connection) {
    connection.receive = Receive.IDLE;
    connection.sendingBytes = 0;
    connection.notificationPending = false;
    connection.cancelled = false;
    connection.endOfInput = false;
    connection.valueEnd = 0;
    table.release(connection);
    metrics.released.increment();
    metrics.connections.set(table.liveCount());
  }
}
