package io.gannet.server.worker;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.Connection.Life;
import io.gannet.server.worker.Connection.Receive;

/**
 * The way in: from a receive's CQE to the processor, and what is armed next.
 *
 * <p>What should be armed follows from the connection alone ({@link #wanted}); {@link #steer}
 * compares it with what is, and submits the difference. Three things can be wanted:
 *
 * <ul>
 *   <li>a multishot receive into provided buffers, as a rule;
 *   <li>a receive of the rest of a large value straight into its reserved place; the multishot
 *       receive has to be cancelled first, and what it delivers meanwhile is copied;
 *   <li>nothing, while replies have no room (the connection is paused and holds the buffers that it
 *       could not consume), and when nothing more is to be read.
 * </ul>
 */
final class Receiver {
  private static final int RECEIVE_FLAGS = IoUring.IOSQE_FIXED_FILE | IoUring.IOSQE_BUFFER_SELECT;

  private final Ring ring;
  private final ReceiveBuffers buffers;
  private final int bufferGroup;
  private final Processor processor;
  private final CoarseClock clock;
  private final Lifecycle lifecycle;
  private final Sender sender;
  private final WorkerMetrics metrics;
  private final long inPlaceBytesMin;
  private final Window window = new Window();
  private final Connection[] paused;
  private int pausedCount;

  Receiver(
      Ring ring,
      ReceiveBuffers buffers,
      int bufferGroup,
      Processor processor,
      CoarseClock clock,
      Lifecycle lifecycle,
      Sender sender,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.ring = ring;
    this.buffers = buffers;
    this.bufferGroup = bufferGroup;
    this.processor = processor;
    this.clock = clock;
    this.lifecycle = lifecycle;
    this.sender = sender;
    this.metrics = metrics;
    this.inPlaceBytesMin = options.receiveInPlaceBytesMin();
    this.paused = new Connection[options.connectionsMax()];
  }

  /** A CQE of the multishot receive. */
  void onReceive(Connection connection, Cqe cqe) {
    int result = cqe.res();
    int buffer = cqe.hasBuffer() ? cqe.bufferId() : ReceiveBuffers.NONE;
    if (!cqe.more()) {
      connection.receive = Receive.IDLE;
      lifecycle.ended(connection);
    }
    if (result > 0) {
      metrics.receives.increment();
      metrics.bytesRead.add(result);
      accept(connection, buffer, result);
    } else {
      if (buffer != ReceiveBuffers.NONE) {
        buffers.recycle(buffer);
      }
      onNothing(connection, result);
    }
    steer(connection);
  }

  /** The CQE of a receive of a value. */
  void onReceiveValue(Connection connection, Cqe cqe) {
    int result = cqe.res();
    connection.receive = Receive.IDLE;
    if (result > 0) {
      metrics.valueReceives.increment();
      metrics.bytesRead.add(result);
      connection.activeAtSec = clock.nowSec();
      processor.received(connection.session, result);
    } else {
      onNothing(connection, result);
    }
    lifecycle.ended(connection);
    steer(connection);
  }

  /** End of input, or an error, or the end of an operation that says nothing of the connection. */
  private void onNothing(Connection connection, int result) {
    switch (-result) {
      case 0 -> endInput(connection);
      case Errno.ENOBUFS -> metrics.noBuffers.increment();
      case Errno.ECANCELED, Errno.EINTR -> {}
      default -> {
        if (connection.life != Life.CLOSING) {
          metrics.resets.increment();
        }
        lifecycle.close(connection);
      }
    }
  }

  /** Nothing more is read from the connection; what was read is answered, then it is closed. */
  void endInput(Connection connection) {
    connection.endOfInput = true;
    if (!connection.isPaused()) {
      lifecycle.drain(connection);
    }
    steer(connection);
  }

  private void accept(Connection connection, int buffer, int length) {
    if (connection.life != Life.OPEN) {
      buffers.recycle(buffer);
      return;
    }
    connection.activeAtSec = clock.nowSec();
    long offset = buffers.offset(buffer);
    if (connection.isPaused()) {
      hold(connection, buffer, offset, offset + length);
      return;
    }
    window.set(buffers.memory(), offset, length);
    switch (processor.process(connection.session, window, connection.out)) {
      case DRAINED -> buffers.recycle(buffer);
      case FULL -> hold(connection, buffer, window.position, window.limit);
      case CLOSE -> {
        buffers.recycle(buffer);
        lifecycle.drain(connection);
      }
    }
    sender.markDirty(connection);
  }

