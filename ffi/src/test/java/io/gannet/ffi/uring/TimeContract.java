package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Timeouts, and messages from ring to ring. */
abstract class TimeContract extends KernelContract {
  private static final long SOON_NS = 1_000_000L;
  private static final long LATER_NS = 3_600_000_000_000L;
  private static final int MESSAGES = 1000;

  private MemorySegment timespec(long ns) {
    MemorySegment timespec = arena.allocate(KernelTimespec.LAYOUT);
    KernelTimespec.set(timespec, ns);
    return timespec;
  }

  @Test
  void timeoutExpiresOrIsRemoved() {
    ring.getSqe().prepTimeout(timespec(SOON_NS), 0, 0).userData(1);
    assertEquals(-Errno.ETIME, Completion.await(ring).res());
    ring.getSqe().prepTimeout(timespec(LATER_NS), 0, 0).userData(2);
    ring.getSqe().prepTimeoutRemove(2, 0).userData(3);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 2).res());
    assertEquals(0, Completion.of(both, 3).res());
    ring.getSqe().prepTimeoutRemove(2, 0);
    assertEquals(-Errno.ENOENT, Completion.await(ring).res());
  }

  @Test
  void timeoutIsCancelledByItsUserData() {
    ring.getSqe().prepTimeout(timespec(LATER_NS), 0, 0).userData(1);
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
  }

  @Test
  void timeoutIsRemovedThoughSomethingElseHasItsUserData() {
    ring.getSqe().prepTimeout(timespec(LATER_NS), 0, 0).userData(1);
    ring.getSqe().prepRecv(socketPair().ours(), memory, 0, 8, 0).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepTimeoutRemove(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(0, Completion.of(both, 2).res());
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
  }

  @Test
  void negativeTimeIsRefused() {
    ring.getSqe().prepTimeout(timespec(-5_000_000_000L), 0, 0);
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
    ring.getSqe().prepTimeout(timespec(-1), 0, 0);
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
  }

  @Test
  void waitForANegativeTimeEndsAtOnce() {
    assertEquals(-Errno.ETIME, waitPastSignals(-5_000_000_000L));
  }

  /** Of more nanoseconds than a long has. */
  @Test
  void timeoutInThousandsOfYearsIsFar() {
    MemorySegment timespec = timespec(0);
    timespec.set(JAVA_LONG, 0, 1L << 40);
    ring.getSqe().prepTimeout(timespec, 0, 0).userData(1);
    ring.getSqe().prepTimeout(timespec(SOON_NS), 0, 0).userData(2);
    assertEquals(new Completion(2, -Errno.ETIME, 0), Completion.await(ring));
    assertNothing();
  }

  @Test
  void timeoutTakesItsTime() {
    long startNs = kernel().nowNs();
    ring.getSqe().prepTimeout(timespec(5 * SOON_NS), 0, 0);
    Completion.await(ring);
    assertTrue(kernel().nowNs() - startNs >= 5 * SOON_NS);
  }

  @Test
  void timeMayBeOverwrittenOnceTheEntryIsTaken() {
    MemorySegment timespec = timespec(SOON_NS);
    ring.getSqe().prepTimeout(timespec, 0, 0);
    ring.submit();
    KernelTimespec.set(timespec, LATER_NS);
    assertEquals(-Errno.ETIME, Completion.await(ring).res());
  }

  @Test
  void timeoutsExpireInTheirOrder() {
    ring.getSqe().prepTimeout(timespec(9 * SOON_NS), 0, 0).userData(3);
    ring.getSqe().prepTimeout(timespec(SOON_NS), 0, 0).userData(1);
    ring.getSqe().prepTimeout(timespec(5 * SOON_NS), 0, 0).userData(2);
    List<Long> order = Completion.await(ring, 3).stream().map(Completion::userData).toList();
    assertEquals(List.of(1L, 2L, 3L), order);
  }

  /** However many completions the wait is for: {@code io_should_wake} in io_uring/io_uring.c. */
  @Test
  void timeoutThatExpiresEndsAnyWait() {
    ring.getSqe().prepTimeout(timespec(SOON_NS), 0, 0).userData(1);
    assertEquals(1, ring.submitAndWait(5));
    assertEquals(1, ring.cqReady());
  }

  @Test
  void timeoutThatIsDueCompletesWithoutAWait() throws InterruptedException {
    ring.getSqe().prepTimeout(timespec(SOON_NS), 0, 0).userData(1);
    ring.submit();
    Thread.sleep(20);
    assertTrue(ring.taskrun()); // an entry is worth it
    ring.submitAndGetEvents();
    assertEquals(1, ring.cqReady());
  }

  @Test
  void messageReachesTheOtherRing() {
    Ring other = open(SMALL);
    ring.getSqe().prepMsgRing(other.fd(), 123, 456, 0).userData(1);
    assertEquals(0, Completion.await(ring).res());
    assertEquals(new Completion(456, 123, 0), Completion.await(other));
  }

  @Test
  void messageIsSeenByWhoSpins() {
    Ring other = open(SMALL);
    other.submitAndGetEvents();
    ring.getSqe().prepMsgRing(other.fd(), 5, 6, 0);
    Completion.await(ring);
    assertTrue(other.taskrun());
    other.submitAndGetEvents();
    assertEquals(1, other.cqReady());
  }

  @Test
  void messageReachesARingFromAThreadWithoutOne() {
    int result = Ring.registerSyncMsg(kernel(), ring.fd(), 5, 6);
    if (result == -Errno.EINVAL) {
      return; // before 6.13
    }
    assertEquals(0, result);
    assertEquals(new Completion(6, 5, 0), Completion.await(ring));
  }

  @Test
  void messageToWhatIsNoRingOrNotEnabledIsRefused() {
    Ring late = disabled(SMALL);
    ring.getSqe().prepMsgRing(late.fd(), 1, 2, 0);
    assertEquals(-Errno.EBADFD, Completion.await(ring).res());
    ring.getSqe().prepMsgRing(socketPair().ours(), 1, 2, 0);
    assertEquals(-Errno.EBADFD, Completion.await(ring).res());
    int gone = late.fd();
    late.close();
    ring.getSqe().prepMsgRing(gone, 1, 2, 0);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void messagesWakeASleepingRingAndKeepTheirOrder() {
    CompletableFuture<Integer> fd = new CompletableFuture<>();
    CompletableFuture<List<Long>> received = new CompletableFuture<>();
    Thread driver = new Thread(() -> receiveAll(fd, received));
    driver.start();
    int target = fd.join();
    for (int i = 0; i < MESSAGES; i++) {
      ring.getSqe().prepMsgRing(target, i, i, 0);
      assertEquals(0, Completion.await(ring).res());
      if (i % 100 == 0) {
        Thread.yield();
      }
    }
    assertEquals(LongStream.range(0, MESSAGES).boxed().toList(), received.join());
  }

  private void receiveAll(
      CompletableFuture<Integer> fd, CompletableFuture<List<Long>> received) {
    try (Ring own = Ring.open(SMALL, kernel())) {
      own.enable();
      fd.complete(own.fd());
      List<Long> all = new ArrayList<>();
      while (all.size() < MESSAGES) {
        own.submitAndWait(1);
        int ready = own.cqReady();
        for (int i = 0; i < ready; i++) {
          all.add(own.cqe(i).userData());
        }
        own.cqAdvance(ready);
      }
      received.complete(all);
    } catch (Throwable e) {
      fd.completeExceptionally(e);
      received.completeExceptionally(e);
    }
  }
}
