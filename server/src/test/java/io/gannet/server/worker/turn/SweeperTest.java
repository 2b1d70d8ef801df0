package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.PlayedProcessor.played;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Processor.Progress;
import io.gannet.server.config.Given;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.Connection.Receive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is closed for the sake of those who wait for memory. */
class SweeperTest {
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long VALUE_BYTES = 1_000_000;

  private final WorkerMetrics metrics = new WorkerMetrics();
  private final Plant plant = PlayedProcessor.plant(metrics);
  private final long startNs = System.nanoTime();
  private int second;

  @AfterEach
  void close() {
    plant.close();
  }

  /** One whose value has a place in the store. */
  private Connection uploading() {
    Connection connection = plant.table.acquire(plant.patience.nowSec());
    played(connection).holdsMemory = true;
    played(connection).awaitedBytes = VALUE_BYTES;
    return connection;
  }

  private void somebodyWaitsForMemory() {
    Connection waiting = plant.table.acquire(plant.patience.nowSec());
    played(waiting).progress = Progress.WAIT;
    plant.memoryWaits.add(waiting);
  }

  /** For so many seconds so much of its value comes in each. */
  private void sends(Connection connection, int seconds, int bytesASec) {
    for (int i = 0; i < seconds && connection.life() == Life.OPEN; i++) {
      played(connection).awaitedBytes -= bytesASec;
      plant.patience.advance(startNs + ++second * NS_PER_SEC);
      connection.receivedAtSec = plant.patience.nowSec();
      plant.sweeper.sweep();
    }
  }

  @Test
  void whoSendsAValueByteByByteIsClosedOnceSomebodyWaitsForItsPlace() {
    Connection connection = uploading();
    somebodyWaitsForMemory();
    sends(connection, 8, 10);
    assertEquals(Life.CLOSING, connection.life());
    assertEquals(1, metrics.stallKicks.get());
  }

  @Test
  void whoSendsAValueByteByByteKeepsItsPlaceWhileNobodyWantsIt() {
    Connection connection = uploading();
    sends(connection, 100, 10);
    assertEquals(Life.OPEN, connection.life());
    somebodyWaitsForMemory();
    sends(connection, 3, 10);
    assertEquals(Life.CLOSING, connection.life());
  }

  @Test
  void whoSendsAValueSteadilyKeepsItsPlaceThoughOthersWait() {
    Connection connection = uploading();
    somebodyWaitsForMemory();
    sends(connection, 100, 8192);
    assertEquals(Life.OPEN, connection.life());
    assertTrue(plant.memoryWaits.longestNs() > 90 * NS_PER_SEC);
  }

  @Test
  void aPauseNowAndThenIsNoCrawling() {
    Connection connection = uploading();
    somebodyWaitsForMemory();
    for (int i = 0; i < 20; i++) {
      sends(connection, 3, 10);
      sends(connection, 1, 8192);
    }
    assertEquals(Life.OPEN, connection.life());
  }

  /** One that has a receive armed, since after its last bytes, and nothing else. */
  private Connection armed() {
    Connection connection = plant.table.acquire(plant.patience.nowSec());
    connection.receivedAtSec--;
    connection.began(Op.RECV);
    return connection;
  }