  private void hold(Connection connection, int buffer, long from, long to) {
    // Who waits only for others to give blocks back is not slow.
    boolean slow = connection.out.unsentBytes() > 0;
    if (slow && !buffers.mayHold()) {
      metrics.stallKicks.increment();
      buffers.recycle(buffer);
      lifecycle.close(connection);
      return;
    }
    buffers.hold(connection, buffer, from, to);
    if (!connection.listedAsPaused) {
      metrics.pauses.increment();
      connection.listedAsPaused = true;
      paused[pausedCount++] = connection;
    }
  }

  /** Goes on with the connections whose replies have room again. Once a turn. */
  void resumePaused() {
    for (int i = pausedCount - 1; i >= 0; i--) {
      Connection connection = paused[i];
      if (connection.isPaused() && !connection.out.full()) {
        resume(connection);
      }
      if (!connection.isPaused()) {
        connection.listedAsPaused = false;
        paused[i] = paused[--pausedCount];
        paused[pausedCount] = null;
      }
    }
  }

  private void resume(Connection connection) {
    boolean goOn = true;
    while (goOn && connection.isPaused()) {
      int buffer = connection.heldFirst;
      long from = buffers.heldPosition(buffer);
      window.set(buffers.memory(), from, buffers.heldLimit(buffer) - from);
      switch (processor.process(connection.session, window, connection.out)) {
        case DRAINED -> buffers.releaseFirst(connection);
        case FULL -> {
          buffers.consumedTo(buffer, window.position);
          goOn = false;
        }
        case CLOSE -> {
          lifecycle.drain(connection);
          goOn = false;
        }
      }
    }
    sender.markDirty(connection);
    if (connection.endOfInput && !connection.isPaused()) {
      lifecycle.drain(connection);
    }
    steer(connection);
  }

  /** What should be armed for the connection. */
  private Receive wanted(Connection connection) {
    boolean reads =
        connection.life == Life.OPEN && !connection.endOfInput && !connection.isPaused();
    if (!reads) {
      return Receive.IDLE;
    }
    return connection.session.awaitedBytes() >= inPlaceBytesMin ? Receive.VALUE : Receive.ARMED;
  }

  /** Notes since when a value is awaited: its place in the store is kept for it. */
  private void timeValue(Connection connection) {
    long bytes = connection.session.awaitedBytes();
    long end = bytes == 0 ? 0 : connection.session.awaitedOffset() + bytes;
    if (end != connection.valueEnd) {
      connection.valueEnd = end;
      connection.valueSinceSec = clock.nowSec();
    }
  }

  /** Brings what is armed nearer to what is wanted. */
  void steer(Connection connection) {
    timeValue(connection);
    Receive wanted = wanted(connection);
    if (connection.receive == Receive.IDLE) {
      switch (wanted) {
        case ARMED -> arm(connection);
        case VALUE -> receiveValue(connection);
        default -> {}
      }
    } else if (connection.receive == Receive.ARMED
        && wanted != Receive.ARMED
        && connection.life != Life.CLOSING) {
      cancel(connection);
    }
  }

  private void arm(Connection connection) {
    connection.receive = Receive.ARMED;
    connection.inFlight++;
    metrics.arms.increment();
    ring.getSqe()
        .prepRecvMultishot(connection.slot, bufferGroup)
        .flags(RECEIVE_FLAGS)
        .userData(connection.userData(Op.RECV));
  }

  private void receiveValue(Connection connection) {
    connection.receive = Receive.VALUE;
    connection.inFlight++;
    long offset = connection.session.awaitedOffset();
    int length = (int) connection.session.awaitedBytes();
    ring.getSqe()
        .prepRecv(connection.slot, processor.memory(), offset, length, Socket.MSG_WAITALL)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.userData(Op.RECV_VALUE));
  }

  private void cancel(Connection connection) {
    connection.receive = Receive.CANCELLING;
    connection.inFlight++;
    ring.getSqe()
        .prepCancel64(connection.userData(Op.RECV), 0)
        .userData(connection.userData(Op.CANCEL));
  }
}
