package io.gannet.server.worker.turn;

import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.process.Processor;
import io.gannet.engine.time.CoarseClock;
import io.gannet.engine.watch.WatchLog;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.loop.RingTimer;
import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.function.Supplier;

/**
 * A worker's loop. One turn:
 *
 * <pre>
 *   tell the time ─► other shards ─► reap CQEs ─► run those whose turn it is ─► maintain the store
 *        ▲                                                              │
 *        │                         those who wait for memory try again ◄┘
 *        │                                       │
 *        └── one io_uring_enter ◄── flush ◄── sweep
 *            spinning first         one send per connection
 * </pre>
 *
 * <p>While a walk was ordered, a slice of it follows the flush, which is submitted first.
 *
 * <p>Everything submitted in a turn goes to the kernel with the one enter at its end, which also
 * brings what has completed. A timer in the ring ends a long sleep, so that no enter needs a
 * timeout of its own. A turn's work is bounded, whatever there is to do: {@link Scheduler}.
 */
public final class DutyCycle {
  /** Stored items that background work may look at in one turn: some tens of microseconds. */
  private static final int MAINTAIN_ITEMS = 256;

  /** What taking a connection over costs, with three system calls, in requests. */
  private static final int ADOPT_REQUESTS = 16;

  /** How long to sleep at the end, when the timer is not armed any more. */
  private static final long LEAVING_NS = 10_000_000L;

  private static final long NS_PER_MS = 1_000_000L;

  private final Kernel kernel;
  private final Ring ring;
  private final ConnectionTable table;
  private final ReceiveBuffers buffers;
  private final Processor processor;
  private final CoarseClock clock;
  private final PatienceClock patience;
  private final Lifecycle lifecycle;
  private final Receiver receiver;
  private final Arming arming;
  private final Scheduler scheduler;
  private final MemoryWaits memoryWaits;
  private final Sender sender;
  private final Sweeper sweeper;
  private final Ending ending;
  private final WireTimes wireTimes;
  private final Submissions submissions;
  private final Crossing crossing;
  private final CommandLog log;
  private final WatchLog watch;
  private final Gauges gauges;
  private final RingWait wait;
  private final RingTimer tick;
  private final WorkerMetrics metrics;
  private final WorkerOptions options;
  private final Counter busySinceNs;
  private final Supplier<WalkTicket> walks;
  private final WalkSlices walkSlices;
  private boolean moreToMaintain;
  private boolean reapedInTurn;

  /**
   * The parts come wired together: see {@link Plant}.
   *
   * @param walks tells what walk was ordered, or null; asked on the worker's thread
   */
  public DutyCycle(
      Plant plant,
      WorkerOptions options,
      WorkerMetrics metrics,
      Counter busySinceNs,
      Supplier<WalkTicket> walks) {
    this.kernel = plant.ring.kernel();
    this.ring = plant.ring;
    this.table = plant.table;
    this.buffers = plant.buffers;
    this.processor = plant.shard.processor();
    this.clock = plant.clock;
    this.patience = plant.patience;
    this.lifecycle = plant.lifecycle;
    this.receiver = plant.receiver;
    this.arming = plant.arming;
    this.scheduler = plant.scheduler;
    this.memoryWaits = plant.memoryWaits;
    this.sender = plant.sender;
    this.sweeper = plant.sweeper;
    this.ending = plant.ending;
    this.wireTimes = plant.wireTimes;
    this.submissions = plant.submissions;
    this.crossing = plant.crossing;
    this.log = plant.log;
    this.watch = plant.watch;
    this.gauges = plant.gauges;
    this.wait = new RingWait(plant.ring);
    this.tick = plant.tick;
    this.metrics = metrics;
    this.options = options;
    this.busySinceNs = busySinceNs;
    this.walks = walks;
    this.walkSlices = new WalkSlices(processor::beginWalk, kernel, metrics);
  }

  /** Serves until it is told to stop and everything is answered. */
  public void run() {
    tick.arm();
    try {
      while (turn()) {
        enter();
      }
    } finally {
      walkSlices.end();
    }
  }

  /** What is between two enters; false if it was the last. */
  private boolean turn() {
    long startNs = kernel.nowNs();
    clock.advance(startNs);
    patience.advance(startNs);
    busySinceNs.set(startNs);
    wireTimes.beginTurn(startNs);
    scheduler.beginTurn();
    memoryWaits.beginTurn();
    sender.beginTurn();
    cross();
    reap();
    tick.mend(startNs);
    if (scheduler.hasMore()) {
      sendFirst();
      scheduler.run();
    }
    moreToMaintain = processor.maintain(MAINTAIN_ITEMS);
    scheduler.runMemoryWaits();
    sweeper.sweep();
    ending.step();
    watch.publish(); // before anybody learns of what was done
    sender.flush();
    buffers.publish();
    if (crossing != null) {
      crossing.publish();
    }
    if (log != null) {
      log.publish();
    }
    walkOn();
    busySinceNs.set(0);
    long tookNs = kernel.nowNs() - startNs;
    processor.turnEnded(tookNs);
    gauges.turnEnded(scheduler.used(), tookNs);
    return !ending.isOver();
  }