  /** So many seconds pass; in which of them it was first seen to be armed no more, or -1. */
  private int renewedAfter(Connection connection, int seconds) {
    for (int i = 1; i <= seconds; i++) {
      plant.patience.advance(startNs + ++second * NS_PER_SEC);
      plant.sweeper.sweep();
      if (connection.receive() != Receive.ARMED) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void whatIsArmedInVainIsRenewedWithinAMinuteAndNotBefore() {
    assertEquals(60, renewedAfter(armed(), 100));
  }

  @Test
  void afterBytesHaveComeItIsRenewedSooner() {
    Connection connection = armed();
    assertEquals(-1, renewedAfter(connection, 30));
    plant.table.find(connection.userData(Op.RECV)); // as for a CQE
    connection.receivedAtSec = plant.patience.nowSec();
    assertEquals(5, renewedAfter(connection, 100));
  }

  @Test
  void whoIsGivenASlotIsLookedAtAsIfNobodyHadHadIt() {
    Connection first = armed();
    assertEquals(-1, renewedAfter(first, 10));
    Connection last = armed();
    first.ended(Op.RECV);
    first.close();
    plant.table.release(first);
    assertEquals(60, renewedAfter(last, 100));
  }

  /**
   * Its send was asked how far it is, which ended it, and what is left is sent anew at the turn's
   * end: in between the worker owes it a reply, however long it has not read.
   */
  @Test
  void whoIsOwedTheRestOfAReplyIsNotIdle() {
    Given idle = Given.flag(WorkerOptions.IDLE_TIMEOUT, "2");
    try (Plant own = PlayedProcessor.plant(metrics, idle)) {
      Connection owed = own.table.acquire(own.patience.nowSec());
      Connection idler = own.table.acquire(own.patience.nowSec());
      assertTrue(owed.out.appendPinned(own.shard.processor().memory(), 0, 100, 1));
      assertFalse(owed.isSending());
      for (int sec = 1; sec <= 4; sec++) {
        own.patience.advance(startNs + ++second * NS_PER_SEC);
        own.sweeper.sweep();
      }
      assertEquals(Life.OPEN, owed.life());
      assertEquals(Life.CLOSING, idler.life());
      assertEquals(1, metrics.idleKicks.get());
    }
  }

  /** Turns that the round of the next second takes. */
  private int turns(Sweeper sweeper) {
    plant.patience.advance(startNs + ++second * NS_PER_SEC);
    int turns = 0;
    do {
      sweeper.sweep();
      turns++;
    } while (sweeper.hasMore() && turns < 100);
    return turns;
  }

  private Sweeper sweeper(ConnectionTable table) {
    return new Sweeper(
        table,
        plant.patience,
        plant.lifecycle,
        plant.arming,
        plant.memoryWaits,
        null,
        plant.submissions,
        metrics,
        PlayedProcessor.options());
  }

  /** Who leaves has his place in the list taken by the last, whom the round may have passed. */
  @Test
  void aRoundGoesOnThoughThoseItHasPassedMoveAndOthersCome() {
    int count = 4_000;
    ConnectionTable table = new ConnectionTable(count, Connections::unplugged);
    Sweeper sweeper = sweeper(table);
    for (int i = 0; i < count; i++) {
      busy(table);
    }
    plant.patience.advance(startNs + ++second * NS_PER_SEC);
    sweeper.sweep();
    assertTrue(sweeper.hasMore());
    release(table, table.live(10));
    release(table, table.live(20));
    plant.patience.advance(startNs + ++second * NS_PER_SEC);
    busy(table);
    release(table, table.live(30));
    for (int turns = 0; sweeper.hasMore() && turns < 10; turns++) {
      sweeper.sweep();
    }
    assertFalse(sweeper.hasMore());
    assertEquals(Math.ceilDiv(count, 1024), turns(sweeper), "all are busy");
  }

  private void busy(ConnectionTable table) {
    Connection connection = table.acquire(plant.patience.nowSec());
    connection.waitsForOutput = true;
    connection.armedAtSec = plant.patience.nowSec();
  }

  private static void release(ConnectionTable table, Connection connection) {
    connection.stopWaiting();
    connection.close();
    table.release(connection);
  }

  @Test
  void aRoundIsCutIntoTurnsByWhoIsLookedAtAndByHowManyThereAre() {
    int count = 40_000;
    ConnectionTable table = new ConnectionTable(count, Connections::unplugged);
    Sweeper sweeper = sweeper(table);
    for (int i = 0; i < count; i++) {
      table.acquire(plant.patience.nowSec()).armedAtSec = 1;
    }
    assertEquals(Math.ceilDiv(count, 1024), turns(sweeper), "all are new");
    assertEquals(Math.ceilDiv(count, 16_384), turns(sweeper), "all are at rest");
    for (int i = 0; i < 2000; i++) {
      table.find(table.slot(i).userData(Op.RECV));
    }
    assertEquals(4, turns(sweeper), "some are not");
  }
}
