package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receives: again and again into provided buffers, once, and of so many bytes. */
abstract class ReceiveContract extends KernelContract {
  private static final int NONEMPTY = IoUring.IORING_CQE_F_SOCK_NONEMPTY;

  @Test
  void multishotFillsProvidedBuffersUntilThePeerCloses() {
    SocketPair pair = socketPair();
    BufferRing buffers = buffers(4, 16);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(7);
    ring.submit();
    for (int turn = 0; turn < 20; turn++) { // five times round a ring of four
      String text = "turn " + turn;
      pair.write(text);
      Completion in = Completion.await(ring);
      assertEquals(7, in.userData());
      assertTrue(in.more());
      assertEquals(turn % 4, in.bufferId());
      long offset = buffers.offset(in.bufferId());
      assertEquals(text, text(offset, in.res()));
      ring.getSqe().prepSend(pair.ours(), memory, offset, in.res(), Socket.MSG_NOSIGNAL);
      assertEquals(text.length(), Completion.await(ring).res());
      assertEquals(text, pair.read(16));
      buffers.add(in.bufferId());
      assertEquals(1, buffers.addedNotAdvanced());
      buffers.advance();
    }
    pair.shutdownTheirs();
    assertEquals(new Completion(7, 0, 0), Completion.await(ring));
  }

  @Test
  void emptyGroupEndsMultishotWithEnobufs() {
    SocketPair pair = socketPair();
    buffers(1, 4);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    ring.submit();
    pair.write("12345678");
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(4, both.get(0).res());
    assertTrue(both.get(0).more());
    assertEquals(NONEMPTY, both.get(0).flags() & NONEMPTY);
    assertEquals(new Completion(0, -Errno.ENOBUFS, 0), both.get(1));
  }

  @Test
  void emptyGroupIsToldAtOnceThoughNothingHasCome() {
    SocketPair pair = socketPair();
    buffers(1, 4);
    pair.write("1234");
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(1);
    assertEquals(4, Completion.await(ring).res());
    assertNothing(); // there is no buffer, but there is nothing to put into one either
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(2);
    assertEquals(new Completion(2, -Errno.ENOBUFS, 0), Completion.await(ring));
    pair.write("x");
    assertEquals(new Completion(1, -Errno.ENOBUFS, 0), Completion.await(ring));
  }

  @Test
  void groupThatIsNotThereHasNoBuffers() {
    ring.getSqe().prepRecvMultishot(socketPair().ours(), GROUP + 1);
    assertEquals(-Errno.ENOBUFS, Completion.await(ring).res());
  }

  @Test
  void bufferGroupCanBeTakenBackAndRegisteredAgain() {
    buffers(4, 16).close();
    buffers(4, 16);
    assertThrows(RuntimeException.class, () -> buffers(4, 16));
  }

  @Test
  void whatFillsItsBufferExactlyLeavesTheSocketEmpty() {
    SocketPair pair = socketPair();
    buffers(2, 4);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    ring.submit();
    pair.write("1234");
    Completion in = Completion.await(ring);
    assertEquals(4, in.res());
    assertTrue(in.more());
    assertEquals(0, in.flags() & NONEMPTY);
    pair.write("567");
    assertEquals(3, Completion.await(ring).res());
  }