  /** What other shards have answered, and what they ask. */
  private void cross() {
    if (crossing != null) {
      crossing.takeAnswers();
      scheduler.spend(Math.min(crossing.serve(), options.turnRequests() / 2));
      scheduler.runCrowded();
    }
  }

  /** Those who send little have their replies before those who send much are served. */
  private void sendFirst() {
    if (sender.hasMore()) {
      watch.publish();
      sender.flush();
      submissions.submit();
    }
  }

  /** A slice of a walk, if one is under way: the turn's replies leave before it. */
  private void walkOn() {
    if (walkSlices.areUnderWay()) {
      submissions.submit();
      walkSlices.advance();
    }
  }

  /** What there is no room to react to is left for the next turn. */
  private void reap() {
    int ready = ring.cqReady();
    int reaped = 0;
    while (reaped < ready && scheduler.hasTurnLeft() && submissions.haveRoom()) {
      dispatch(ring.cqe(reaped++));
    }
    ring.cqAdvance(reaped);
    reapedInTurn = reaped > 0;
  }

  private void dispatch(Cqe cqe) {
    long userData = cqe.userData();
    switch (UserData.op(userData)) {
      case Op.ADOPT -> adopt(cqe.res(), UserData.index(userData));
      case Op.TICK -> tick(userData);
      case Op.STOP -> ending.begin();
      case Op.WAKE -> {}
      case Op.WALK -> walkSlices.begin(walks.get());
      case Op.WALKED -> goOn(table.find(userData));
      case Op.LINES -> tellLines(table.find(userData));
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

  /** Who has asked may be gone. */
  private void goOn(Connection connection) {
    if (connection != null && connection.life().isAlive()) {
      scheduler.hopEnded(connection);
    }
  }

  private void tellLines(Connection connection) {
    goOn(connection); // if it stood still until it may watch
    if (connection != null && connection.life() == Life.OPEN) {
      scheduler.enqueue(connection);
    }
  }

  private void dispatch(Connection connection, Cqe cqe, int op) {
    if (op >= Op.SEND_ZC) {
      sender.onZeroCopySent(connection, cqe, op);
      scheduler.outputAdvanced(connection);
      return;
    }
    switch (op) {
      case Op.RECV -> receiver.onReceive(connection, cqe);
      case Op.RECV_OWN -> receiver.onReceiveOwn(connection, cqe);
      case Op.RECV_VALUE -> receiver.onReceiveValue(connection, cqe);
      case Op.WATCH -> receiver.onWatch(connection, cqe);
      case Op.SEND -> {
        sender.onSent(connection, cqe);
        scheduler.outputAdvanced(connection);
      }
      case Op.CANCEL, Op.ABORT -> lifecycle.ended(connection, op);
      case Op.CLOSE -> lifecycle.closed(connection);
      default -> throw new AssertionError("a CQE of no operation of ours: " + op);
    }
  }

  private void adopt(int fd, int listener) {
    if (ending.hasBegun()) {
      kernel.close(fd);
      return;
    }
    scheduler.spend(ADOPT_REQUESTS);
    Connection connection = lifecycle.adopt(fd, listener);
    if (connection != null) {
      arming.steer(connection);
    }
  }

  private void tick(long userData) {
    boolean fired = tick.fired(userData);
    clock.follow(
        kernel.nowNs(),
        kernel.clockNs(Time.CLOCK_BOOTTIME),
        kernel.clockNs(Time.CLOCK_REALTIME) / NS_PER_MS,
        kernel.nowNs());
    if (fired && !ending.isLeaving()) {
      tick.arm();
    }
  }

  private boolean hasMoreToDo() {
    return moreToMaintain
        || scheduler.hasMore()
        || sender.hasMore()
        || sweeper.hasMore()
        || crossing != null && crossing.hasMore(reapedInTurn)
        || walkSlices.areUnderWay();
  }

  private void enter() {
    if (!waitForMore()) {
      metrics.enterErrors.increment();
    }
    submissions.taken();
  }

  private boolean waitForMore() {
    if (hasMoreToDo()) {
      return wait.poll();
    }
    if (ending.isLeaving() || crossing != null && ending.hasBegun()) {
      return wait.awaitFor(LEAVING_NS);
    }
    if (crossing == null) {
      return wait.await(options.spinNs());
    }
    if (!crossing.maySleep()) {
      return wait.poll();
    }
    boolean waited =
        sender.holdsBack()
            ? wait.await(options.spinNs(), sender.heldBackNs())
            : wait.await(options.spinNs());
    crossing.awake();
    return waited;
  }
}
