package io.gannet.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Walk;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.turn.Posted;
import io.gannet.server.worker.turn.WalkReport;
import io.gannet.server.worker.turn.WalkTicket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders that nobody carries out: who asked is told, and does not wait for long. */
@Timeout(30)
class WalkOrderTest {
  private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(2);
  private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final WalkOrder order = new WalkOrder();
  private final Courier courier = new Courier(LinuxKernel.LINUX);

  @BeforeEach
  void open() {
    courier.open();
  }

  @AfterEach
  void close() {
    courier.close();
  }

  @Test
  void aWorkerThatEndsMeanwhileIsNotWaitedFor() {
    try (Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      CompletableFuture<WalkReport> asked =
          CompletableFuture.supplyAsync(() -> order.place(courier, ring.fd(), PATIENCE_NS, PATIENCE_NS));
      assertEquals(0, ring.submitAndWaitTimeout(1, PATIENCE_NS));
      assertTrue(Posted.isWalk(ring.cqe(0)));
      order.close();
      ExecutionException e = assertThrows(ExecutionException.class, asked::get);
      assertTrue(e.getMessage().contains("the worker has ended"), e.getMessage());
    }
  }

  @Test
  void aWorkerThatHasEndedIsNotAsked() {
    order.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> order.place(courier, -1, PATIENCE_NS, PATIENCE_NS));
    assertTrue(e.getMessage().contains("the worker has ended"), e.getMessage());
  }

  @Test
  void whatIsNoRingIsTold() {
    LinuxException e =
        assertThrows(LinuxException.class, () -> order.place(courier, -1, PATIENCE_NS, PATIENCE_NS));
    assertTrue(e.getMessage().contains("IORING_OP_MSG_RING"), e.getMessage());
  }

  @Test
  void aWorkerThatIsBusyForTooLongIsTold() {
    try (Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class, () -> order.place(courier, ring.fd(), 1, PATIENCE_NS));
      assertTrue(e.getMessage().contains("no slice of it within"), e.getMessage());
    }
  }

  /** A worker that makes a slice whenever one looks, and is through after so many. */
  private static final class Working extends WalkTicket {
    private final long slicesMax;
    private long made;

    Working(long slicesMax) {
      this.slicesMax = slicesMax;
    }

    @Override
    public long slices() {
      if (++made == slicesMax) {
        answer.complete(new WalkReport(Walk.ofNothing(), made, 1, 1));
      }
      return made;
    }
  }

  @Test
  void aWalkThatGoesOnIsWaitedForLongerThanForASlice() {
    assertEquals(7, WalkOrder.await(new Working(7), 1, PATIENCE_NS).slices());
  }

  @Test
  void aWalkThatNeverEndsIsNotWaitedForForEver() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> WalkOrder.await(new Working(Long.MAX_VALUE), 1, 1_000_000));
    assertTrue(e.getMessage().contains("no walk within"), e.getMessage());
  }

  @Test
  void theWorkerIsToldThatNobodyWaitsAnyMore() {
    try (Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      CompletableFuture<WalkReport> asked =
          CompletableFuture.supplyAsync(() -> order.place(courier, ring.fd(), SLICE_NS, PATIENCE_NS));
      WalkTicket ticket = order.take();
      while (ticket == null) {
        Thread.onSpinWait();
        ticket = order.take();
      }
      assertThrows(ExecutionException.class, asked::get);
      assertTrue(ticket.answer.isCancelled(), "the worker would go on");
    }
  }
}
