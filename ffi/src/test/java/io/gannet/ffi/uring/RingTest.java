package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final RingOptions SMALL = new RingOptions(8, 32, true);

  private static Ring open(RingOptions options) {
    Ring ring = Ring.open(options);
    ring.enable();
    return ring;
  }

  @Test
  void nopComesBackWithItsUserData() {
    try (Ring ring = open(SMALL)) {
      ring.getSqe().prepNop().userData(0xfedcba9876543210L);
      assertTrue(ring.hasPending());
      assertEquals(1, ring.submitAndWait(1));
      assertFalse(ring.hasPending());
      assertEquals(1, ring.cqReady());
      assertEquals(0xfedcba9876543210L, ring.cqe(0).userData());
      assertEquals(0, ring.cqe(0).res());
      ring.cqAdvance(1);
      assertEquals(0, ring.cqReady());
    }
  }

  @Test
  void indicesWrapFarBeyondTheQueues() {
    try (Ring ring = open(SMALL)) {
      long sent = 0;
      long seen = 0;
      for (int turn = 0; turn < 5000; turn++) {
        for (int i = 0; i < 7; i++) {
          ring.getSqe().prepNop().userData(sent++);
        }
        assertEquals(7, ring.submitAndWait(7));
        int ready = ring.cqReady();
        for (int i = 0; i < ready; i++) {
          assertEquals(seen++, ring.cqe(i).userData());
        }
        ring.cqAdvance(ready);
      }
      assertEquals(sent, seen);
      assertEquals(sent, ring.sqes());
      assertEquals(sent, ring.cqes());
      assertEquals(5000, ring.enters());
      assertEquals(0, ring.enterErrors());
      assertEquals(0, ring.cqOverflow());
    }
  }

  @Test
  void fullQueueSubmitsItself() {
    try (Ring ring = open(SMALL)) {
      for (int i = 0; i < 8; i++) {
        ring.getSqe().prepNop();
      }
      assertEquals(0, ring.sqSpaceLeft());
      assertEquals(0, ring.enters());
      ring.getSqe().prepNop();
      assertEquals(1, ring.enters());
      assertEquals(7, ring.sqSpaceLeft());
      assertEquals(1, ring.submitAndWait(9));
      assertEquals(9, ring.cqReady());
    }
  }

  @Test
  void submittingNothingEntersOnlyIfAsked() {
    try (Ring ring = open(SMALL)) {
      assertEquals(0, ring.submit());
      assertEquals(0, ring.enters());
      assertEquals(0, ring.submitAndGetEvents());
      assertEquals(1, ring.enters());
    }
  }

  @Test
  void waitEndsByTimeWithEtimeWhichIsNoError() {
    try (Ring ring = open(SMALL)) {
      assertEquals(-Errno.ETIME, ring.submitAndWaitTimeout(1, 1_000_000));
      assertEquals(-Errno.ETIME, ring.submitAndWaitMinTimeout(1, 1_000_000, 10_000));
      assertEquals(2, ring.enters());
      assertEquals(0, ring.enterErrors());
    }
  }

  @Test
  void tooSmallCompletionQueueOverflowsAndLosesNothing() {
    try (Ring ring = open(new RingOptions(8, 8, true))) {
      for (int i = 0; i < 20; i++) {
        ring.getSqe().prepNop().userData(i);
      }
      ring.submitAndGetEvents();
      assertNotEquals(0, ring.cqOverflow());
      assertTrue(ring.taskrun());
      for (int seen = 0; seen < 20; ) {
        int ready = ring.cqReady();
        assertTrue(ready > 0);
        for (int i = 0; i < ready; i++) {
          assertEquals(seen++, ring.cqe(i).userData());
        }
        ring.cqAdvance(ready);
        ring.submitAndGetEvents();
      }
    }
  }

  @Test
  void disabledRingRefusesToBeEntered() {
    try (Ring ring = Ring.open(SMALL)) {
      ring.getSqe().prepNop();
      assertEquals(-Errno.EBADFD, ring.submit());
      assertEquals(1, ring.enterErrors());
      assertTrue(ring.hasPending());
      ring.enable();
      assertEquals(1, ring.submit());
    }
  }

  @Test
  void enablingTwiceThrows() {
    try (Ring ring = open(SMALL)) {
      assertThrows(LinuxException.class, ring::enable);
    }
  }

  @Test
  void onlyTheDriverMayEnter() throws InterruptedException {
    try (Ring ring = Ring.open(SMALL)) {
      Thread driver = new Thread(ring::enable);
      driver.start();
      driver.join();
      ring.getSqe().prepNop();
      // The slot that names the ring is the driver's own, so this thread does not even find it.
      int result = ring.submit();
      assertTrue(result == -Errno.EINVAL || result == -Errno.EBADF, Errno.name(result));
      assertTrue(ring.hasPending());
    }
  }

  @Test
  void closedRingThrowsInsteadOfTouchingUnmappedMemory() {
    Ring ring = open(SMALL);
    ring.close();
    ring.close();
    assertThrows(IllegalStateException.class, ring::getSqe);
    assertThrows(IllegalStateException.class, ring::cqReady);
  }

  @Test
  void entriesAreZeroedEachTime() {
    try (Ring ring = open(SMALL)) {
      for (int turn = 0; turn < 3; turn++) {
        for (int i = 0; i < 8; i++) {
          // A poll of nothing is EBADF; had it left traces, the nop would not be one.
          ring.getSqe().prepPollAdd(-1, ~0).userData(~0L).flags(IoUring.IOSQE_ASYNC);
        }
        ring.submitAndWait(8);
        ring.cqAdvance(8);
        for (int i = 0; i < 8; i++) {
          ring.getSqe().prepNop();
        }
        ring.submitAndWait(8);
        for (int i = 0; i < 8; i++) {
          assertEquals(0, ring.cqe(i).userData());
          assertEquals(0, ring.cqe(i).res());
        }
        ring.cqAdvance(8);
      }
    }
  }
}
