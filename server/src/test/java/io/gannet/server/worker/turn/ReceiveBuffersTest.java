package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.BufferRing;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Buffers lent by the kernel, kept in queues and given back, at random: the kernel lends them in
 * the order in which they came back, and what is kept is what lists say of it.
 */
class ReceiveBuffersTest {
  private static final int BUFFERS = 32;
  private static final int BUFFER_BYTES = 64;
  private static final int QUEUES = 5;
  private static final int STEPS = 50_000;

  /** What is kept of a buffer. */
  private record Kept(int buffer, long from, long to) {}

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(BUFFERS * BUFFER_BYTES);
  private final MemorySegment oneByte = arena.allocate(1);
  private final Ring ring = Ring.open(RingOptions.defaults());
  private final int[] pair = new int[2];
  private final Random random = new Random(12);

  /** Buffers that the kernel has, and those that it has after the next publish, in order. */
  private final ArrayDeque<Integer> free = new ArrayDeque<>();

  private final ArrayDeque<Integer> recycled = new ArrayDeque<>();
  private final List<ArrayDeque<Kept>> queues = new ArrayList<>();
  private final BufferRing bufferRing;
  private final ReceiveBuffers buffers;

  ReceiveBuffersTest() {
    ring.enable();
    bufferRing = BufferRing.register(ring, 3, BUFFERS, memory, BUFFER_BYTES);
    buffers = new ReceiveBuffers(bufferRing, BUFFERS);
    LinuxException.check(
        Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0, pair),
        "socketpair(AF_UNIX)",
        "");
    IntStream.range(0, BUFFERS).forEach(free::add);
    IntStream.range(0, QUEUES).forEach(i -> queues.add(new ArrayDeque<>()));
  }

  @AfterEach
  void close() {
    Unistd.close(pair[0]);
    Unistd.close(pair[1]);
    ring.close();
    arena.close();
  }

  /** The buffer that the kernel lends for one byte more; NONE if it has none. */
  private int lent() {
    ring.getSqe().prepRecvSelect(pair[1], buffers.group());
    ring.submitAndWait(1);
    Cqe cqe = ring.cqe(0);
    int buffer = cqe.hasBuffer() ? cqe.bufferId() : ReceiveBuffers.NONE;
    assertEquals(buffer == ReceiveBuffers.NONE ? -Errno.ENOBUFS : 1, cqe.res());
    ring.cqAdvance(1);
    return buffer;
  }

  /** The kernel takes a buffer before it looks whether there is something for it. */
  private void receive(ArrayDeque<Kept> queue) {
    if (free.isEmpty()) {
      assertEquals(ReceiveBuffers.NONE, lent());
      return;
    }
    assertEquals(1, Unistd.write(pair[0], oneByte, 0, 1));
    int buffer = lent();
    assertEquals(free.remove(), buffer, "lent in another order");
    if (random.nextInt(4) == 0) {
      recycle(buffer);
    } else {
      keep(queue, buffer);
    }
  }

  private void recycle(int buffer) {
    buffers.recycle(buffer);
    recycled.add(buffer);
  }

  private void keep(ArrayDeque<Kept> queue, int buffer) {
    int from = random.nextInt(BUFFER_BYTES);
    int to = from + 1 + random.nextInt(BUFFER_BYTES - from);
    long offset = buffers.offset(buffer);
    buffers.hold(buffer, offset + from, offset + to);
    if (!queue.isEmpty()) {
      buffers.link(queue.getLast().buffer, buffer);
    }
    queue.add(new Kept(buffer, offset + from, offset + to));
  }

  private void consume(ArrayDeque<Kept> queue) {
    if (queue.isEmpty()) {
      return;
    }
    Kept first = queue.removeFirst();
    long position = first.from + random.nextLong(first.to - first.from + 1);
    if (position == first.to) {
      buffers.release(first.buffer);
      recycled.add(first.buffer);
    } else {
      buffers.position(first.buffer, position);
      queue.addFirst(new Kept(first.buffer, position, first.to));
    }
  }

  private void publish() {
    buffers.publish();
    free.addAll(recycled);
    recycled.clear();
  }

  private void check(ArrayDeque<Kept> queue) {
    int kept = queues.stream().mapToInt(ArrayDeque::size).sum();
    assertEquals(kept, buffers.heldCount());
    assertEquals(kept > BUFFERS - BUFFERS / 4, buffers.isScarce());
    assertEquals(recycled.size(), bufferRing.addedNotAdvanced());
    int buffer = queue.isEmpty() ? ReceiveBuffers.NONE : queue.getFirst().buffer;
    for (Kept one : queue) {
      assertEquals(one, new Kept(buffer, buffers.position(buffer), buffers.limit(buffer)));
      buffer = buffers.next(buffer);
    }
    assertEquals(ReceiveBuffers.NONE, buffer, "the queue goes on");
  }

  @Test
  void whateverIsKeptTheKernelLendsTheRestInTheOrderInWhichItCameBack() {
    int scarce = 0;
    for (int i = 0; i < STEPS; i++) {
      ArrayDeque<Kept> queue = queues.get(random.nextInt(QUEUES));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> receive(queue);
        case 4, 5, 6 -> consume(queue);
        default -> publish();
      }
      check(queue);
      scarce += buffers.isScarce() ? 1 : 0;
    }
    assertTrue(0 < scarce && scarce < STEPS, "scarce in " + scarce);
  }

  @Test
  void aBufferIsGivenBackOnce() {
    buffers.hold(0, 0, 1);
    assertThrows(AssertionError.class, () -> buffers.recycle(0), "it is kept");
    assertThrows(AssertionError.class, () -> buffers.hold(0, 0, 1), "it is kept");
    buffers.release(0);
    assertFalse(buffers.isScarce());
    assertThrows(AssertionError.class, () -> buffers.release(0), "it is the kernel's");
  }
}
