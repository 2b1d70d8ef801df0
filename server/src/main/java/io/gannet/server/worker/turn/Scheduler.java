package io.gannet.server.worker.turn;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.server.worker.option.WorkerOptions;

/**
 * Whose requests are carried out next, and how many of them: a turn has a budget, of which each
 * connection gets a part, so that nobody waits long for one who sends much.
 *
 * <pre>
 *   received ──► execute ──► DRAINED: nothing left
 *      │            ▲   ├──► YIELD:   {@link #busy}, behind the others who send much
 *      │            │   ├──► FULL:    until some of its replies are sent
 *      │            │   └──► WAIT:    behind the others who want memory, {@link MemoryWaits}
 *      └── too late ┴── run, once a turn each ──┘
 * </pre>
 *
 * <p>Those who send little are carried out as they come, or, when their half of the budget is used
 * up, first in the next turn; those who send much share the rest in order. Neither can starve the
 * other, and the former do not notice the latter (after the queues of new and old flows in
 * RFC 8290, FQ-CoDel). One thread.
 */
final class Scheduler {
  private final Processor processor;
  private final Arming arming;
  private final Lifecycle lifecycle;
  private final Sender sender;
  private final Submissions submissions;
  private final MemoryWaits memoryWaits;
  private final WorkerMetrics metrics;
  private final int turnBudget;
  private final int connectionBudgetMin;
  private final Window window = new Window();
  private final WaitQueue late = new WaitQueue();
  private final WaitQueue busy = new WaitQueue();

  /** Those whose next request finds the ring to its shard full. */
  private final WaitQueue crowded = new WaitQueue();
  private int left;
  private int kept;
  private int executed;
  private int wanting;
  private int turn;

  Scheduler(
      Processor processor,
      Arming arming,
      Lifecycle lifecycle,
      Sender sender,
      Submissions submissions,
      MemoryWaits memoryWaits,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.processor = processor;
    this.arming = arming;
    this.lifecycle = lifecycle;
    this.sender = sender;
    this.submissions = submissions;
    this.memoryWaits = memoryWaits;
    this.metrics = metrics;
    this.turnBudget = options.turnRequests();
    this.connectionBudgetMin = options.eventRequests();
  }

  /** A turn begins, with a new budget. */
  void beginTurn() {
    turn++;
    wanting = Math.max(1, Math.max(executed, runnableCount()));
    executed = 0;
    left = turnBudget;
    kept = keptForBusy();
  }

  private int keptForBusy() {
    return busy.isEmpty() ? 0 : turnBudget / 2;
  }

  /** What of the turn's budget is used. */
  int used() {
    return turnBudget - left;
  }

  /** True if somebody's turn has not come yet. */
  boolean hasMore() {
    return runnableCount() > 0;
  }

  int runnableCount() {
    return late.size() + busy.size();
  }

  /** False once so much was done in this turn that what else has completed waits for the next. */
  boolean hasTurnLeft() {
    return left > -turnBudget;
  }

  /** Something else than a request was done, which costs as much as so many. */
  void spend(int requests) {
    left -= requests;
  }

  /** True if what was received for the connection may be carried out at once: once a turn. */
  boolean isItsTurn(Connection connection) {
    return left > kept
        && connection.servedInTurn != turn
        && !connection.receivesOwn
        && !connection.isWaiting()
        && connection.in.isEmpty();
  }

  /** Puts a connection behind the others of its kind, unless it waits for something else. */
  void enqueue(Connection connection) {
    if (!connection.isWaiting()) {
      (connection.receivesOwn ? busy : late).add(connection);
    }
  }

  /** Carries out what is received of one who waits for nothing. */
  Progress execute(Connection connection, Window in) {
    grant(connection);
    Progress progress = process(connection, in);
    charge(connection);
    return progress;
  }

  private void grant(Connection connection) {
    int fair = Math.min(turnBudget / wanting, left);
    connection.out.budget = Math.max(connectionBudgetMin, fair);
    connection.servedInTurn = turn;
    left -= connection.out.budget;
    executed++;
  }

  /** What was not used is the others'; to be asked at all costs as much as a request. */
  private void charge(Connection connection) {
    left += Math.max(0, connection.out.budget - 1);
    left += Math.min(0, connection.out.budget);
  }

  private Progress process(Connection connection, Window in) {
    sender.markDirty(connection);
    return processor.process(connection.session, in, connection.out);
  }

