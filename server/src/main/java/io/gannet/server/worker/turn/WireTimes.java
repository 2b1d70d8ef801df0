package io.gannet.server.worker.turn;

import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.linux.Timestamping;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUringRecvmsgOut;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.foreign.MemorySegment;

/**
 * How long replies take from wire to wire, of a sample of connections: from when the kernel had the
 * last byte of a receive to the turn that sees the end of the send of what answers it.
 *
 * <pre>
 *   packet ─► socket … receive ─► turn, or several … send ─► its CQE ─► the next turn begins
 *   └ the kernel's stamp                                               └ and that is the end
 *   └────────────────────── what {@link WorkerMetrics#wireTimes} count ┘
 * </pre>
 *
 * <p>Of {@code --wire-sample} connections one is sampled, and one if there is any: its receives are
 * multishots into provided buffers as everybody's, but of messages, whose ancillary data is the
 * stamp. The kernel's clock is the one on the wall: how long a receive has waited is asked when it
 * is seen, so that a step of that clock is of no matter later. One thread.
 */
final class WireTimes implements AutoCloseable {
  /** Bytes of memory that the constructor takes. */
  static final long BYTES = Msghdr.LAYOUT.byteSize();

  /** Bytes of a provided buffer before what a sampled receive has brought. */
  static final int HEAD_BYTES = IoUringRecvmsgOut.headBytes(Timestamping.controlBytes());

  private static final int NONE = -1;

  private final Kernel kernel;
  private final ReceiveBuffers buffers;
  private final PatienceClock patience;
  private final MemorySegment header;
  private final WorkerMetrics metrics;
  private final int every;
  private final int holder;
  private int sampled;
  private int passed;
  private long turnNs;

  WireTimes(
      Kernel kernel,
      ReceiveBuffers buffers,
      PatienceClock patience,
      MemorySegment header,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.kernel = kernel;
    this.buffers = buffers;
    this.patience = patience;
    this.header = header;
    this.metrics = metrics;
    boolean roomy = buffers.bufferBytes() >= 2 * HEAD_BYTES;
    this.every = roomy ? options.wireSample() : 0;
    this.holder = every > 0 ? openHolder() : NONE;
    Msghdr.setControlBytes(header, Timestamping.controlBytes());
  }

  /**
   * A socket that asks for stamps and does nothing else. Linux switches stamps on for the whole
   * host when the first socket asks, in its own time, and off with the last: with this one they are
   * on when a client comes, and nothing is switched when one goes.
   */
  private int openHolder() {
    int fd = Socket.socket(Socket.AF_INET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    if (fd >= 0) {
      kernel.stampReceives(fd);
    }
    return fd;
  }

  void beginTurn(long startNs) {
    turnNs = startNs;
  }

  /** Chooses who is sampled, while there is a descriptor to ask for stamps. */
  void adopted(Connection connection, int fd) {
    passed++;
    boolean chosen = every > 0 && (sampled == 0 || passed >= every);
    if (chosen && !connection.peer.isUnix() && kernel.stampReceives(fd) == 0) {
      connection.isSampled = true;
      passed = 0;
      count(1);
    }
  }

  /** A connection is gone. */
  void released(Connection connection) {
    if (connection.isSampled) {
      connection.isSampled = false;
      count(-1);
    }
  }

  private void count(int more) {
    sampled += more;
    assert sampled >= 0;
    metrics.sampled.set(sampled);
  }

  /** What receives of a sampled connection are armed with. */
  MemorySegment header() {
    return header;
  }

  /**
   * A sampled receive was taken over. Its buffer is as the kernel left it, given back or not: it is
   * the kernel's when the turn publishes it.
   */
  void received(Connection connection, int buffer) {
    if (!connection.following.isIdle() || !connection.life().isAlive()) {
      return;
    }
    long stampNs = stampNs(buffers.offset(buffer));
    long waitedNs = stampNs == 0 ? -1 : kernel.clockNs(Time.CLOCK_REALTIME) - stampNs;
    if (waitedNs >= 0) { // else it is not known, or the clock was set back
      connection.following.begin(connection.in, kernel.nowNs() - waitedNs);
      connection.following.look(connection, patience);
    }
  }

  /** When the kernel had what fills a buffer; 0 if it does not tell. */
  private long stampNs(long buffer) {
    MemorySegment memory = buffers.memory();
    return Timestamping.receivedNs(
        memory,
        buffer + IoUringRecvmsgOut.CONTROL_OFFSET,
        IoUringRecvmsgOut.controlBytes(memory, buffer));
  }

  /** So many bytes of a connection are seen to be sent. */
  void sent(Connection connection, long bytes) {
    Following following = connection.following;
    if (following.sent(bytes)) {
      metrics.wireTimes.record(Math.max(0, turnNs - following.sinceNs()));
    }
  }

  @Override
  public void close() {
    if (holder >= 0) {
      Unistd.close(holder);
    }
  }
}
