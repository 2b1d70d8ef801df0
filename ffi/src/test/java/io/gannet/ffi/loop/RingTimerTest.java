package io.gannet.ffi.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.UserData;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingTimerTest {
  private static final long PERIOD_NS = 1_000_000;
  private static final int OP = 9;
  private static final int INDEX = 4;

  private final PlayedKernel kernel = new PlayedKernel();
  private final Arena arena = Arena.ofConfined();
  private final Ring ring = Ring.open(RingOptions.defaults(), kernel);
  private final RingTimer timer =
      new RingTimer(ring, arena.allocate(RingTimer.BYTES, Long.BYTES), PERIOD_NS, OP, INDEX);

  RingTimerTest() {
    ring.enable();
  }

  @AfterEach
  void close() {
    ring.close();
    arena.close();
  }

  /** The user data of the completion that comes next. */
  private long next() {
    for (int waits = 0; ring.cqReady() == 0; waits++) {
      assertTrue(waits < 100, "it never fires");
      ring.submitAndWaitTimeout(1, 100 * PERIOD_NS);
    }
    assertEquals(-Errno.ETIME, ring.cqe(0).res());
    long userData = ring.cqe(0).userData();
    ring.cqAdvance(1);
    return userData;
  }

  @Test
  void firesOnceEachTimeThatItIsArmed() {
    for (int i = 0; i < 3; i++) {
      timer.arm();
      assertTrue(timer.isArmed());
      long userData = next();
      assertEquals(OP, UserData.op(userData));
      assertEquals(INDEX, UserData.index(userData));
      assertTrue(timer.fired(userData));
      assertFalse(timer.isArmed());
      assertFalse(timer.fired(userData));
    }
  }

  @Test
  void isNotArmedTwice() {
    timer.arm();
    assertThrows(AssertionError.class, timer::arm);
  }

  @Test
  void oneWhoseTimeHasNotLongComeIsLetBe() {
    timer.arm();
    ring.submitAndGetEvents();
    timer.mend(kernel.nowNs + PERIOD_NS);
    assertFalse(ring.hasPending());
  }

  @Test
  void oneWhoseCompletionWasLostIsArmedAnewAndFiresOnce() {
    timer.arm();
    next(); // as if it had never come
    timer.mend(kernel.nowNs + 3 * PERIOD_NS);
    assertTrue(timer.isArmed());
    assertTrue(timer.fired(next()));
  }

  @Test
  void oneThatWasOnlyLateIsNotTakenForTheOneArmedAnew() {
    timer.arm();
    ring.submitAndGetEvents();
    timer.mend(kernel.nowNs + 3 * PERIOD_NS);
    assertFalse(timer.fired(next()));
    assertTrue(timer.isArmed());
    assertTrue(timer.fired(next()));
  }

  @Test
  void oneThatIsNotArmedIsNotMended() {
    timer.mend(Long.MAX_VALUE / 2);
    assertFalse(timer.isArmed() || ring.hasPending());
  }

  @Test
  void aFullQueueIsNoReasonToMendNow() {
    timer.arm();
    ring.submitAndGetEvents();
    while (ring.sqSpaceLeft() > 0) {
      ring.getSqe().prepNop();
    }
    int before = kernel.enters;
    timer.mend(kernel.nowNs + 3 * PERIOD_NS);
    assertEquals(before, kernel.enters);
    assertTrue(timer.fired(UserData.pack(OP, 0, INDEX)), "the same arm");
  }
}
