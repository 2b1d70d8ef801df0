package io.gannet.server.worker.turn;

import io.gannet.engine.time.CoarseClock;

/**
 * The end of a worker: it reads no more, answers what it has read, and leaves.
 *
 * <pre>
 *   SERVING ─ stop ─► ANSWERING ─ nobody is owed anything, here or of ours ─► LEAVING ─► LEFT
 *                         └─ time is up: those owed a reply are reset ─────────┘
 * </pre>
 *
 * <p>Connections are not closed one by one: what is armed is cancelled, so that the kernel lets go
 * of our memory, and the sockets go with the ring. A reply that could not be sent whole ends in a
 * reset, never in what looks like its end. One thread.
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

  private final ConnectionTable table;
  private final Lifecycle lifecycle;
  private final Arming arming;
  private final Submissions submissions;
  private final CoarseClock clock;
  private final WorkerMetrics metrics;
  private final Crossing crossing;
  private State state = State.SERVING;
  private long untilNs;

  /** Connections whose receives are still to be cancelled. */
  private int letGo;

  Ending(
      ConnectionTable table,
      Lifecycle lifecycle,
      Arming arming,
      Submissions submissions,
      CoarseClock clock,
      WorkerMetrics metrics,
      Crossing crossing) {
    this.table = table;
    this.lifecycle = lifecycle;
    this.arming = arming;
    this.submissions = submissions;
    this.clock = clock;
    this.metrics = metrics;
    this.crossing = crossing;
  }

  /** True once the end was asked for: nobody new is taken. */
  boolean hasBegun() {
    return state != State.SERVING;
  }

  /** True if nobody is served any more, and everything is cancelled. */
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
    if (!owing && (crossing == null || crossing.isDone() || late)) {
      state = State.LEAVING;
      untilNs = clock.nowNs() + LEAVING_NS_MAX;
      letGo = table.liveCount();
      leave();
    }
  }

  private void leave() {
    while (letGo > 0 && submissions.haveRoom()) {
      letGo--;
      if (letGo < table.liveCount()) {
        arming.renew(table.live(letGo));
      }
    }
    if (isLate() || letGo == 0 && !isAnythingInFlight()) {
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
