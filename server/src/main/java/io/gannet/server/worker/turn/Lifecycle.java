package io.gannet.server.worker.turn;

import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.process.Processor;
import io.gannet.engine.watch.WatchStatus;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrStorage;
import io.gannet.ffi.linux.SockaddrUnspec;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How connections begin and end. A close is finished only when every operation of the connection
 * has completed: until then the kernel may still write into a reserved value or read a reply.
 */
final class Lifecycle {
  private final Ring ring;
  private final ConnectionTable table;
  private final Processor processor;
  private final PatienceClock patience;
  private final WireTimes wireTimes;
  private final WorkerMetrics metrics;
  private final CommandLog log;
  private final ConnectionEvents events;
  private final Sockaddr nobody = new SockaddrUnspec();
  private final SockaddrStorage peer = new SockaddrStorage();
  private final MemorySegment peerLength = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

  Lifecycle(
      Ring ring,
      ConnectionTable table,
      Processor processor,
      PatienceClock patience,
      WireTimes wireTimes,
      WorkerMetrics metrics,
      CommandLog log,
      ConnectionEvents events) {
    this.log = log;
    this.events = events;
    this.ring = ring;
    this.table = table;
    this.processor = processor;
    this.patience = patience;
    this.wireTimes = wireTimes;
    this.metrics = metrics;
  }

  /**
   * Takes an accepted descriptor over into the ring's own table.
   *
   * @param listener the number of the one that accepted it
   * @return the connection, with nothing armed; null if it had to be refused
   */
  Connection adopt(int fd, int listener) {
    Connection connection = table.acquire(patience.nowSec());
    if (connection == null) {
      ring.kernel().close(fd);
      metrics.refused.increment();
      return null;
    }
    metrics.adopted.increment();
    connection.listener = listener;
    connection.session.origin = connection.userData(0);
    askWhoItIs(connection, fd);
    wireTimes.adopted(connection, fd);
    int installed = ring.registerFilesUpdate(connection.index, fd);
    ring.kernel().close(fd);
    if (installed < 0) {
      connection.close();
      metrics.resets.increment();
      release(connection);
      return null;
    }
    metrics.connections.set(table.liveCount());
    if (log != null) {
      logPeer(connection);
    }
    events.came(connection);
    return connection;
  }

  /** Who it is, once for all of its requests; if the log is full it is not known there. */
  private void logPeer(Connection connection) {
    long text = log.peerText(AddressText.BYTES_MAX);
    if (text >= 0 && !connection.peer.isUnix()) {
      log.peer(connection.session.origin, text, connection.peer.put(log.memory(), text));
    }
  }

  /** While there is a descriptor to ask: the ring's own table has none that a call could name. */
  private void askWhoItIs(Connection connection, int fd) {
    if (Socket.getpeername(fd, peer, peerLength) == 0) {
      connection.peer.is(peer);
    } else {
      connection.peer.isUnknown();
    }
  }

  /** Reads no more; closes once everything answered was sent, and everything promised. */
  void drain(Connection connection) {
    if (connection.life() == Life.OPEN) {
      connection.drain();
    }
    closeIfDrained(connection);
  }

  /**
   * Closes a draining connection that has nothing left to send. What the kernel may still read of
   * it is not sent before the peer has it: who does not take that is deaf, and nobody would look
   * at a connection that is being closed.
   */
  void closeIfDrained(Connection connection) {
    boolean sent = !connection.isSending() && !connection.out.owes();
    if (connection.life() == Life.DRAINING && sent && !connection.isZeroCopying()) {
      WatchStatus why = connection.session.wentWrong ? WatchStatus.ERROR : WatchStatus.NORMAL;
      close(connection, why, false);
    }
  }

  /**
   * Closes as soon as the kernel lets go; what is unsent is lost. Of memory that it may read for
   * the sake of a peer it would let go when that has taken all: so the peer is reset.
   */
  void close(Connection connection) {
    close(connection, WatchStatus.ERROR);
  }

  /** The same of one that has done nothing for long. */
  void closeIdle(Connection connection) {
    close(connection, WatchStatus.IDLE_TIMEOUT);
  }

  private void close(Connection connection, WatchStatus why) {
    if (connection.life() != Life.CLOSING) {
      close(connection, why, connection.isZeroCopying());
    }
  }

  /**
   * Closes in a way that the peer cannot take for the end of a reply: it is sent a reset, and what
   * the kernel still holds for it is dropped. To connect a socket to nobody dissolves what it is
   * connected to: connect(2), AF_UNSPEC; {@code tcp_disconnect} in net/ipv4/tcp.c. There is no such
   * thing as a reset between Unix sockets: what was sent can be read, and then it ends.
   */
  void abort(Connection connection) {
    if (connection.life() != Life.CLOSING) {
      close(connection, WatchStatus.ERROR, !connection.peer.isUnix());
    }
  }

  private void close(Connection connection, WatchStatus why, boolean reset) {
    events.goes(connection, why);
    if (reset) {
      ring.getSqe()
          .prepConnect(connection.index, nobody)
          .flags(IoUring.IOSQE_FIXED_FILE)
          .userData(connection.began(Op.ABORT));
    }
    connection.close();
    if (!connection.cancelAll(ring)) {
      closeDescriptor(connection);
    }
  }

  /** An operation of the connection has completed for good. */
  void ended(Connection connection, int op) {
    if (connection.ended(op) && connection.life() == Life.CLOSING) {
      closeDescriptor(connection);
    }
  }

  private void closeDescriptor(Connection connection) {
    assert connection.life() == Life.CLOSING;
    assert connection.inFlight() == 0 : "the kernel may still use its memory";
    processor.reset(connection.session);
    connection.out.clear();
    assert !connection.session.holdsMemory() && connection.out.chunks() == 0;
    assert connection.out.promises() == 0;
    connection.place.giveBack();
    ring.getSqe()
        .prepCloseDirect(connection.index)
        .userData(connection.began(Op.CLOSE));
  }

  /** The descriptor is closed: the slot is free for the next client. */
  void closed(Connection connection) {
    boolean last = connection.ended(Op.CLOSE);
    assert connection.life() == Life.CLOSING;
    assert last : "nothing is submitted for a connection that is being closed";
    release(connection);
  }

  private void release(Connection connection) {
    wireTimes.released(connection);
    table.release(connection);
    metrics.released.increment();
    metrics.connections.set(table.liveCount());
  }
}
