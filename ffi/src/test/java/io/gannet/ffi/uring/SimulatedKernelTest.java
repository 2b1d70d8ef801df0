package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
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
  class Registers extends RegisterContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    SocketPair socketPair() {
      return closing(SimulatedPair.open(kernel));
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
      return closing(SimulatedPair.open(kernel));
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

  @Nested
  class Receives extends ReceiveContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    SocketPair socketPair() {
      return closing(SimulatedPair.open(kernel));
    }

    @Override
    TcpPair tcpPair() {
      return closing(SimulatedPair.open(kernel));
    }

    @Test
    @Override
    void waitForSeveralEndsWithTheLastOfThem() {
      SocketPair pair = socketPair();
      for (int i = 0; i < 2; i++) {
        ring.getSqe().prepRecv(pair.ours(), memory, i, 1, 0).userData(i);
      }
      ring.submit();
      kernel.after(1000, () -> pair.write("a"));
      kernel.after(2000, () -> pair.write("b"));
      assertEquals(0, ring.submitAndWait(2));
      assertEquals(2, ring.cqReady());
    }
  }

  @Nested
  class Messages extends MessageContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    TcpPair tcpPair() {
      return closing(SimulatedPair.open(kernel));
    }
  }

  @Nested
  class Sends extends SendContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    SocketPair socketPair() {
      return closing(SimulatedPair.open(kernel));
    }

    @Override
    TcpPair tcpPair() {
      return closing(SimulatedPair.open(kernel));
    }

    /** Played sockets are TCP's: the first send is answered with a reset, the next one fails. */
    @Test
    @Override
    void sendToNobodyIsEpipe() {
      SocketPair pair = socketPair();
      pair.hangUpTheirs();
      ring.getSqe().prepSend(pair.ours(), memory, 0, 10, 0);
      assertEquals(10, Completion.await(ring).res());
      settle();
      ring.getSqe().prepSend(pair.ours(), memory, 0, 10, 0);
      assertEquals(-Errno.ECONNRESET, Completion.await(ring).res());
      ring.getSqe().prepSend(pair.ours(), memory, 0, 10, 0);
      assertEquals(-Errno.EPIPE, Completion.await(ring).res());
    }
  }

  @Nested
  class Files extends FilesContract {
    private final SimulatedKernel kernel = new SimulatedKernel(Chance.NONE);

    @Override
    Kernel kernel() {
      return kernel;
    }

    @Override
    SocketPair socketPair() {
      return closing(SimulatedPair.open(kernel));
    }

    @Override
    SocketPair pairInSlot(int slot) {
      SocketPair pair = SimulatedPair.open(kernel);
      install(slot, pair.ours());
      kernel.close(pair.ours());
      return pair;
    }
  }
}
