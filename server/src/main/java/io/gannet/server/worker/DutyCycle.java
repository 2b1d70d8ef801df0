package io.gannet.server.worker;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.process.Processor;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;
import java.lang.foreign.MemorySegment;

/**
 * A worker's loop. One turn:
 *
 * <pre>
 *   tell the time ─► drain CQEs ─► resume paused ─► flush: one send per connection
 *        ▲                                                        │
 *        └── one io_uring_enter, spinning first ◄── maintain ◄────┘
 * </pre>
 *
 * <p>Everything submitted in a turn goes to the kernel with the one enter at its end, which also
 * brings what has completed. A timer in the ring ends a long sleep, so that no enter needs a
 * timeout of its own.
 */
final class DutyCycle {
  /** Stored items that background work may look at in one turn: some tens of microseconds. */
  private static final int MAINTAIN_ITEMS = 256;

  /** How long a stopping worker waits for its last replies to be taken. */
  private static final long STOP_NS_MAX = 3_000_000_000L;

  /** Patience with connections that do not read, when their blocks are all that there are. */
  private static final int SHORT_SEND_TIMEOUT_SEC = 2;

  private final Ring ring;
  private final ConnectionTable table;
  private final ReceiveBuffers buffers;
  private final ChunkPool pool;
  private final Processor processor;
  private final CoarseClock clock;
  private final Lifecycle lifecycle;
  private final Receiver receiver;
  private final Sender sender;
  private final MessageVectors vectors;
  private final MemorySegment tickTimespec;
  private final WorkerMetrics metrics;
  private final WorkerOptions options;
  private final Counter busySinceNs;
  private final WalkOrder walks;
  private int sweptAtSec;
  private boolean moreToMaintain;
  private boolean stopping;
  private long stopByNs;

  /** The parts come wired together: see {@link Plant}. */
  DutyCycle(
      Plant plant,
      WorkerOptions options,
      WorkerMetrics metrics,
      Counter busySinceNs,
      WalkOrder walks) {
    this.ring = plant.ring;
    this.table = plant.table;
    this.buffers = plant.buffers;
    this.pool = plant.pool;
    this.processor = plant.shard.processor();
    this.clock = plant.clock;
    this.lifecycle = plant.lifecycle;
    this.receiver = plant.receiver;
    this.sender = plant.sender;
    this.vectors = plant.vectors;
    this.tickTimespec = plant.tickTimespec;
    this.metrics = metrics;
    this.options = options;
    this.busySinceNs = busySinceNs;
    this.walks = walks;
  }

  /** Serves until it is told to stop and every connection is closed. */
  void run() {
    armTick();
    while (turn()) {
      enter();
    }
  }

  private boolean isDone() {
    return stopping && (table.liveCount() == 0 || clock.nowNs() - stopByNs >= 0);
  }

  /** What is between two enters; false if it was the last. */
  private boolean turn() {
    clock.advance(System.nanoTime());
    busySinceNs.set(clock.nowNs());
    reap();
    receiver.resumePaused();
    sender.flush();
    buffers.publish();
    moreToMaintain = processor.maintain(MAINTAIN_ITEMS);
    count();
    busySinceNs.set(0);
    return !isDone();
  }

  private void reap() {
    int ready = ring.cqReady();
    for (int i = 0; i < ready; i++) {
      dispatch(ring.cqe(i));
    }
    ring.cqAdvance(ready);
  }

  private void dispatch(Cqe cqe) {
    long userData = cqe.userData();
    switch (UserData.op(userData)) {
      case Op.ADOPT -> adopt(cqe.res());
      case Op.TICK -> tick();
      case Op.STOP -> stop();
      case Op.WALK -> walks.carryOut(processor);
      default -> {
        Connection connection = table.find(userData);
        if (connection == null) {
          metrics.stale.increment();
        } else {
          dispatch(connection, cqe, UserData.op(userData));
        }
      }
    }
  }

