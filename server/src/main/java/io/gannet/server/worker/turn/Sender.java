package io.gannet.server.worker.turn;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.loop.SlotList;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

/**
 * The way out: one send per connection and turn, and what follows from its CQE.
 *
 * <p>A connection has at most one send in flight, so replies keep their order whatever the kernel
 * does. One piece goes as a plain send, several as one sendmsg, a large value alone as a zero-copy
 * send if that is asked for. Such a one is over with its first CQE, and the next may follow; the
 * memory is ours again with its second, the notification, when the peer has acknowledged all. What
 * lies behind a hole waits until that is filled, and what lies before it, a while ({@link
 * HoldBack}): where this class speaks of an end, it is the first hole, or the end of the queue.
 *
 * <p>To send is to copy, on this thread: once a turn has sent much, those who have much to send
 * wait for the next one, in order.
 */
final class Sender {
  private static final int SEND_FLAGS = Socket.MSG_WAITALL | Socket.MSG_NOSIGNAL;

  /** Bytes to send that make a connection wait once the turn has sent its part. */
  private static final long LARGE_BYTES = 64 << 10;

  private static final long TURN_BYTES = 1 << 20;

  private final Ring ring;
  private final ChunkPool pool;
  private final ChunkTable chunks;
  private final Shards shards;
  private final PatienceClock patience;
  private final Lifecycle lifecycle;
  private final MessageVectors vectors;
  private final Submissions submissions;
  private final WireTimes wireTimes;
  private final WorkerMetrics metrics;
  private final long zeroCopyBytesMin;
  private final SlotList<Connection> dirty;
  private final HoldBack holdBack;
  private final Predicate<Connection> sendUnlessItHasToWait = this::sendUnlessItHasToWait;
  private long turnBytes;

  Sender(
      Ring ring,
      ChunkPool pool,
      Shards shards,
      PatienceClock patience,
      Lifecycle lifecycle,
      MessageVectors vectors,
      Submissions submissions,
      WireTimes wireTimes,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.ring = ring;
    this.pool = pool;
    this.chunks = pool.chunks;
    this.shards = shards;
    this.patience = patience;
    this.lifecycle = lifecycle;
    this.vectors = vectors;
    this.submissions = submissions;
    this.wireTimes = wireTimes;
    this.metrics = metrics;
    boolean may = ring.features().supports(IoUring.IORING_OP_SEND_ZC);
    this.zeroCopyBytesMin =
        may && options.zeroCopyBytesMin() > 0 ? options.zeroCopyBytesMin() : Long.MAX_VALUE;
    this.holdBack = new HoldBack(patience, metrics);
    this.dirty = new SlotList<>(new Connection[options.connectionsMax()]);
  }

  /** A turn begins, which may send its part. */
  void beginTurn() {
    turnBytes = 0;
  }

  /** The connection may have something to send at the end of the turn. */
  void markDirty(Connection connection) {
    assert connection.life() != Life.FREE;
    dirty.add(connection);
  }

  /** True if somebody's replies have to wait for the next turn. */
  boolean hasMore() {
    return dirty.size() > holdBack.count();
  }

  /** True if somebody's replies wait for others: {@link #heldBackNs}. */
  boolean holdsBack() {
    return holdBack.count() > 0;
  }

  /** How long the first of them has to wait yet, in nanoseconds. */
  long heldBackNs() {
    return holdBack.leftNs();
  }

  /** Submits a send for each connection that has something to send and none in flight. */
  void flush() {
    holdBack.begin();
    dirty.forEach(sendUnlessItHasToWait);
  }

  private boolean sendUnlessItHasToWait(Connection connection) {
    if (hasToWait(connection) || holdBack.holds(connection)) {
      return false;
    }
    send(connection);
    return true;
  }

  private boolean hasToWait(Connection connection) {
    boolean large = turnBytes > TURN_BYTES && connection.out.unsentBytes() > LARGE_BYTES;
    return large && !connection.out.isHeldUp() || !submissions.haveRoom();
  }

  private void send(Connection connection) {
    if (connection.isSending() || !connection.life().isAlive()) {
      return;
    }
    if (!connection.following.isIdle()) {
      connection.following.look(connection, patience);
    }
    int first = connection.out.seal();
    int end = connection.out.sendEnd();
    if (first == end) {
      connection.out.rest();
      return;
    }
    assert connection.out.unsentBytes() > 0;
    if (connection.sendStands == 0) {
      connection.sentAtSec = patience.nowSec();
    }
    metrics.sends.increment();
    if (isZeroCopy(connection, first) && connection.mayZeroCopy()) {
      sendZeroCopy(connection, first);
    } else if (isAlone(connection, first, end)) {
      sendOne(connection, first);
    } else {
      sendVector(connection, first, end);
    }
    assert connection.isSending() : "nothing would tell when the next may go";
  }

