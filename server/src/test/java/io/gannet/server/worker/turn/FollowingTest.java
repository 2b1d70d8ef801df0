package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far one receive has come, and when it is over. */
class FollowingTest {
  private static final long SINCE_NS = 4711;
  private static final int KEPT_BYTES = 80;

  private final Plant plant = PlayedProcessor.plant(new WorkerMetrics());
  private final Connection connection = plant.table.acquire(0);
  private final Following following = connection.following;
  private final Outbox out = connection.out;
  private long nowNs = System.nanoTime();

  @BeforeEach
  void pass() {
    nowNs += 1_000_000;
    plant.patience.advance(nowNs);
  }

  @AfterEach
  void close() {
    plant.close();
  }

  private void begin() {
    following.begin(connection.in, SINCE_NS);
    assertEquals(SINCE_NS, following.sinceNs());
  }

  private void look() {
    following.look(connection, plant.patience);
  }

  private void reply(int bytes) {
    assertTrue(out.ensure(bytes));
    out.position += bytes;
  }

  private boolean send(int bytes) {
    out.seal();
    out.sent(bytes);
    return following.sent(bytes);
  }

  private void keep(int buffer) {
    long offset = plant.buffers.offset(buffer);
    connection.in.add(buffer, offset, offset + 1);
  }

  private void carryOut() {
    Window shown = new Window();
    connection.in.show(shown);
    shown.position = shown.limit;
    connection.in.consumed(shown);
  }

  @Test
  void itIsOverOnceTheLastByteOfItsReplyIsSent() {
    begin();
    reply(100);
    look();
    assertFalse(send(60));
    assertTrue(send(40));
    assertTrue(following.isIdle());
  }

  @Test
  void whatWantsNoReplyIsOverAtOnce() {
    begin();
    look();
    assertTrue(following.isIdle());
  }

  @Test
  void whatIsComposedAfterItsReplyIsNotWaitedFor() {
    begin();
    reply(100);
    look();
    reply(50);
    assertTrue(send(100));
  }

  @Test
  void whatIsKeptIsCarriedOutWhenItsOwnBufferIsAndNotTheOneBehind() {
    keep(0);
    begin();
    keep(1);
    reply(10); // to an earlier one
    look();
    assertFalse(send(10));
    carryOut();
    reply(20);
    look();
    assertTrue(send(20));
    assertFalse(connection.in.isEmpty());
    carryOut();
  }

  @Test
  void whoWaitsIsNotAnsweredYet() {
    begin();
    connection.waitsForHop = true;
    look();
    assertFalse(following.isIdle());
    connection.waitsForHop = false;
    reply(10);
    look();
    assertTrue(send(10));
  }

  @Test
  void itsPromisesAreWaitedForAndLaterOnesNot() {
    int own = out.promise(KEPT_BYTES);
    begin();
    look();
    pass();
    int later = out.promise(KEPT_BYTES);
    look();
    assertFalse(following.isIdle());
    assertTrue(out.begin(own, 10));
    reply(10);
    out.end(own);
    look();
    assertTrue(send(10));
    assertTrue(out.begin(later, 0));
    out.end(later);
  }

  @Test
  void aConnectionThatClosesIsNotFollowed() {
    begin();
    reply(10);
    look();
    connection.close();
    assertTrue(following.isIdle());
  }
}
