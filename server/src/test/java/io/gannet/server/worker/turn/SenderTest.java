package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaves at the end of a turn, and what stays behind with whom. */
class SenderTest {
  private final Plant plant = PlayedProcessor.plant(new WorkerMetrics());

  @AfterEach
  void close() {
    plant.close();
  }

  private Connection connection() {
    return plant.table.acquire(plant.patience.nowSec());
  }

  /** One that has a value to send from where it lies. */
  private Connection wanting(int bytes) {
    Connection connection = connection();
    assertTrue(connection.out.appendPinned(plant.shard.processor().memory(), 0, bytes, 1));
    plant.sender.markDirty(connection);
    return connection;
  }

  private void endTurn() {
    plant.sender.flush();
    plant.sender.beginTurn();
  }

  /** D1: room was made for a reply, and then there was none. */
  @Test
  void whoHasNothingToSendHoldsNothingAfterTheTurn() {
    Connection connection = connection();
    assertTrue(connection.out.ensure(100));
    assertEquals(1, plant.pool.blocksUsed());
    plant.sender.markDirty(connection);
    endTurn();
    assertEquals(0, plant.pool.blocksUsed());
    assertEquals(0, plant.pool.chunksUsed());
  }

  @Test
  void onceATurnHasSentMuchThoseWithMuchToSendWaitForTheNext() {
    Connection first = wanting(3 << 20);
    Connection large = wanting(1 << 20);
    Connection small = wanting(10_000);
    endTurn();
    assertTrue(first.isSending());
    assertFalse(large.isSending(), "a turn sends without a bound");
    assertTrue(small.isSending(), "who wants little waits for who wants much");
    assertTrue(plant.sender.hasMore());
    endTurn();
    assertTrue(large.isSending());
    assertFalse(plant.sender.hasMore());
  }

  @Test
  void whoWaitsToSendIsServedInOrder() {
    Connection[] all = new Connection[8];
    for (int i = 0; i < all.length; i++) {
      all[i] = wanting(3 << 20);
    }
    for (int turn = 0; turn < all.length; turn++) {
      endTurn();
      for (int i = 0; i < all.length; i++) {
        assertEquals(i <= turn, all[i].isSending(), "the " + i + ". in turn " + turn);
      }
    }
  }
}
