package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.simulated.Chance;
import io.gannet.ffi.simulated.SimulatedKernel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A kernel that is played, and does nothing by chance. Its time is its own, and one thread drives
 * all of its rings: what the contract tries by sleeping or with another thread is tried without.
 */
class SimulatedKernelTest {
  @Nested
  class Queues extends QueueContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    /** Without an accept, a read or a write: no played client has a use for them. */
    @Test
    @Override
    void probeTellsWhatAServerNeeds() {
      assertTrue(ring.features().supports(IoUring.IORING_OP_RECV));
      assertTrue(ring.features().supports(IoUring.IORING_OP_SEND_ZC));
      assertFalse(ring.features().supports(IoUring.IORING_OP_ACCEPT));
      assertFalse(ring.features().supports(255));
    }
  }

  @Nested
  class Times extends TimeContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    SocketPair socketPair() {
      return new SocketPair(kernel.connect(64).fd(), -1);
    }

    @Test
    @Override
    void timeoutThatIsDueCompletesWithoutAWait() {
      MemorySegment timespec = arena.allocate(KernelTimespec.LAYOUT);
      KernelTimespec.set(timespec, 1_000_000);
      ring.getSqe().prepTimeout(timespec, 0, 0).userData(1);
      ring.submit();
      kernel.stand(20_000_000);
      kernel.nowNs(); // who spins looks at the clock
      assertTrue(ring.taskrun());
      ring.submitAndGetEvents();
      assertEquals(1, ring.cqReady());
    }

    @Test
    @Override
    void messagesWakeASleepingRingAndKeepTheirOrder() {
      Ring other = open(SMALL);
      for (long i = 0; i < 10; i++) {
        long number = i;
        kernel.after(i * 1000, () -> Ring.registerSyncMsg(kernel, other.fd(), 0, number));
      }
      List<Long> received = Completion.await(other, 10).stream().map(Completion::userData).toList();
      assertEquals(LongStream.range(0, 10).boxed().toList(), received);
    }
  }
}