  /** Files a connection under what it waits for now. */
  void settle(Connection connection, Progress progress) {
    switch (progress) {
      case DRAINED -> settleDrained(connection);
      case YIELD -> yieldTurn(connection);
      case FULL -> awaitOutput(connection);
      case WAIT -> memoryWaits.add(connection);
      case HOP -> connection.waitsForHop = true;
      case CROWDED -> awaitRing(connection);
      case CLOSE -> lifecycle.drain(connection);
    }
  }

  private void awaitRing(Connection connection) {
    connection.waitsForRing = true;
    crowded.add(connection);
  }

  private void settleDrained(Connection connection) {
    if (!connection.in.isEmpty()) {
      yieldTurn(connection);
    } else if (connection.endOfInput) {
      lifecycle.drain(connection);
    }
  }

  /** It has sent more than its part of a turn. */
  private void yieldTurn(Connection connection) {
    arming.distrust(connection);
    metrics.yields.increment();
    enqueue(connection);
  }

  /**
   * Only one with something unsent is woken by its sends, or with values that the kernel still
   * reads by their notifications, or with promises when they are {@link #fulfilled}; the pools
   * refuse nobody else.
   */
  private void awaitOutput(Connection connection) {
    boolean woken = connection.out.owes() || connection.isZeroCopying();
    assert woken : "full, and nothing to send";
    connection.waitsForOutput = true;
    arming.distrust(connection);
    metrics.pauses.increment();
  }

  /** Some of its replies were sent: it goes on when its turn comes. */
  void outputAdvanced(Connection connection) {
    if (connection.waitsForOutput && !connection.out.full()) {
      connection.stopWaiting();
      enqueue(connection);
    } else if (connection.waitsForMemory()) {
      arming.steer(connection); // no send of its tells any more that the peer is gone
    }
  }

  /**
   * Some of what it was promised is in its output: what can leave does so with the turn's sends.
   * Answers that are empty move on whoever waited for them, too.
   */
  void fulfilled(Connection connection) {
    assert connection.life().isAlive() : "a promise of one who is gone";
    sender.markDirty(connection);
    outputAdvanced(connection);
    lifecycle.closeIfDrained(connection);
  }

  /**
   * Another shard has answered something, or a walk is over: who waited for that goes on when its
   * turn comes.
   */
  void hopEnded(Connection connection) {
    if (connection.waitsForHop && !connection.session.awaitsHop()) {
      connection.stopWaiting();
      enqueue(connection);
    }
  }

  /**
   * Lets those try again who found a ring full, once each, while the budget lasts; the first in any
   * case. Before others send what fills it again.
   */
  void runCrowded() {
    run(crowded, Math.min(0, left - 1));
  }

  /** Gives each of those who wait for it a turn, while the budget lasts. */
  void run() {
    run(late, keptForBusy());
    run(busy, 0);
    run(late, 0);
  }

  /** Once each at most: who yields stands behind all who are there now. */
  private void run(WaitQueue queue, int leftOver) {
    for (int count = queue.size(); count > 0 && left > leftOver; count--) {
      if (!submissions.haveRoom()) {
        return;
      }
      Connection connection = queue.first();
      connection.stopWaiting();
      settle(connection, executeAll(connection));
      if (!connection.isWaiting()) {
        arming.calm(connection);
      }
      arming.steer(connection);
    }
  }

  /**
   * Lets those who wait for memory try again, who waits longest first: the first of each queue
   * whatever is left of the budget, the rest while it lasts.
   */
  void runMemoryWaits() {
    while (submissions.haveRoom()) {
      Connection connection = memoryWaits.next(left > 0);
      if (connection == null) {
        return;
      }
      Progress progress = executeAll(connection);
      if (progress == Progress.WAIT && memoryWaits.stillWaits(connection)) {
        continue;
      }
      connection.stopWaiting();
      settle(connection, progress);
      arming.steer(connection);
    }
  }

  /** Carries out what there is of a connection, as far as its part of the budget goes. */
  private Progress executeAll(Connection connection) {
    assert connection.life() == Life.OPEN;
    grant(connection);
    Progress progress;
    do {
      connection.in.show(window);
      progress = process(connection, window);
      connection.in.consumed(window);
    } while (progress == Progress.DRAINED
        && !connection.in.isEmpty()
        && connection.out.budget > 0);
    charge(connection);
    return progress;
  }
}