  private void dispatch(Connection connection, Cqe cqe, int op) {
    switch (op) {
      case Op.RECV -> receiver.onReceive(connection, cqe);
      case Op.RECV_VALUE -> receiver.onReceiveValue(connection, cqe);
      case Op.SEND -> sender.onSent(connection, cqe);
      case Op.CANCEL -> lifecycle.ended(connection);
      case Op.CLOSE -> lifecycle.closed(connection);
      default -> throw new AssertionError("a CQE of no operation of ours: " + op);
    }
  }

  private void adopt(int fd) {
    Connection connection = lifecycle.adopt(fd, clock.nowSec());
    if (connection == null) {
      return;
    }
    if (stopping) {
      lifecycle.close(connection);
    } else {
      receiver.steer(connection);
    }
  }

  private void armTick() {
    ring.getSqe().prepTimeout(tickTimespec, 0, 0).userData(UserData.pack(Op.TICK, 0, 0));
  }

  private void tick() {
    armTick();
    if (clock.nowSec() != sweptAtSec) {
      sweptAtSec = clock.nowSec();
      sweep();
    }
  }

  /** Closes connections that have been idle or have kept resources for too long. */
  private void sweep() {
    for (int i = table.liveCount() - 1; i >= 0; i--) {
      Connection connection = table.live(i);
      if (connection.life == Connection.Life.CLOSING) {
        continue;
      }
      if (isStalled(connection)) {
        metrics.stallKicks.increment();
        lifecycle.close(connection);
      } else if (isIdle(connection)) {
        metrics.idleKicks.increment();
        lifecycle.close(connection);
      }
    }
  }

  /** Takes nothing of a reply, or sends a value so slowly that its place is kept too long. */
  private boolean isStalled(Connection connection) {
    int timeoutSec = pool.isExhausted() ? SHORT_SEND_TIMEOUT_SEC : options.sendTimeoutSec();
    boolean deaf =
        connection.isSending() && sweptAtSec - connection.sendingSinceSec >= timeoutSec;
    boolean slow =
        connection.valueEnd != 0
            && sweptAtSec - connection.valueSinceSec >= options.valueTimeoutSec();
    return deaf || slow;
  }

  private boolean isIdle(Connection connection) {
    return options.idleTimeoutSec() > 0
        && !connection.isSending()
        && sweptAtSec - connection.activeAtSec >= options.idleTimeoutSec();
  }

  /** Reads no more, answers what was read, and closes. */
  private void stop() {
    if (stopping) {
      return;
    }
    stopping = true;
    stopByNs = clock.nowNs() + STOP_NS_MAX;
    for (int i = table.liveCount() - 1; i >= 0; i--) {
      receiver.endInput(table.live(i));
    }
  }

  private void count() {
    metrics.turns.increment();
    metrics.enters.set(ring.enters());
    metrics.sqes.set(ring.sqes());
    metrics.cqes.set(ring.cqes());
    metrics.overflow.set(ring.cqOverflow());
    metrics.heldBuffers.set(buffers.heldCount());
  }

  private void enter() {
    int result;
    if (moreToMaintain || ring.cqReady() > 0) {
      result = ring.submitAndGetEvents();
    } else if (options.spinNs() > 0) {
      result = spinThenWait();
    } else {
      result = ring.submitAndWait(1);
    }
    if (result < 0 && !isPassing(-result)) {
      throw new IllegalStateException("io_uring_enter: " + Errno.name(-result));
    }
    vectors.submitted();
  }

  /** Submits, then looks for work that the kernel flags before it goes to sleep. */
  private int spinThenWait() {
    int result = ring.hasPending() ? ring.submitAndGetEvents() : 0;
    if (result < 0 || ring.cqReady() > 0) {
      return result;
    }
    long untilNs = System.nanoTime() + options.spinNs();
    do {
      if (ring.taskrun()) {
        return ring.submitAndGetEvents();
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - untilNs < 0);
    return ring.submitAndWait(1);
  }

  private boolean isPassing(int errno) {
    boolean passing =
        errno == Errno.EINTR
            || errno == Errno.EAGAIN
            || errno == Errno.EBUSY
            || errno == Errno.ETIME;
    if (errno != Errno.EINTR && errno != Errno.ETIME) {
      metrics.enterErrors.increment();
    }
    return passing;
  }
}
