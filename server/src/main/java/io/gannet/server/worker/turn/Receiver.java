package io.gannet.server.worker.turn;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.uring.Cqe;
import io.gannet.server.worker.turn.Connection.Receive;

/**
 * The way in: from a receive's CQE to the processor, if it is the connection's turn, else to its
 * {@link Inbox}; and what a receive's end says of the connection. What is armed next is {@link
 * Arming}'s. One thread.
 */
final class Receiver {
  private final ReceiveBuffers buffers;
  private final Processor processor;
  private final PatienceClock patience;
  private final Lifecycle lifecycle;
  private final Arming arming;
  private final Scheduler scheduler;
  private final WireTimes wireTimes;
  private final WorkerMetrics metrics;
  private final Window window = new Window();

  Receiver(
      ReceiveBuffers buffers,
      Processor processor,
      PatienceClock patience,
      Lifecycle lifecycle,
      Arming arming,
      Scheduler scheduler,
      WireTimes wireTimes,
      WorkerMetrics metrics) {
    this.buffers = buffers;
    this.processor = processor;
    this.patience = patience;
    this.lifecycle = lifecycle;
    this.arming = arming;
    this.scheduler = scheduler;
    this.wireTimes = wireTimes;
    this.metrics = metrics;
  }

  /** A CQE of the multishot receive. */
  void onReceive(Connection connection, Cqe cqe) {
    int buffer = cqe.hasBuffer() ? cqe.bufferId() : ReceiveBuffers.NONE;
    boolean stamped = connection.isSampled && buffer != ReceiveBuffers.NONE;
    int head = stamped ? WireTimes.HEAD_BYTES : 0;
    int result = cqe.res() - head;
    if (!cqe.more()) {
      lifecycle.ended(connection, Op.RECV);
    }
    assert result <= 0 || buffer != ReceiveBuffers.NONE : "bytes that lie nowhere";
    if (result > 0) {
      metrics.receives.increment();
      assert !connection.isAtRest() || connection.following.isIdle() : "what is owed to nobody";
      arrived(connection, result);
      accept(connection, buffer, head, result);
    } else {
      if (buffer != ReceiveBuffers.NONE) {
        buffers.recycle(buffer);
      }
      onNothing(connection, result);
    }
    arming.steer(connection);
  }

  /** The CQE of a receive into the connection's own place. */
  void onReceiveOwn(Connection connection, Cqe cqe) {
    int result = cqe.res();
    if (result > 0) {
      metrics.ownReceives.increment();
      arrived(connection, result);
      acceptOwn(connection, result);
    } else {
      onNothing(connection, result);
    }
    lifecycle.ended(connection, Op.RECV_OWN);
    arming.steer(connection);
  }

  /** The CQE of a receive of a value, with what ends its request. */
  void onReceiveValue(Connection connection, Cqe cqe) {
    int result = cqe.res();
    if (result > 0) {
      metrics.valueReceives.increment();
      arrived(connection, result);
      arming.distrust(connection); // its next value is received with fewer steps so
      acceptValue(connection, result);
    } else {
      connection.valueStands += result == -Errno.ECANCELED ? 1 : 0;
      onNothing(connection, result);
    }
    lifecycle.ended(connection, Op.RECV_VALUE);
    arming.steer(connection);
  }

  /** The CQE of the poll: the peer is gone, or sends no more, or it was cancelled. */
  void onWatch(Connection connection, Cqe cqe) {
    boolean wasWatching = connection.receive() == Receive.WATCH;
    int events = Math.max(0, cqe.res());
    boolean gone = isGone(connection, events);
    connection.hungUp = !gone && (events & Poll.POLLHUP) != 0;
    if (gone && connection.life() != Life.CLOSING) {
      metrics.resets.increment();
      lifecycle.close(connection);
    }
    lifecycle.ended(connection, Op.WATCH);
    if (!wasWatching || gone) {
      arming.steer(connection);
    }
  }

  /**
   * TCP hangs up once both ways have ended; a Unix socket does with the peer's close, in front of
   * which there may be requests, and reports an error if replies were left unread ({@code
   * unix_release_sock} in net/unix/af_unix.c).
   */
  private static boolean isGone(Connection connection, int events) {
    int tells = connection.peer.isUnix() ? Poll.POLLERR : Poll.POLLERR | Poll.POLLHUP;
    return (events & tells) != 0;
  }

  private void arrived(Connection connection, int bytes) {
    metrics.bytesRead.add(bytes);
    connection.receivedAtSec = patience.nowSec();
    connection.valueStands = 0;
  }

  /** End of input, or an error, or the end of an operation that says nothing of the connection. */
  private void onNothing(Connection connection, int result) {
    switch (-result) {
      case 0 -> endInput(connection);
      case Errno.ENOBUFS -> {
        metrics.noBuffers.increment();
        arming.distrust(connection);
      }
      case Errno.ECANCELED, Errno.EINTR -> {}
      default -> {
        if (connection.life() != Life.CLOSING) {
          metrics.resets.increment();
        }
        lifecycle.close(connection);
      }
    }
  }

  /** Nothing more is read from the connection; what was read is answered, then it is closed. */
  private void endInput(Connection connection) {
    connection.endOfInput = true;
    if (!connection.isWaiting() && connection.in.isEmpty()) {
      lifecycle.drain(connection);
    }
  }

  private void accept(Connection connection, int buffer, int head, int length) {
    assert head + length <= buffers.bufferBytes();
    long offset = buffers.offset(buffer) + head;
    if (connection.life() != Life.OPEN || connection.endOfInput) {
      buffers.recycle(buffer);
      return;
    }
    if (scheduler.isItsTurn(connection)) {
      window.set(buffers.memory(), offset, length);
      Progress progress = scheduler.execute(connection, window);
      if (window.position < window.limit && progress != Progress.CLOSE) {
        connection.in.add(buffer, window.position, window.limit);
      } else {
        buffers.recycle(buffer);
      }
      scheduler.settle(connection, progress);
    } else {
      connection.in.add(buffer, offset, offset + length);
      scheduler.enqueue(connection);
    }
    if (head > 0) {
      wireTimes.received(connection, buffer);
    }
  }

  /**
   * Of the value everything is where it belongs; what came behind it is carried out as any, and so
   * is a request that ends with its value.
   */
  private void acceptValue(Connection connection, int length) {
    Session session = connection.session;
    int valueBytes = (int) Math.min(length, session.awaitedBytes());
    assert length - valueBytes <= session.trailerBytes();
    processor.received(session, valueBytes);
    boolean whole = session.awaitedBytes() == 0 && session.trailerBytes() == 0;
    if (length > valueBytes || whole) {
      acceptOwn(connection, length - valueBytes);
    }
  }

  private void acceptOwn(Connection connection, int length) {
    assert 0 <= length && length <= Place.IN_BYTES;
    if (connection.life() != Life.OPEN || connection.endOfInput) {
      return;
    }
    boolean itsTurn = scheduler.isItsTurn(connection);
    if (length > 0) {
      connection.in.addOwn(length);
    }
    if (length == Place.IN_BYTES) {
      arming.distrust(connection); // there is more
    }
    if (!itsTurn) {
      scheduler.enqueue(connection);
      return;
    }
    connection.in.show(window);
    Progress progress = scheduler.execute(connection, window);
    connection.in.consumed(window);
    scheduler.settle(connection, progress);
  }
}
