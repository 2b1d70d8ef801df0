package io.gannet.server.worker;

import static io.gannet.server.worker.PlayedProcessor.played;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.process.Processor.Progress;
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
}
