package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Walk;
import io.gannet.ffi.uring.LinuxKernel;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** A walk that a worker has under way, to whatever end it comes. */
class WalkSlicesTest {
  private static final int SLICES = 3;
  private static final int BROKEN = -7;

  private final WorkerMetrics metrics = new WorkerMetrics();
  private final WalkTicket ticket = new WalkTicket();
  private LongWalk walk = new LongWalk(SLICES * WalkSlices.STEPS);
  private final WalkSlices slices = new WalkSlices(() -> walk, LinuxKernel.LINUX, metrics);

  private static final class LongWalk extends Walk {
    private int left;

    LongWalk(int steps) {
      left = steps;
    }

    @Override
    protected int step() {
      if (left == BROKEN) {
        throw new IllegalStateException("broken");
      }
      return left-- > 0 ? 1 : 0;
    }

    @Override
    protected void conclude() {
      count("curr_items", 1, 1);
    }
  }

  private void begin() {
    slices.begin(ticket);
    assertTrue(slices.areUnderWay());
  }

  @Test
  void aWalkIsToldWithItsLastSlice() throws Exception {
    begin();
    for (int i = 0; i < SLICES; i++) {
      slices.advance();
      assertFalse(ticket.answer.isDone());
      assertEquals(i + 1, ticket.slices());
    }
    slices.advance();
    assertFalse(slices.areUnderWay());
    WalkReport report = ticket.answer.get();
    assertEquals(SLICES + 1, report.slices());
    assertEquals(1, report.walk().counts().size());
    assertTrue(report.longestNs() <= report.tookNs());
    assertEquals(SLICES + 1, metrics.walkSlices.get());
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsGivenUp() {
    begin();
    slices.advance();
    ticket.answer.cancel(false);
    slices.advance();
    assertFalse(slices.areUnderWay());
    assertEquals(1, metrics.walkSlices.get());
    assertThrows(IllegalStateException.class, () -> walk.advance(1), "the store is still told");
  }

  @Test
  void whatIsOrderedAnewBeginsAnew() throws Exception {
    begin();
    slices.advance();
    ticket.answer.cancel(false);
    walk = new LongWalk(1);
    WalkTicket next = new WalkTicket();
    slices.begin(next);
    slices.advance();
    assertEquals(1, next.answer.get().slices());
    assertFalse(slices.areUnderWay());
  }

  @Test
  void theEndOfTheWorkerIsTheWalks() {
    begin();
    slices.advance();
    slices.end();
    assertFalse(slices.areUnderWay());
    ExecutionException e = assertThrows(ExecutionException.class, ticket.answer::get);
    assertTrue(e.getMessage().contains("the worker has ended"), e.getMessage());
  }

  @Test
  void aWalkThatFailsIsToldAndNobodySuffers() {
    begin();
    walk.left = BROKEN;
    slices.advance();
    assertFalse(slices.areUnderWay());
    assertThrows(ExecutionException.class, ticket.answer::get);
  }

  @Test
  void whereNothingWasOrderedNothingBegins() {
    slices.begin(null);
    assertFalse(slices.areUnderWay());
  }
}
