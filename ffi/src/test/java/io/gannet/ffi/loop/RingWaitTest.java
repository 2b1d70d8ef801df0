package io.gannet.ffi.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.uring.EnterError;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingWaitTest {
  private static final int ERRNO_MAX = 133;
  private static final long SPIN_NS = 50_000;
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PlayedKernel kernel = new PlayedKernel();
  private final Ring ring = Ring.open(RingOptions.defaults(), kernel);
  private final List<Long> parks = new ArrayList<>();
  private final RingWait wait = new RingWait(ring, parks::add);

  RingWaitTest() {
    ring.enable();
  }

  @AfterEach
  void close() {
    ring.close();
  }

  private void complete() {
    ring.getSqe().prepNop();
    assertEquals(1, ring.submitAndWait(1));
    kernel.forget();
  }

  @Test
  void eachErrorPassesOrIsScarcityOrIsThrown() {
    for (int errno = 1; errno <= ERRNO_MAX; errno++) {
      kernel.result = -errno;
      if (!EnterError.passes(-errno)) {
        LinuxException thrown = assertThrows(LinuxException.class, () -> wait.await(0));
        assertEquals(errno, thrown.errno());
        assertTrue(thrown.getMessage().startsWith("io_uring_enter: "), thrown.getMessage());
      } else {
        assertEquals(!EnterError.isScarcity(-errno), wait.await(0), Errno.name(errno));
      }
    }
  }

  @Test
  void noWayOfWaitingSwallowsAnError() {
    kernel.result = -Errno.EBADF;
    assertThrows(LinuxException.class, wait::poll);
    assertThrows(LinuxException.class, () -> wait.await(SPIN_NS));
    assertThrows(LinuxException.class, () -> wait.awaitFor(1));
    assertThrows(LinuxException.class, () -> wait.awaitOne(1));
    assertThrows(LinuxException.class, () -> wait.awaitUntil(Long.MAX_VALUE / 2, 0));
    assertThrows(LinuxException.class, () -> wait.awaitUntil(0, 0));
    ring.getSqe().prepNop();
    assertThrows(LinuxException.class, () -> wait.awaitUntil(0, SPIN_NS));
    assertThrows(LinuxException.class, () -> RingWait.check(-Errno.EBADF));
  }

  @Test
  void theKernelIsLetBeForLongerAndLongerWithinABound() {
    kernel.result = -Errno.EAGAIN;
    for (int i = 0; i < 6; i++) {
      assertFalse(wait.await(0));
    }
    assertEquals(
        List.of(1_000_000L, 2_000_000L, 4_000_000L, 8_000_000L, 8_000_000L, 8_000_000L), parks);
    assertEquals(RingWait.BACK_OFF_NS_MAX, Collections.max(parks));
  }

  @Test
  void onceItHasWorkedTheNextScarcityIsAFirst() {
    kernel.result = -Errno.ENOMEM;
    wait.await(0);
    wait.await(0);
    kernel.result = -Errno.EINTR;
    assertTrue(wait.await(0));
    kernel.result = -Errno.ENOMEM;
    wait.await(0);
    assertEquals(RingWait.BACK_OFF_NS_MIN, parks.getLast());
  }

  @Test
  void whatIsReadyIsReapedBeforeTheKernelIsLetBe() {
    complete();
    kernel.result = -Errno.EBUSY;
    assertFalse(wait.poll());
    assertEquals(List.of(), parks);
    assertFalse(wait.poll()); // nothing was reaped: to go on would only burn the CPU
    assertEquals(List.of(RingWait.BACK_OFF_NS_MIN), parks);
  }

  @Test
  void whoReapsMakesProgress() {
    for (int i = 0; i < 3; i++) {
      ring.getSqe().prepNop();
    }
    assertEquals(3, ring.submitAndWait(3));
    kernel.result = -Errno.EBUSY;
    for (int i = 0; i < 2; i++) {
      assertFalse(wait.poll());
      ring.cqAdvance(1);
    }
    assertFalse(wait.poll());
    assertEquals(List.of(), parks);
    ring.cqAdvance(1);
    assertFalse(wait.poll());
    assertEquals(1, parks.size());
  }

  @Test
  void whatIsReadyIsNotWaitedFor() {
    complete();
    assertTrue(wait.await(SPIN_NS));
    assertTrue(wait.awaitUntil(Long.MAX_VALUE / 2, SPIN_NS));
    assertEquals(0, kernel.waits);
    assertTrue(wait.awaitOne(1));
    assertEquals(2, kernel.enters);
  }

  @Test
  void looksBeforeItSleepsAndSleepsOnce() {
    kernel.result = -Errno.EINTR;
    assertTrue(wait.await(SPIN_NS));
    assertEquals(1, kernel.waits);
    assertEquals(1, kernel.enters);
    assertTrue(kernel.reads <= 2 + SPIN_NS / PlayedKernel.NS_PER_READ, "looked " + kernel.reads);
    assertTrue(kernel.reads > 2, "did not look");
  }

  @Test
  void whatComesWhileItLooksIsFoundWithoutASleep() {
    try (Ring other = Ring.open(RingOptions.defaults())) {
      other.enable();
      kernel.atNextRead = () -> kernel.atNextRead = () -> post(other);
      assertTrue(wait.await(SPIN_NS * 1000));
      assertEquals(0, kernel.waits);
      assertEquals(1, ring.cqReady());
      assertEquals(77, ring.cqe(0).userData());
    }
  }

  private void post(Ring other) {
    other.getSqe().prepMsgRing(ring.fd(), 0, 77, 0);
    assertEquals(1, other.submitAndWait(1));
  }

  @Test
  void sleepsUntilALittleBeforeTheTimeAndThenLooks() {
    kernel.result = -Errno.ETIME;
    long untilNs = kernel.nowNs + 1_000_000;
    assertTrue(wait.awaitUntil(untilNs, SPIN_NS));
    assertEquals(1_000_000 - SPIN_NS - PlayedKernel.NS_PER_READ, kernel.timeoutNs);
    kernel.result = PlayedKernel.LINUX;
    kernel.nowNs = untilNs - SPIN_NS;
    kernel.forget();
    assertTrue(wait.awaitUntil(untilNs, SPIN_NS));
    assertEquals(0, kernel.enters);
    assertTrue(kernel.nowNs >= untilNs);
  }

  @Test
  void withoutLookingATimeThatHasComeIsNotWaitedFor() {
    assertTrue(wait.awaitUntil(kernel.nowNs, 0));
    assertEquals(1, kernel.enters);
    assertEquals(0, kernel.waits);
  }

  @Test
  void afterALostCompletionTheNextSleepEndsByItself() {
    kernel.result = -Errno.EBADR;
    assertTrue(wait.await(0));
    assertEquals(0, kernel.timeoutNs);
    kernel.result = -Errno.ETIME;
    assertTrue(wait.await(0));
    assertEquals(RingWait.AFTER_LOSS_NS, kernel.timeoutNs);
    assertTrue(wait.await(0));
    assertEquals(0, kernel.timeoutNs);
  }

  @Test
  void whoSleepsForNoLongerThanThatLooksFirst() {
    kernel.result = -Errno.ETIME;
    assertTrue(wait.await(0, 700_000));
    assertEquals(700_000, kernel.timeoutNs);
    kernel.forget();
    assertTrue(wait.await(SPIN_NS, 700_000));
    assertTrue(kernel.reads > 2, "did not look");
    assertEquals(1, kernel.waits);
    assertEquals(700_000, kernel.timeoutNs);
  }

  @Test
  void aShortSleepIsNotTheOneAfterALostCompletion() {
    kernel.result = -Errno.EBADR;
    wait.await(0);
    kernel.result = -Errno.ETIME;
    wait.await(0, 700_000);
    assertEquals(700_000, kernel.timeoutNs);
    wait.await(0);
    assertEquals(RingWait.AFTER_LOSS_NS, kernel.timeoutNs);
  }

  @Test
  void patienceIsCountedInWaits() {
    kernel.result = -Errno.ETIME;
    assertFalse(wait.awaitOne(95_000_000L));
    assertEquals(10, kernel.waits);
    assertEquals(5_000_000L, kernel.timeoutNs);
  }

  @Test
  void whoAwaitsOneHasAllSubmittedThoughSomethingIsReady() {
    complete();
    ring.getSqe().prepNop();
    assertTrue(wait.awaitOne(10_000_000L));
    assertFalse(ring.hasPending());
    assertEquals(2, ring.cqReady());
  }

  @Test
  void whoAwaitsOneIsNotMovedByASignalOrByScarcity() {
    kernel.result = -Errno.EINTR;
    ring.getSqe().prepNop();
    assertFalse(wait.awaitOne(20_000_000L));
    kernel.result = -Errno.EAGAIN;
    assertFalse(wait.awaitOne(20_000_000L));
    kernel.result = PlayedKernel.LINUX;
    assertTrue(wait.awaitOne(20_000_000L));
  }

  @Test
  void nothingIsAllocated() {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 50 && least > 0; attempt++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        oneTurn(i);
      }
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  private void oneTurn(int turn) {
    kernel.result = PlayedKernel.LINUX;
    ring.getSqe().prepNop();
    switch (turn & 3) {
      case 0 -> wait.poll();
      case 1 -> wait.await(SPIN_NS);
      case 2 -> wait.awaitUntil(kernel.nowNs + 10 * SPIN_NS, SPIN_NS);
      default -> wait.awaitFor(SPIN_NS);
    }
    ring.cqAdvance(ring.cqReady());
    kernel.result = -Errno.EINTR;
    wait.await(2 * PlayedKernel.NS_PER_READ);
  }
}
