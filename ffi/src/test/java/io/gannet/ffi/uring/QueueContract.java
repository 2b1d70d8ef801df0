package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.LinuxException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The queues, what an enter returns and when, and what a ring refuses. */
abstract class QueueContract extends KernelContract {
  private static final long LATER_NS = 3_600_000_000_000L;

  @Test
  void nopComesBackWithItsUserData() {
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

  @Test
  void indicesWrapFarBeyondTheQueues() {
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

  @Test
  void sizesAreRoundedUpToPowersOfTwo() {
    RingFeatures features = open(new RingOptions(5, 33, false)).features();
    assertEquals(8, features.sqEntries());
    assertEquals(64, features.cqEntries());
  }

  @Test
  void fullQueueSubmitsItself() {
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

  @Test
  void submittingNothingEntersOnlyIfAsked() {
    assertEquals(0, ring.submit());
    assertEquals(0, ring.enters());
    assertEquals(0, ring.submitAndGetEvents());
    assertEquals(1, ring.enters());
  }

  @Test
  void waitEndsByTimeWithEtimeWhichIsNoError() {
    long startNs = kernel().nowNs();
    assertEquals(-Errno.ETIME, ring.submitAndWaitTimeout(1, 5_000_000));
    assertTrue(kernel().nowNs() - startNs >= 5_000_000);
    assertEquals(-Errno.ETIME, ring.submitAndWaitMinTimeout(1, 1_000_000, 10_000));
    assertEquals(2, ring.enters());
    assertEquals(0, ring.enterErrors());
  }

  @Test
  void waitThatEndsByTimeSaysSoOnlyWhenNothingIsReady() {
    ring.getSqe().prepNop();
    assertEquals(1, ring.submitAndWaitTimeout(2, 1_000_000));
    assertEquals(0, ring.submitAndWaitTimeout(2, 1_000_000));
    assertEquals(1, ring.cqReady());
  }

  @Test
  void waitForWhatIsThereAlreadyEndsAtOnce() {
    ring.getSqe().prepNop();
    ring.submitAndWait(1);
    ring.getSqe().prepTimeout(timespec(LATER_NS), 0, 0);
    assertEquals(1, ring.submitAndWait(1));
    assertEquals(1, ring.cqReady());
  }

  @Test
  void afterTheLeastWaitAnyOneIsEnough() {
    if (!ring.features().has(IoUring.IORING_FEAT_MIN_TIMEOUT)) {
      return; // before 6.12
    }
    ring.getSqe().prepNop();
    assertEquals(1, ring.submitAndWaitMinTimeout(2, LATER_NS, 2_000_000));
    assertEquals(1, ring.cqReady());
  }

  @Test
  void tooSmallCompletionQueueOverflowsAndLosesNothing() {
    Ring small = open(new RingOptions(8, 8, true));
    for (int i = 0; i < 20; i++) {
      small.getSqe().prepNop().userData(i);
    }
    small.submitAndGetEvents();
    assertNotEquals(0, small.cqOverflow());
    assertTrue(small.taskrun());
    for (int seen = 0; seen < 20; ) {
      int ready = small.cqReady();
      assertTrue(ready > 0);
      for (int i = 0; i < ready; i++) {
        assertEquals(seen++, small.cqe(i).userData());
      }
      small.cqAdvance(ready);
      small.submitAndGetEvents();
    }
  }

  @Test
  void disabledRingRefusesToBeEntered() {
    Ring late = disabled(SMALL);
    late.getSqe().prepNop();
    assertEquals(-Errno.EBADFD, late.submit());
    assertEquals(1, late.enterErrors());
    assertTrue(late.hasPending());
    late.enable();
    assertEquals(1, late.submit());
  }

  @Test
  void enablingTwiceThrows() {
    assertThrows(LinuxException.class, ring::enable);
  }

  @Test
  void onlyTheDriverMayEnter() throws InterruptedException {
    ring.close(); // or its slot would be taken for the other's
    Ring others = disabled(SMALL);
    Thread driver = new Thread(others::enable);
    driver.start();
    driver.join();
    others.getSqe().prepNop();
    // The slot that names a ring is its driver's own: this thread does not even find it.
    int result = others.submit();
    List<Integer> refusals = List.of(-Errno.EINVAL, -Errno.EBADF, -Errno.EEXIST);
    assertTrue(refusals.contains(result), Errno.name(result));
    assertTrue(others.hasPending());
    assertEquals(-Errno.EEXIST, others.registerFilesSparse(4));
  }

  @Test
  void closedRingThrowsInsteadOfTouchingUnmappedMemory() {
    ring.close();
    ring.close();
    assertThrows(IllegalStateException.class, ring::getSqe);
    assertThrows(IllegalStateException.class, ring::cqReady);
  }

  @Test
  void descriptorOfAClosedRingIsGone() {
    int fd = ring.fd();
    ring.close();
    assertEquals(-Errno.EBADF, kernel().close(fd));
    assertEquals(-Errno.EBADF, kernel().enter(fd, 0, 0, IoUring.IORING_ENTER_GETEVENTS, 0, 0));
  }

  @Test
  void entriesAreZeroedEachTime() {
    for (int turn = 0; turn < 3; turn++) {
      for (int i = 0; i < 8; i++) {
        // A poll of nothing is EBADF; had it left traces, the nop would not be one.
        ring.getSqe().prepPollAdd(-1, ~0).userData(~0L).flags(IoUring.IOSQE_ASYNC);
      }
      ring.submitAndWait(8);
      assertEquals(-Errno.EBADF, ring.cqe(0).res());
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

  @Test
  void skippedSuccessMakesNoCompletionAndSkippedFailureDoes() {
    ring.getSqe().prepNop().userData(1).flags(IoUring.IOSQE_CQE_SKIP_SUCCESS);
    ring.getSqe().prepClose(-1).userData(2).flags(IoUring.IOSQE_CQE_SKIP_SUCCESS);
    ring.getSqe().prepNop().userData(3);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(List.of(2L, 3L), both.stream().map(Completion::userData).toList());
    assertEquals(-Errno.EBADF, both.getFirst().res());
  }

  @Test
  void entryThatIsNoneFailsAndTheRestGoOn() {
    ring.getSqe().prepNop().userData(1);
    ring.getSqe().prepCancelFd(0, ~0).userData(2); // flags that no kernel has
    ring.getSqe().prepNop().userData(3);
    List<Completion> all = Completion.await(ring, 3);
    assertEquals(-Errno.EINVAL, Completion.of(all, 2).res());
    assertEquals(0, Completion.of(all, 1).res());
    assertEquals(0, Completion.of(all, 3).res());
  }

  @Test
  void probeTellsWhatAServerNeeds() {
    int[] needed = {
      IoUring.IORING_OP_NOP,
      IoUring.IORING_OP_RECV,
      IoUring.IORING_OP_RECVMSG,
      IoUring.IORING_OP_SEND,
      IoUring.IORING_OP_SENDMSG,
      IoUring.IORING_OP_POLL_ADD,
      IoUring.IORING_OP_ASYNC_CANCEL,
      IoUring.IORING_OP_ACCEPT,
      IoUring.IORING_OP_CONNECT,
      IoUring.IORING_OP_CLOSE,
      IoUring.IORING_OP_READ,
      IoUring.IORING_OP_TIMEOUT,
      IoUring.IORING_OP_MSG_RING
    };
    for (int op : needed) {
      assertTrue(ring.features().supports(op), "operation " + op);
    }
    assertFalse(ring.features().supports(255));
    assertTrue(ring.features().has(IoUring.IORING_FEAT_SINGLE_MMAP));
    assertTrue(ring.features().has(IoUring.IORING_FEAT_NODROP));
    assertTrue(ring.features().has(IoUring.IORING_FEAT_SUBMIT_STABLE));
    assertTrue(ring.features().has(IoUring.IORING_FEAT_EXT_ARG));
  }

  @Test
  void onlyWhatIsAllowedPasses() {
    Restrictions restrictions = new Restrictions()
        .allowSqeOps(IoUring.IORING_OP_NOP, IoUring.IORING_OP_CLOSE)
        .allowSqeFlags(IoUring.IOSQE_CQE_SKIP_SUCCESS)
        .allowRegisterOps(IoUring.IORING_REGISTER_FILES2);
    Ring bound = disabled(SMALL);
    assertEquals(0, bound.registerRestrictions(restrictions));
    bound.enable();
    bound.getSqe().prepNop();
    assertEquals(0, Completion.await(bound).res());
    bound.getSqe().prepClose(-1).flags(IoUring.IOSQE_CQE_SKIP_SUCCESS);
    assertEquals(-Errno.EBADF, Completion.await(bound).res());
    bound.getSqe().prepNop().flags(IoUring.IOSQE_ASYNC);
    assertEquals(-Errno.EACCES, Completion.await(bound).res());
    bound.getSqe().prepRead(0, memory, 0, 8, -1);
    assertEquals(-Errno.EACCES, Completion.await(bound).res());
    assertEquals(0, bound.registerFilesSparse(4));
    assertEquals(-Errno.EACCES, bound.registerFilesUpdate(0, 0));
  }

  @Test
  void restrictionsComeTooLateAfterEnabling() {
    assertEquals(-Errno.EBADFD, ring.registerRestrictions(new Restrictions()));
  }

  @Test
  void completionsComeInTheOrderInWhichTheyWereMade() {
    for (int turn = 0; turn < 50; turn++) {
      for (int i = 0; i < 6; i++) {
        ring.getSqe().prepNop().userData(i);
      }
      List<Long> seen = Completion.await(ring, 6).stream().map(Completion::userData).toList();
      assertEquals(LongStream.range(0, 6).boxed().toList(), seen);
    }
  }

  private MemorySegment timespec(long ns) {
    MemorySegment timespec = arena.allocate(KernelTimespec.LAYOUT);
    KernelTimespec.set(timespec, ns);
    return timespec;
  }
}