  @Test
  void aLongStreamArrivesInOrderThroughFewSmallBuffers() {
    SocketPair pair = socketPair();
    BufferRing buffers = buffers(4, 100);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    StringBuilder sent = new StringBuilder();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String piece = "piece " + i + ", ".repeat(i % 70);
      sent.append(piece);
      pair.write(piece);
      ring.submitAndGetEvents();
      reap(pair, buffers, seen);
    }
    enterUntil(() -> {
      reap(pair, buffers, seen);
      return seen.length() == sent.length();
    });
    assertEquals(sent.toString(), seen.toString());
  }

  private void reap(SocketPair pair, BufferRing buffers, StringBuilder seen) {
    int ready = ring.cqReady();
    for (int i = 0; i < ready; i++) {
      Cqe cqe = ring.cqe(i);
      if (cqe.hasBuffer()) {
        seen.append(text(buffers.offset(cqe.bufferId()), cqe.res()));
        buffers.add(cqe.bufferId());
      } else {
        assertEquals(-Errno.ENOBUFS, cqe.res());
      }
      if (!cqe.more()) {
        ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
      }
    }
    buffers.advance();
    ring.cqAdvance(ready);
  }

  @Test
  void whatCameWithTheEndIsDeliveredBeforeIt() {
    for (boolean armedFirst : new boolean[] {true, false}) {
      TcpPair pair = tcpPair();
      try (BufferRing buffers = buffers(8, 16)) {
        if (armedFirst) {
          ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
          ring.submit();
        }
        pair.write("the last words");
        pair.shutdownTheirs();
        if (!armedFirst) {
          ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
        }
        List<Completion> both = Completion.await(ring, 2);
        assertEquals("the last words", text(buffers.offset(0), both.get(0).res()));
        assertTrue(both.get(0).more());
        assertEquals(new Completion(0, 0, 0), maskNonEmpty(both.get(1)));
      }
    }
  }

  @Test
  void waitForSeveralEndsWithTheLastOfThem() throws InterruptedException {
    SocketPair pair = socketPair();
    for (int i = 0; i < 2; i++) {
      ring.getSqe().prepRecv(pair.ours(), memory, i, 1, 0).userData(i);
    }
    ring.submit();
    Thread writer = new Thread(() -> {
      pair.write("a");
      pair.write("b");
    });
    writer.start();
    assertEquals(0, ring.submitAndWait(2));
    assertEquals(2, ring.cqReady());
    writer.join();
  }

  @Test
  void resetEndsEveryReceive() {
    for (boolean multishot : new boolean[] {true, false}) {
      TcpPair pair = tcpPair();
      try (BufferRing buffers = buffers(4, 16)) {
        if (multishot) {
          ring.getSqe().prepRecvMultishot(pair.ours(), buffers.group());
        } else {
          ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0);
        }
        ring.submit();
        pair.resetByTheirs();
        assertEquals(new Completion(0, -Errno.ECONNRESET, 0), Completion.await(ring));
      }
    }
  }

  @Test
  void cancelledMultishotSaysItsLastAndLeavesTheRestInTheSocket() {
    SocketPair pair = socketPair();
    buffers(4, 16);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(1);
    ring.submit();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(new Completion(1, -Errno.ECANCELED, 0), Completion.of(both, 1));
    assertEquals(0, Completion.of(both, 2).res());
    pair.write("later");
    assertNothing();
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(3);
    Completion in = Completion.await(ring);
    assertEquals(3, in.userData());
    assertEquals(5, in.res());
  }

  @Test
  void multishotThatFindsNoRoomInTheQueueEndsAndLosesNothing() {
    Ring narrow = open(new RingOptions(8, 8, true));
    SocketPair pair = socketPair();
    MemorySegment own = memory.asSlice(0, 64 * 4);
    BufferRing buffers = BufferRing.register(narrow, GROUP, 64, own, 4);
    narrow.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    narrow.submit();
    pair.write("0123456789abcdefghijklmnopqrstuvwxyz0123456789");
    StringBuilder seen = new StringBuilder();
    boolean ended = false;
    for (int turn = 0; turn < 1000 && seen.length() < 46; turn++) {
      narrow.submitAndWaitTimeout(1, 1_000_000);
      int ready = narrow.cqReady();
      for (int i = 0; i < ready; i++) {
        Cqe cqe = narrow.cqe(i);
        seen.append(text(buffers.offset(cqe.bufferId()), cqe.res()));
        ended |= !cqe.more();
        if (!cqe.more()) {
          narrow.getSqe().prepRecvMultishot(pair.ours(), GROUP);
        }
      }
      narrow.cqAdvance(ready);
    }
    assertEquals("0123456789abcdefghijklmnopqrstuvwxyz0123456789", seen.toString());
    assertTrue(ended);
  }

  @Test
  void singleReceiveTakesWhatIsThere() {
    SocketPair pair = socketPair();
    pair.write("hello");
    ring.getSqe().prepRecv(pair.ours(), memory, 100, 50, 0);
    assertEquals(new Completion(0, 5, 0), maskNonEmpty(Completion.await(ring)));
    assertEquals("hello", text(100, 5));
    ring.getSqe().prepRecv(pair.ours(), memory, 200, 50, 0);
    ring.submit();
    assertNothing();
    pair.write("waited for");
    assertEquals(10, Completion.await(ring).res());
    assertEquals("waited for", text(200, 10));
    pair.hangUpTheirs();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0);
    assertEquals(new Completion(0, 0, 0), Completion.await(ring));
  }

  /** A hint: TCP also says it of an end that has come. */
  private static Completion maskNonEmpty(Completion one) {
    return new Completion(one.userData(), one.res(), one.flags() & ~NONEMPTY);
  }

  @Test
  void singleReceiveIntoAProvidedBufferTakesOne() {
    SocketPair pair = socketPair();
    BufferRing buffers = buffers(2, 16);
    ring.getSqe().prepRecvSelect(pair.ours(), GROUP);
    ring.submit();
    pair.write("one");
    Completion in = Completion.await(ring);
    assertEquals("one", text(buffers.offset(in.bufferId()), in.res()));
    assertFalse(in.more());
    pair.write("two");
    assertNothing();
    ring.getSqe().prepRecvSelect(pair.ours(), GROUP);
    assertEquals(1, Completion.await(ring).bufferId());
    ring.getSqe().prepRecvSelect(pair.ours(), GROUP);
    assertEquals(-Errno.ENOBUFS, Completion.await(ring).res());
  }

  @Test
  void wholeReceiveWaitsForAllOfItsBytes() {
    SocketPair pair = socketPair();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 10, Socket.MSG_WAITALL);
    ring.submit();
    for (String piece : new String[] {"0", "123", "45678"}) {
      pair.write(piece);
      assertNothing();
    }
    pair.write("9+");
    assertEquals(10, Completion.await(ring).res());
    assertEquals("0123456789", text(0, 10));
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 10, 0);
    assertEquals(1, Completion.await(ring).res());
  }

  @Test
  void wholeReceiveThatEndsEarlySaysHowFarItCame() {
    SocketPair pair = socketPair();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 10, Socket.MSG_WAITALL).userData(1);
    ring.submit();
    pair.write("0123");
    settle();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(4, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
    ring.getSqe().prepRecv(pair.ours(), memory, 4, 6, Socket.MSG_WAITALL).userData(3);
    ring.submit();
    pair.write("45");
    settle();
    pair.hangUpTheirs();
    assertEquals(2, Completion.await(ring).res());
    assertEquals("012345", text(0, 6));
  }

  @Test
  void gatheredReceiveIsWholeThoughItsHeaderIsOverwritten() {
    SocketPair pair = socketPair();
    for (int cut : new int[] {1, 3, 4, 5, 9}) {
      MemorySegment header = header(0, 4, 100, 6);
      ring.getSqe().prepRecvmsg(pair.ours(), header, Socket.MSG_WAITALL);
      ring.submit();
      header.fill((byte) 0);
      pair.write("0123456789".substring(0, cut));
      assertNothing();
      pair.write("0123456789+".substring(cut));
      assertEquals(10, Completion.await(ring).res());
      assertEquals("0123", text(0, 4));
      assertEquals("456789", text(100, 6));
      assertEquals("+", read(pair.ours()));
    }
  }

  @Test
  void gatheredReceiveTakesWhatIsThereOrSaysHowFarItCame() {
    SocketPair pair = socketPair();
    pair.write("01234");
    ring.getSqe().prepRecvmsg(pair.ours(), header(0, 4, 100, 6), 0);
    assertEquals(5, Completion.await(ring).res());
    assertEquals("4", text(100, 1));
    ring.getSqe().prepRecvmsg(pair.ours(), header(0, 4, 100, 6), Socket.MSG_WAITALL).userData(1);
    ring.submit();
    pair.write("56789");
    settle();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    assertEquals(5, Completion.of(Completion.await(ring, 2), 1).res());
    pair.hangUpTheirs();
    ring.getSqe().prepRecvmsg(pair.ours(), header(0, 4, 100, 6), Socket.MSG_WAITALL);
    assertEquals(0, Completion.await(ring).res());
  }

  private String read(int fd) {
    ring.getSqe().prepRecv(fd, memory, 200, 16, 0);
    return text(200, Completion.await(ring).res());
  }

  @Test
  void receiveThatMayNotWaitSaysEagain() {
    ring.getSqe().prepRecv(socketPair().ours(), memory, 0, 8, Socket.MSG_DONTWAIT);
    assertEquals(-Errno.EAGAIN, Completion.await(ring).res());
  }

  @Test
  void whatIsNoSocketOrNotOpenIsNotReceivedFrom() {
    ring.getSqe().prepRecv(-1, memory, 0, 8, 0);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
    ring.getSqe().prepRecv(0, memory, 0, 8, 0).flags(IoUring.IOSQE_FIXED_FILE);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
    buffers(2, 16);
    ring.getSqe().prepRecvMultishot(ring.fd(), GROUP);
    assertTrue(Completion.await(ring).res() < 0);
  }

  @Test
  void memoryOutOfBoundsOrOnTheHeapIsRefused() {
    Sqe sqe = ring.getSqe();
    int near = MEMORY_BYTES - 6;
    assertThrows(IndexOutOfBoundsException.class, () -> sqe.prepSend(1, memory, near, 7, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> sqe.prepRecv(1, memory, -1, 7, 0));
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);
    assertThrows(IllegalArgumentException.class, () -> sqe.prepSend(1, heap, 0, 8, 0));
    sqe.prepNop();
  }
}
