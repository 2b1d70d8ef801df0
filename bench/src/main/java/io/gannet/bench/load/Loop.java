package io.gannet.bench.load;

import io.gannet.bench.load.Connection.Life;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.loop.RingTimer;
import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.BufferRing;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;

/**
 * A load thread's loop. One turn:
 *
 * <pre>
 *   read the clock ─► drain CQEs: replies, and what they make room for ─► what is due
 *        ▲                                                                    │
 *        └── one io_uring_enter ◄── give buffers back ◄── one send a connection
 * </pre>
 *
 * <p>The clock is read once for all replies of a turn, and once for all its sends.
 */
final class Loop {
  private static final int TURNS_PER_LISTEN = 1 << 10;

  private final Ring ring;
  private final BufferRing buffers;
  private final Rig rig;
  private final Lifecycle lifecycle;
  private final Sender sender;
  private final Replies replies;
  private final Recorder recorder;
  private final Stage stage;
  private final RingWait wait;
  private final RingTimer tick;
  private final long spinNs;
  private final long requestsMax;
  private Pace pace;
  private int turns;
  private int epoch;
  private long graceNs;
  private long endedNs;
  private long endNs = Span.NEVER;

  Loop(
      Rig rig,
      Lifecycle lifecycle,
      Sender sender,
      Replies replies,
      Recorder recorder,
      Stage stage,
      long spinNs,
      long requestsMax) {
    this.ring = rig.ring;
    this.buffers = rig.buffers;
    this.rig = rig;
    this.lifecycle = lifecycle;
    this.sender = sender;
    this.replies = replies;
    this.recorder = recorder;
    this.stage = stage;
    this.wait = new RingWait(rig.ring);
    this.tick = rig.tick;
    this.spinNs = spinNs;
    this.requestsMax = requestsMax;
  }

  /**
   * Asks at that pace until it has ended and all is answered, or was not for {@code graceNs} more.
   */
  void run(Pace pace, long graceNs) {
    this.pace = pace;
    this.graceNs = graceNs;
    endedNs = Span.NEVER;
    endNs = Span.NEVER;
    if (!tick.isArmed()) {
      tick.arm();
    }
    long nowNs = System.nanoTime();
    listen();
    for (Connection connection : rig.connections) {
      pace.onRoom(connection, nowNs);
    }
    while (turn()) {
      waitUntil(pace.awakeAtNs());
    }
    giveUp();
  }

  /**
   * A thread that has nothing to do but take replies sleeps until one is there. One that has to
   * send at a time sleeps until a little before it, and then looks at the clock until it has come.
   */
  private void waitUntil(long awakeAtNs) {
    if (awakeAtNs == Span.NEVER) {
      wait.await(0);
    } else {
      wait.awaitUntil(awakeAtNs, spinNs);
    }
  }

  /** What is between two enters; false if it was the last. */
  private boolean turn() {
    long nowNs = System.nanoTime();
    if (stage.epoch() != epoch || (++turns & TURNS_PER_LISTEN - 1) == 0) {
      listen();
    }
    reap(nowNs);
    tick.mend(nowNs);
    pace.onTurn(nowNs);
    sender.flush();
    if (buffers.addedNotAdvanced() > 0) {
      buffers.advance();
    }
    recorder.show();
    return !isOver(nowNs);
  }

  /**
   * Does what the conductor has asked for since the last time, if anything. Called now and then
   * for nothing: what never happens before the measuring begins is not compiled, and to find that
   * out then would cost its first half second.
   */
  private void listen() {
    int asked = stage.epoch();
    if (asked == epoch) {
      return;
    }
    epoch = asked;
    Span span = recorder.span;
    if (span.untilNs == Span.NEVER && stage.untilNs() != Span.NEVER) {
      span.fromNs = stage.fromNs();
      span.untilNs = stage.untilNs();
      span.left = requestsMax;
      recorder.kinds.clear();
    }
    span.untilNs = Math.min(span.untilNs, stage.untilNs()); // it may end earlier than it was to
    recorder.cut(asked);
  }

  private void reap(long nowNs) {
    int ready = ring.cqReady();
    for (int i = 0; i < ready; i++) {
      dispatch(ring.cqe(i), nowNs);
    }
    ring.cqAdvance(ready);
  }

  private void dispatch(Cqe cqe, long nowNs) {
    long userData = cqe.userData();
    int op = UserData.op(userData);
    if (op == Op.TICK) {
      if (tick.fired(userData)) {
        tick.arm();
      }
      lifecycle.openDue(nowNs);
      return;
    }
    Connection connection = rig.connections[UserData.index(userData)];
    assert connection.isMeant(userData);
    switch (op) {
      case Op.RECV -> onReceive(connection, cqe, nowNs);
      case Op.SEND -> onSent(connection, cqe.res(), nowNs);
      case Op.CONNECT -> {
        lifecycle.onConnect(connection, cqe.res());
        pace.onRoom(connection, nowNs);
      }
      case Op.CANCEL -> lifecycle.ended(connection, op);
      default -> throw new AssertionError("a CQE of no operation of ours: " + op);
    }
  }

  private void onReceive(Connection connection, Cqe cqe, long nowNs) {
    int result = cqe.res();
    boolean more = cqe.more();
    if (result > 0) {
      int buffer = cqe.bufferId();
      if (connection.life == Life.OPEN) {
        read(connection, buffer, result, nowNs);
      }
      buffers.add(buffer);
    } else if (result != -Errno.ENOBUFS) {
      String how = result == 0 ? "closed by the server" : Errno.name(-result);
      lifecycle.lose(connection, "connection lost: " + how);
    }
    if (!more) {
      lifecycle.ended(connection, Op.RECV);
      if (connection.life == Life.OPEN) {
        lifecycle.receive(connection);
      }
    }
  }

  private void read(Connection connection, int buffer, int length, long nowNs) {
    replies.over(buffers.memory(), buffers.offset(buffer), length);
    String wrong = replies.read(connection, nowNs);
    if (wrong.isEmpty()) {
      pace.onRoom(connection, nowNs);
    } else {
      lifecycle.lose(connection, wrong);
    }
  }

  private void onSent(Connection connection, int result, long nowNs) {
    lifecycle.ended(connection, Op.SEND);
    if (connection.life == Life.OPEN) {
      if (result <= 0) {
        lifecycle.lose(connection, "connection lost: send: " + Errno.name(-result));
      } else if (sender.sent(connection, result)) {
        pace.onRoom(connection, nowNs);
      }
    }
  }

  private boolean isOver(long nowNs) {
    if (stage.isAborted() || lifecycle.allDead()) {
      return true;
    }
    if (!pace.isEnded(nowNs)) {
      return false;
    }
    endedNs = Math.min(endedNs, nowNs);
    if (!pace.isBehind() && isQuiet()) {
      endNs = nowNs;
      return true;
    }
    endNs = endedNs;
    return nowNs - graceNs >= endedNs;
  }

  /**
   * When the time was over; or before, when there was no more to ask: when the last reply came, or
   * if some never came, when the asking ended.
   */
  long endNs() {
    return Math.min(endNs, recorder.span.untilNs);
  }

  private boolean isQuiet() {
    for (Connection connection : rig.connections) {
      if (!connection.inFlight.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What is not answered by now counts as an error that took until now. */
  private void giveUp() {
    pace.drop();
    long nowNs = System.nanoTime();
    for (Connection connection : rig.connections) {
      for (InFlight left = connection.inFlight; !left.isEmpty(); left.remove()) {
        recorder.unanswered(left, nowNs, "no reply within 2 s of the end");
      }
    }
  }
}
