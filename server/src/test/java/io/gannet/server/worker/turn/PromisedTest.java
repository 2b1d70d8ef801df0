package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Processor;
import io.gannet.server.config.Given;
import io.gannet.server.worker.option.WorkerOptions;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker's parts make of a connection that is promised something. */
class PromisedTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final int KEPT = 80;
  private static final int DEPTH = 32;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 5;

  private final WorkerMetrics metrics = new WorkerMetrics();
  private final Plant plant =
      PlayedProcessor.plant(metrics, Given.flag(WorkerOptions.IDLE_TIMEOUT, "2"));
  private final int shardTimeoutSec = PlayedProcessor.options().shardTimeoutSec();
  private final long startNs = System.nanoTime();
  private final int[] tickets = new int[DEPTH];

  @AfterEach
  void close() {
    plant.close();
  }

  private Connection connection() {
    return plant.table.acquire(plant.patience.nowSec());
  }

  private static int promise(Connection connection) {
    int ticket = connection.out.promise(KEPT);
    assertTrue(ticket >= 0);
    return ticket;
  }

  private static void compose(Connection connection, int bytes) {
    assertTrue(connection.out.ensure(bytes));
    for (int i = 0; i < bytes; i++) {
      connection.out.memory.set(Ascii.BYTE, connection.out.position++, (byte) '.');
    }
  }

  private static void pin(Connection connection, int bytes) {
    assertTrue(connection.out.appendPinned(0, 0, bytes, 1));
  }

  private void fulfil(Connection connection, int ticket, int bytes) {
    assertTrue(connection.out.begin(ticket, bytes));
    compose(connection, bytes);
    connection.out.end(ticket);
    plant.scheduler.fulfilled(connection);
  }

  private void endTurn() {
    plant.sender.flush();
    plant.sender.beginTurn();
  }

  /** When nothing is held back any more. */
  private void endTurnLater() {
    endTurn();
    plant.patience.advance(startNs + NS_PER_SEC);
    endTurn();
  }

  private void assertNothingIsHeld() {
    plant.gauges.turnEnded(0, 0);
    assertEquals(0, metrics.promises.get());
    assertEquals(0, metrics.chunksUsed.get());
    assertEquals(0, metrics.blocksUsed.get());
  }

  private static void sent(Connection connection) {
    connection.out.sent(connection.endedSend());
    connection.ended(Op.SEND);
  }

  @Test
  void whoWaitsForAnAnswerSendsNothingAndHoldsNobodyUp() {
    Connection waiting = connection();
    int ticket = promise(waiting);
    pin(waiting, 3 << 20);
    Connection other = connection();
    pin(other, 3 << 20);
    plant.sender.markDirty(other);
    plant.sender.markDirty(waiting);
    endTurn();
    assertFalse(waiting.isSending());
    assertTrue(other.isSending());
    assertFalse(plant.sender.hasMore(), "the worker turns for nothing");
    fulfil(waiting, ticket, 5);
    endTurn();
    assertEquals(5 + (3 << 20), waiting.endedSend());
  }

  @Test
  void aSendEndsBeforeTheFirstHole() {
    Connection connection = connection();
    compose(connection, 7);
    int ticket = promise(connection);
    compose(connection, 11);
    pin(connection, 100);
    plant.sender.markDirty(connection);
    endTurnLater();
    sent(connection);
    assertEquals(111, connection.out.unsentBytes());
    assertEquals(0, metrics.vectoredSends.get());
    fulfil(connection, ticket, 3);
    endTurn();
    assertEquals(114, connection.endedSend());
    assertEquals(1, metrics.vectoredSends.get());
  }

  @Test
  void aSendOfSeveralPiecesEndsBeforeTheFirstHole() {
    Connection connection = connection();
    compose(connection, 7);
    pin(connection, 100);
    promise(connection);
    pin(connection, 1000);
    plant.sender.markDirty(connection);
    endTurnLater();
    assertEquals(1, metrics.vectoredSends.get());
    assertEquals(107, connection.endedSend());
  }

  @Test
  void repliesWaitForThoseBehindThemAndLeaveWithThem() {
    Connection connection = connection();
    compose(connection, 7);
    int ticket = promise(connection);
    compose(connection, 11);
    plant.sender.markDirty(connection);
    endTurn();
    assertFalse(connection.isSending());
    assertTrue(plant.sender.holdsBack(), "nothing says how long the worker may sleep");
    assertEquals(HoldBack.NS_MAX, plant.sender.heldBackNs());
    assertFalse(plant.sender.hasMore(), "the worker turns for nothing");
    fulfil(connection, ticket, 3);
    endTurn();
    assertEquals(21, connection.endedSend());
    assertEquals(1, metrics.sends.get());
    assertEquals(1, metrics.sendsHeldBack.get());
    assertFalse(plant.sender.holdsBack());
  }

  @Test
  void notForLongHoweverMuchIsPromisedMeanwhile() {
    Connection connection = connection();
    plant.patience.advance(startNs);
    compose(connection, 7);
    int ticket = promise(connection);
    plant.sender.markDirty(connection);
    endTurn();
    for (int tenth = 1; tenth < 10; tenth++) {
      plant.patience.advance(startNs + tenth * HoldBack.NS_MAX / 10);
      int next = promise(connection);
      fulfil(connection, ticket, 3);
      ticket = next;
      endTurn();
      assertFalse(connection.isSending());
      assertEquals(HoldBack.NS_MAX / 10 * (10 - tenth), plant.sender.heldBackNs());
    }
    plant.patience.advance(startNs + HoldBack.NS_MAX);
    endTurn();
    assertEquals(7 + 9 * 3, connection.endedSend());
    assertFalse(plant.sender.holdsBack());
  }

  @Test
  void theWorkerSleepsNoLongerThanTheFirstMayWait() {
    plant.patience.advance(startNs);
    for (int i = 0; i < 3; i++) {
      plant.patience.advance(startNs + i * 1000);
      Connection connection = connection();
      compose(connection, 7);
      promise(connection);
      plant.sender.markDirty(connection);
      endTurn();
    }
    assertEquals(HoldBack.NS_MAX - 2 * 1000, plant.sender.heldBackNs());
  }

  @Test
  void whoHasMuchToSendDoesNotWait() {
    Connection connection = connection();
    pin(connection, HoldBack.BYTES_MAX + 1);
    promise(connection);
    plant.sender.markDirty(connection);
    endTurn();
    assertEquals(HoldBack.BYTES_MAX + 1, connection.endedSend());
    assertFalse(plant.sender.holdsBack());
  }

  @Test
  void answersInOrderGoAsOnePiece() {
    Connection connection = connection();
    for (int i = 0; i < DEPTH; i++) {
      tickets[i] = promise(connection);
    }
    for (int ticket : tickets) {
      fulfil(connection, ticket, 5);
    }
    endTurn();
    assertEquals(1, metrics.sends.get());
    assertEquals(0, metrics.vectoredSends.get());
    sent(connection);
    assertNothingIsHeld();
  }

  @Test
  void whoWaitsForAnAnswerIsNeitherIdleNorDeaf() {
    Connection waiting = connection();
    int ticket = promise(waiting);
    pin(waiting, 100_000);
    plant.sender.markDirty(waiting);
    Connection idler = connection();
    endTurn();
    passSeconds(1, shardTimeoutSec);
    assertEquals(Life.OPEN, waiting.life());
    assertEquals(Life.CLOSING, idler.life());
    assertEquals(0, metrics.stallKicks.get());
    fulfil(waiting, ticket, 1);
    endTurn();
    assertEquals(plant.patience.nowSec(), waiting.sentAtSec, "it is deaf before it could hear");
  }

  @Test
  void whoWaitsForAnAnswerIsClosedInTheEnd() {
    Connection waiting = connection();
    promise(waiting);
    passSeconds(1, shardTimeoutSec);
    assertEquals(Life.OPEN, waiting.life());
    passSeconds(shardTimeoutSec, shardTimeoutSec + 2);
    assertEquals(Life.CLOSING, waiting.life());
    assertEquals(1, metrics.shardKicks.get());
  }

  private void passSeconds(int from, int to) {
    for (int sec = from; sec < to; sec++) {
      plant.patience.advance(startNs + sec * NS_PER_SEC);
      plant.sweeper.sweep();
      endTurn();
    }
  }

  @Test
  void whoIsPromisedSomethingAndNothingElseIsNotIdle() {
    Connection waiting = connection();
    int ticket = promise(waiting);
    assertTrue(waiting.owes());
    assertFalse(waiting.isAtRest());
    assertEquals(1, plant.connections().promises(waiting.index));
    for (int sec = 1; sec <= 10; sec++) {
      plant.patience.advance(startNs + sec * NS_PER_SEC);
      plant.sweeper.sweep();
    }
    assertEquals(Life.OPEN, waiting.life());
    fulfil(waiting, ticket, 0);
    endTurn();
    assertFalse(waiting.owes());
    assertTrue(waiting.isAtRest());
    assertNothingIsHeld();
  }

  @Test
  void whoLeavesIsToldWhatItWasPromisedBefore() {
    Connection leaving = connection();
    int first = promise(leaving);
    int last = promise(leaving);
    plant.lifecycle.drain(leaving);
    assertEquals(Life.DRAINING, leaving.life());
    fulfil(leaving, first, 5);
    endTurnLater();
    sent(leaving);
    plant.lifecycle.closeIfDrained(leaving);
    assertEquals(Life.DRAINING, leaving.life(), "something is still to come");
    fulfil(leaving, last, 0);
    assertEquals(Life.CLOSING, leaving.life());
    assertNothingIsHeld();
  }

  @Test
  void whatWasPromisedToOneWhoIsGoneIsForgotten() {
    Connection gone = connection();
    int ticket = promise(gone);
    compose(gone, 100);
    promise(gone);
    plant.gauges.turnEnded(0, 0);
    assertEquals(2, metrics.promises.get());
    plant.lifecycle.abort(gone);
    assertThrows(AssertionError.class, () -> plant.scheduler.fulfilled(gone));
    plant.lifecycle.ended(gone, Op.ABORT);
    plant.lifecycle.ended(gone, Op.CANCEL);
    assertNothingIsHeld();
    assertThrows(AssertionError.class, () -> gone.out.begin(ticket, 1));
  }

  @Test
  void whoIsFullOfPromisesGoesOnOnceTheyAreFulfilled() {
    Connection full = connection();
    int ticket = promise(full);
    plant.scheduler.settle(full, Processor.Progress.FULL);
    assertTrue(full.isWaiting());
    assertEquals(0, plant.scheduler.runnableCount());
    fulfil(full, ticket, 0);
    assertEquals(1, plant.scheduler.runnableCount());
  }

  private void promiseFulfilAndSend(Connection connection) {
    for (int i = 0; i < DEPTH; i++) {
      tickets[i] = connection.out.promise(KEPT);
    }
    for (int i = DEPTH - 1; i >= 0; i--) {
      connection.out.begin(tickets[i], i * 8);
      compose(connection, i * 7);
      if (i % 8 == 0) {
        pin(connection, 5000);
      }
      connection.out.end(tickets[i]);
    }
    connection.out.seal();
    connection.out.sent(connection.out.unsentBytes());
  }

  @Test
  void aPromiseAllocatesNothing() {
    Connection connection = connection();
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES && least > 0; tries++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5_000; i++) {
        promiseFulfilAndSend(connection);
      }
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes allocated");
    assertNothingIsHeld();
  }
}
