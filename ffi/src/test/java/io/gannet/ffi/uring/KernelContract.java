package io.gannet.ffi.uring;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a caller of a {@link Ring} can observe, whichever {@link Kernel} is below it: of each
 * operation that a server submits each outcome. Those who extend this say what of it:
 *
 * <pre>
 *   QueueContract      the queues, enters and waits, overflow, restrictions: no sockets
 *   RegisterContract   what is registered, and what is refused
 *   TimeContract       timeouts, messages from ring to ring: no sockets
 *   ReceiveContract    receives: multishot, single, whole
 *   MessageContract    receives of messages: multishot, and when they had come
 *   MessageContract    receives of messages: multishot, and when they had come
 *   SendContract       sends: whole, short, gathered
 *   FilesContract      direct descriptors, and cancels
 *   OpeningContract    accept, connect, poll, eventfd, close
 *   BacklogContract    connects that wait for room
 * </pre>
 *
 * <p>and a test of a kernel runs all of them, nested: {@link LinuxKernelTest}.
 */
abstract class KernelContract {
  static final RingOptions SMALL = new RingOptions(8, 64, true);
  static final int GROUP = 3;
  static final int MEMORY_BYTES = 1 << 16;
  private static final int TURNS_MAX = 10_000;
  private static final int CALM_TURNS = 5;
  private static final long TURN_NS = 1_000_000L;

  final Arena arena = Arena.ofConfined();
  final MemorySegment memory = arena.allocate(MEMORY_BYTES, 64);
  private final List<AutoCloseable> opened = new ArrayList<>();
  Ring ring;

  /** Under all rings of a test. */
  abstract Kernel kernel();

  @BeforeEach
  void open() {
    ring = open(SMALL);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    arena.close();
  }

  /** What is closed when the test ends, the last first. */
  <T extends AutoCloseable> T closing(T one) {
    opened.add(one);
    return one;
  }

  /** A ring that the calling thread drives. */
  Ring open(RingOptions options) {
    Ring made = disabled(options);
    made.enable();
    return made;
  }

  /** A ring that nobody drives yet. */
  Ring disabled(RingOptions options) {
    return closing(Ring.open(options, kernel()));
  }

  SocketPair socketPair() {
    return closing(SocketPair.open());
  }

  TcpPair tcpPair() {
    return closing(TcpPair.open());
  }

  /** A group of {@code entries} buffers of {@code bufferBytes} each, in {@link #memory}. */
  BufferRing buffers(int entries, int bufferBytes) {
    return BufferRing.register(ring, GROUP, entries, memory, bufferBytes);
  }

  String text(long offset, int length) {
    return SocketPair.text(memory, offset, length);
  }

  /** Enters until nothing more can come by itself; what has come is left in the queue. */
  void settle() {
    for (int i = 0; i < 3; i++) {
      ring.submitAndWaitTimeout(Integer.MAX_VALUE, TURN_NS);
    }
  }

  /** Enters until something holds, for a bounded number of times. */
  void enterUntil(BooleanSupplier holds) {
    for (int turn = 0; !holds.getAsBoolean(); turn++) {
      if (turn == TURNS_MAX) {
        throw new AssertionError("not within " + TURNS_MAX + " turns");
      }
      ring.submitAndWaitTimeout(1, TURN_NS);
    }
  }

  /** Waits for one completion, or so long, and once more when a signal has ended the wait. */
  int waitPastSignals(long ns) {
    int result = -Errno.EINTR;
    for (int turn = 0; result == -Errno.EINTR && turn < TURNS_MAX; turn++) {
      result = ring.submitAndWaitTimeout(1, ns);
    }
    return result;
  }

  /** Nothing has completed, and does not within some milliseconds. */
  void assertNothing() {
    settle();
    if (ring.cqReady() > 0) {
      Cqe cqe = ring.cqe(0);
      throw new AssertionError(
          "completed: " + new Completion(cqe.userData(), cqe.res(), cqe.flags()));
    }
  }

  /** Puts a descriptor into a slot of the ring's table. */
  void install(int slot, int fd) {
    LinuxException.check(ring.registerFilesUpdate(slot, fd), "files update", "");
  }

  /** Two connected sockets, of which ours is open in a slot of the ring's table alone. */
  SocketPair pairInSlot(int slot) {
    SocketPair pair = SocketPair.open();
    install(slot, pair.ours());
    kernel().close(pair.ours());
    return closing(new SocketPair(-1, pair.theirs()));
  }

  /** Of two pieces of {@link #memory}. */
  MemorySegment header(long first, int firstBytes, long second, int secondBytes) {
    MemorySegment iovecs = Iovec.allocateArray(arena, 2);
    Iovec.set(iovecs, 0, memory, first, firstBytes);
    Iovec.set(iovecs, 1, memory, second, secondBytes);
    MemorySegment header = arena.allocate(Msghdr.LAYOUT);
    Msghdr.set(header, iovecs, 2);
    return header;
  }

  /** Writes until the socket takes no more, not even a little later, and says how much that was. */
  long fill(int fd) {
    long filled = 0;
    for (int calm = 0; calm < CALM_TURNS; ) {
      ring.getSqe().prepSend(
          fd, memory, 0, MEMORY_BYTES, Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL);
      int result = Completion.await(ring).res();
      filled += Math.max(0, result);
      calm = result < 0 ? calm + 1 : 0;
      if (result < 0) {
        settle();
      }
    }
    return filled;
  }
}
