package io.gannet.server.worker.turn;

import io.gannet.engine.process.Session;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.Sqe;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.Connection.Receive;
import java.lang.foreign.MemorySegment;

/**
 * What is armed for a connection's next bytes. What should be follows from the connection alone
 * ({@link #wanted}); {@link #steer} compares it with what is, and submits the difference:
 *
 * <ul>
 *   <li>a multishot receive into provided buffers, as a rule; of one that is sampled it is of
 *       messages, which say when they had come ({@link WireTimes});
 *   <li>a receive into the connection's own place, one at a time, for one that sends more than its
 *       share, sends large values, or found no provided buffer: so the rest have theirs, and it is
 *       heard all the same;
 *   <li>a receive of the rest of a large value straight into its reserved place, and of what ends
 *       its request into the connection's own; a multishot receive has to be cancelled first, and
 *       what it delivers meanwhile is copied;
 *   <li>nothing, while it waits for its turn or for its replies to be sent; if it waits for memory,
 *       a poll that tells when the peer has gone, unless it has told that it hung up.
 * </ul>
 */
final class Arming {
  private static final int MULTISHOT_FLAGS = IoUring.IOSQE_FIXED_FILE | IoUring.IOSQE_BUFFER_SELECT;

  /** Turns in a row in which all was carried out that make a connection one like the others. */
  private static final int CALM_TURNS = 16;

  /** Provided buffers that one whose turn it is not may fill before it is no longer listened to. */
  private static final int BURST_BUFFERS = 4;

  private final Ring ring;
  private final ReceiveBuffers buffers;
  private final MessageVectors vectors;
  private final Shards shards;
  private final PatienceClock patience;
  private final WireTimes wireTimes;
  private final WorkerMetrics metrics;
  private final long inPlaceBytesMin;

  Arming(
      Ring ring,
      ReceiveBuffers buffers,
      MessageVectors vectors,
      Shards shards,
      PatienceClock patience,
      WireTimes wireTimes,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.ring = ring;
    this.buffers = buffers;
    this.vectors = vectors;
    this.shards = shards;
    this.patience = patience;
    this.wireTimes = wireTimes;
    this.metrics = metrics;
    this.inPlaceBytesMin = options.receiveInPlaceBytesMin();
  }

  /** It sends more than can be carried out at once, or than there are buffers for. */
  void distrust(Connection connection) {
    connection.receivesOwn = true;
    connection.calmTurns = 0;
  }

  /** All that it had sent was carried out in one turn. */
  void calm(Connection connection) {
    if (++connection.calmTurns >= CALM_TURNS && !buffers.isScarce()) {
      connection.receivesOwn = false;
    }
  }

  /** What should be armed for the connection. */
  private Receive wanted(Connection connection) {
    if (connection.life() != Life.OPEN || connection.endOfInput) {
      return Receive.IDLE;
    }
    if (connection.isWaiting() || !connection.in.isEmpty()) {
      return wantedWhileWaiting(connection);
    }
    if (connection.session.awaitedBytes() >= inPlaceBytesMin) {
      return Receive.VALUE;
    }
    return connection.receivesOwn || buffers.isScarce() ? Receive.OWN : Receive.ARMED;
  }

  /** A send in flight learns itself that the peer is gone; without one a poll does. */
  private Receive wantedWhileWaiting(Connection connection) {
    if (connection.waitsForMemory()) {
      return connection.isSending() || connection.hungUp ? Receive.IDLE : Receive.WATCH;
    }
    if (connection.waitsForOutput || connection.receive() != Receive.ARMED) {
      return Receive.IDLE;
    }
    if (connection.in.buffers() >= BURST_BUFFERS) {
      distrust(connection);
      return Receive.IDLE;
    }
    return Receive.ARMED;
  }

  /** Brings what is armed nearer to what is wanted. */
  void steer(Connection connection) {
    Receive wanted = wanted(connection);
    Receive armed = connection.receive();
    if (armed == Receive.IDLE) {
      arm(connection, wanted);
    } else if (armed != wanted && connection.life() != Life.CLOSING) {
      switch (armed) {
        case ARMED -> cancel(connection, Op.RECV);
        case WATCH -> cancel(connection, Op.WATCH);
        default -> {} // ends by itself with the next bytes
      }
    }
  }

  /**
   * Has what is armed end, to be armed anew if it is still wanted: a wake-up that was lost is made
   * up for. By user data, which the kernel looks up; by descriptor it would search all there is.
   */
  void renew(Connection connection) {
    switch (connection.receive()) {
      case ARMED -> cancel(connection, Op.RECV);
      case WATCH -> cancel(connection, Op.WATCH);
      case OWN -> probe(connection, Op.RECV_OWN);
      case VALUE -> probe(connection, Op.RECV_VALUE);
      default -> {}
    }
  }

  /** Has an operation end with what it has got so far. */
  void probe(Connection connection, int op) {
    assert connection.isInFlight(op) : "nothing to ask";
    ring.getSqe()
        .prepCancel64(connection.userData(op), 0)
        .userData(connection.began(Op.CANCEL));
  }

  private void cancel(Connection connection, int op) {
    connection.cancelling();
    probe(connection, op);
  }

  private void arm(Connection connection, Receive wanted) {
    switch (wanted) {
      case ARMED -> armMultishot(connection);
      case OWN -> receiveOwn(connection);
      case VALUE -> receiveValue(connection);
      case WATCH -> watch(connection);
      default -> {
        return;
      }
    }
    assert connection.receive() == wanted && connection.life() == Life.OPEN;
    connection.armedAtSec = patience.nowSec();
  }

  private void armMultishot(Connection connection) {
    metrics.arms.increment();
    prepMultishot(connection).flags(MULTISHOT_FLAGS).userData(connection.began(Op.RECV));
  }

  private Sqe prepMultishot(Connection connection) {
    Sqe sqe = ring.getSqe();
    return connection.isSampled
        ? sqe.prepRecvmsgMultishot(connection.index, wireTimes.header(), buffers.group())
        : sqe.prepRecvMultishot(connection.index, buffers.group());
  }

  private void receiveOwn(Connection connection) {
    connection.place.touched();
    Inbox in = connection.in;
    ring.getSqe()
        .prepRecv(connection.index, in.ownMemory(), in.ownOffset(), Place.IN_BYTES, 0)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.RECV_OWN));
  }

  private void receiveValue(Connection connection) {
    prepReceiveValue(connection)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.RECV_VALUE));
  }

  /** Without a message left the value comes alone, and what ends its request behind it. */
  private Sqe prepReceiveValue(Connection connection) {
    Session session = connection.session;
    long bytes = session.awaitedBytes();
    int trailerBytes = session.trailerBytes();
    MemorySegment store = shards.memoryOf(session);
    long offset = session.awaitedOffset();
    assert session.holdsMemory() && 0 <= offset && offset + bytes <= store.byteSize();
    if (trailerBytes == 0 || !vectors.begin()) {
      return ring.getSqe()
          .prepRecv(connection.index, store, offset, (int) bytes, Socket.MSG_WAITALL);
    }
    connection.place.touched();
    Inbox in = connection.in;
    vectors.add(store, offset, bytes);
    vectors.add(in.ownMemory(), in.ownOffset(), trailerBytes);
    return ring.getSqe().prepRecvmsg(connection.index, vectors.end(), Socket.MSG_WAITALL);
  }

  /** Errors and hang-ups are told whether asked for or not: poll(2). */
  private void watch(Connection connection) {
    ring.getSqe()
        .prepPollAdd(connection.index, Poll.POLLERR | Poll.POLLHUP)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(connection.began(Op.WATCH));
  }
}
