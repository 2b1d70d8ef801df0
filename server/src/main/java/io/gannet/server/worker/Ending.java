package io.gannet.server.worker;

import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;

/**
 * The end of a worker: it reads no more, answers what it has read, and leaves.
 *
 * <pre>
 *   SERVING ─ stop ─► ANSWERING ─ nobody is owed anything ─────────────► LEAVING ─► LEFT
 *                         └─ time is up: those owed a reply are reset ──────┘
 * </pre>
 *
 * <p>Connections are not closed one by one: all operations are cancelled by one entry, and the
 * sockets go with the ring. A reply that could not be sent whole ends in a reset, never in what
 * looks like its end. One thread.
 */
final class Ending {
  /** How long late readers have to take their replies. */
  private static final long ANSWERING_NS_MAX = 3_000_000_000L;

  /** How long the kernel has to let go of what it was asked to do. */
  private static final long LEAVING_NS_MAX = 1_000_000_000L;

  private enum State {
    SERVING,
    ANSWERING,
    LEAVING,
    LEFT
  }

  private final Ring ring;
  private final ConnectionTable table;
  private final Lifecycle lifecycle;
  private final Submissions submissions;
  private final CoarseClock clock;
  private final WorkerMetrics metrics;
  private State state = State.SERVING;
  private long untilNs;

  Ending(
      Ring ring,
      ConnectionTable table,
      Lifecycle lifecycle,
      Submissions submissions,
      CoarseClock clock,
      WorkerMetrics metrics) {
    this.ring = ring;
    this.table = table;
    this.lifecycle = lifecycle;
    this.submissions = submissions;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** True once the end was asked for: nobody new is taken. */
  boolean hasBegun() {
    return state != State.SERVING;
  }

  /** True if everything is cancelled, the timer too. */
  boolean isLeaving() {
    return state == State.LEAVING || state == State.LEFT;
  }

  /** True if the thread may end. */
  boolean isOver() {
    return state == State.LEFT;
  }

  /** Reads no more; twice is once. */
  void begin() {
    if (state != State.SERVING) {
      return;
    }
    state = State.ANSWERING;
    untilNs = clock.nowNs() + ANSWERING_NS_MAX;
    for (int i = table.liveCount() - 1; i >= 0; i--) {
      table.live(i).endOfInput = true;
    }
  }

  /** Goes on as far as it can be gone now. Once a turn. */
  void step() {
    switch (state) {
      case ANSWERING -> answer();
      case LEAVING -> leave();
      default -> {}
    }
  }

  private boolean isLate() {
    return clock.nowNs() - untilNs >= 0;
  }

  private void answer() {
    boolean late = isLate();
    boolean owing = false;
    for (int i = table.liveCount() - 1; i >= 0; i--) {
      Connection connection = table.live(i);
      if (connection.owes()) {
        owing = true;
        if (late && submissions.haveRoom()) {
          metrics.cutReplies.increment();
          lifecycle.abort(connection);
        }
      }
    }
    if (!owing && submissions.haveRoom()) {
      cancelAll();
    }
  }

  private void cancelAll() {
    state = State.LEAVING;
    untilNs = clock.nowNs() + LEAVING_NS_MAX;
    int all = IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_ANY;
    ring.getSqe().prepCancel64(0, all).userData(UserData.pack(Op.CANCEL_ALL, 0, 0));
  }

  private void leave() {
    if (isLate() || !isAnythingInFlight()) {
      state = State.LEFT;
    }
  }

  private boolean isAnythingInFlight() {
    for (int i = table.liveCount() - 1; i >= 0; i--) {
      if (table.live(i).inFlight() > 0) {
        return true;
      }
    }
    return false;
  }
}