  /** True if the chunk is not to go together with those behind it. */
  private boolean isAlone(Connection connection, int chunk, int end) {
    int next = chunks.next(chunk);
    return isZeroCopy(connection, chunk)
        || next == end
        || isZeroCopy(connection, next);
  }

  /** A Unix socket answers EOPNOTSUPP to it, and copies from one process to the other anyway. */
  private boolean isZeroCopy(Connection connection, int chunk) {
    return chunks.isPinned(chunk)
        && chunks.length(chunk) >= zeroCopyBytesMin
        && !connection.peer.isUnix();
  }

  private void sendOne(Connection connection, int chunk) {
    int length = (int) chunks.length(chunk);
    ring.getSqe()
        .prepSend(
            connection.index, memoryOf(connection, chunk), chunks.offset(chunk), length, SEND_FLAGS)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(begin(connection, length, Op.SEND));
  }

  private long begin(Connection connection, long bytes, int op) {
    turnBytes += bytes;
    connection.heldBackSinceNs = HoldBack.NEVER;
    return connection.beganSend(op, bytes);
  }

  private void sendZeroCopy(Connection connection, int chunk) {
    int length = (int) chunks.length(chunk);
    metrics.zeroCopySends.increment();
    ring.getSqe()
        .prepSendZc(
            connection.index, memoryOf(connection, chunk), chunks.offset(chunk), length, SEND_FLAGS)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(begin(connection, length, connection.zeroCopyOp(chunk)));
    chunks.awaitNotification(chunk);
  }

  private void sendVector(Connection connection, int first, int end) {
    if (!vectors.begin() && !beginAfterSubmitting()) {
      sendOne(connection, first);
      return;
    }
    int chunk = first;
    long bytes = 0;
    while (chunk != end && !isZeroCopy(connection, chunk) && vectors.hasRoom()) {
      vectors.add(memoryOf(connection, chunk), chunks.offset(chunk), chunks.length(chunk));
      bytes += chunks.length(chunk);
      chunk = chunks.next(chunk);
    }
    metrics.vectoredSends.increment();
    ring.getSqe()
        .prepSendmsg(connection.index, vectors.end(), SEND_FLAGS)
        .flags(IoUring.IOSQE_FIXED_FILE)
        .userData(begin(connection, bytes, Op.SEND));
  }

  /** False if the kernel still needs all vectors: then one piece goes alone. */
  private boolean beginAfterSubmitting() {
    submissions.submit();
    return vectors.begin();
  }

  private MemorySegment memoryOf(Connection connection, int chunk) {
    return switch (chunks.source(chunk)) {
      case ChunkTable.STORE -> shards.memory(chunks.shard(chunk));
      case ChunkTable.OWN_PLACE -> connection.place.memory();
      case ChunkTable.KEPT -> pool.keptMemory();
      default -> pool.blockMemory();
    };
  }

  /** A CQE of a send. */
  void onSent(Connection connection, Cqe cqe) {
    onResult(connection, cqe.res());
    lifecycle.ended(connection, Op.SEND);
  }

  /** A CQE of a zero-copy send: its result, or the notification that the memory is ours. */
  void onZeroCopySent(Connection connection, Cqe cqe, int op) {
    if (!cqe.notif()) {
      onResult(connection, cqe.res());
    }
    if (!cqe.more()) {
      connection.out.notified(connection.zeroCopyChunk(op));
      lifecycle.ended(connection, op);
      lifecycle.closeIfDrained(connection);
    }
  }

  private void onResult(Connection connection, int result) {
    long asked = connection.endedSend();
    if (result > 0) {
      sent(connection, result, asked);
    } else if (result == -Errno.ECANCELED || result == -Errno.EINTR) {
      connection.sendStands++;
      markDirty(connection);
    } else {
      failed(connection);
    }
  }

  private void sent(Connection connection, int bytes, long asked) {
    assert bytes <= asked && asked <= connection.out.unsentBytes();
    metrics.bytesWritten.add(bytes);
    if (bytes < asked) {
      metrics.shortSends.increment();
    }
    connection.sendStands = 0;
    connection.sentAtSec = patience.nowSec();
    connection.out.sent(bytes);
    if (!connection.following.isIdle()) {
      wireTimes.sent(connection, bytes);
      connection.following.look(connection, patience); // what wants no reply has none to come
    }
    if (connection.out.unsentBytes() > 0) {
      markDirty(connection);
    } else {
      lifecycle.closeIfDrained(connection);
    }
  }

  private void failed(Connection connection) {
    if (connection.life() != Life.CLOSING) {
      metrics.resets.increment();
    }
    lifecycle.close(connection);
  }
}
