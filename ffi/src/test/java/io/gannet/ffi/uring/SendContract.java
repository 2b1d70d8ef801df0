package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sends: whole or short, of one piece or of many, to readers who read and who do not. */
abstract class SendContract extends KernelContract {
  private static final int LARGE_BYTES = 8 << 20;
  private static final int FLAGS = Socket.MSG_WAITALL | Socket.MSG_NOSIGNAL;

  @Test
  void smallSendIsWhole() {
    SocketPair pair = socketPair();
    memory.setString(0, "hello");
    ring.getSqe().prepSend(pair.ours(), memory, 0, 5, FLAGS).userData(1);
    assertEquals(new Completion(1, 5, 0), Completion.await(ring));
    assertEquals("hello", pair.read(16));
  }

  @Test
  void sendmsgGathersItsVectors() {
    SocketPair pair = socketPair();
    memory.setString(0, "abcdef");
    MemorySegment iovecs = Iovec.allocateArray(arena, 2);
    Iovec.set(iovecs, 0, memory, 3, 3);
    Iovec.set(iovecs, 1, memory, 0, 3);
    MemorySegment header = arena.allocate(Msghdr.LAYOUT);
    Msghdr.set(header, iovecs, 2);
    ring.getSqe().prepSendmsg(pair.ours(), header, Socket.MSG_NOSIGNAL);
    assertEquals(6, Completion.await(ring).res());
    assertEquals("defabc", pair.read(16));
    Iovec.advance(iovecs, 0, 2); // as after a short send of 2
    assertEquals(1, Iovec.length(iovecs, 0));
    ring.getSqe().prepSendmsg(pair.ours(), header, Socket.MSG_NOSIGNAL);
    assertEquals(4, Completion.await(ring).res());
    assertEquals("fabc", pair.read(16));
  }

  @Test
  void largeSendCompletesOnceAndWholeHoweverSlowlyItIsRead() {
    for (boolean unix : new boolean[] {true, false}) {
      MemorySegment large = pattern();
      SocketPair ends = unix ? socketPair() : tcpPair();
      ring.getSqe().prepSend(ends.ours(), large, 0, LARGE_BYTES, FLAGS).userData(1);
      assertArrives(ends, large);
      assertEquals(new Completion(1, LARGE_BYTES, 0), Completion.await(ring));
    }
  }

  @Test
  void largeGatheredSendIsWholeThoughHeaderAndVectorsAreOverwritten() {
    for (int pieces : new int[] {3, 64, 1000}) {
      MemorySegment large = pattern();
      SocketPair ends = tcpPair();
      MemorySegment iovecs = Iovec.allocateArray(arena, pieces);
      long each = LARGE_BYTES / pieces;
      for (int i = 0; i < pieces; i++) {
        long length = i == pieces - 1 ? LARGE_BYTES - i * each : each;
        Iovec.set(iovecs, i, large, i * each, length);
      }
      MemorySegment header = arena.allocate(Msghdr.LAYOUT);
      Msghdr.set(header, iovecs, pieces);
      ring.getSqe().prepSendmsg(ends.ours(), header, FLAGS).userData(1);
      ring.submit();
      iovecs.fill((byte) 0);
      header.fill((byte) 0);
      assertArrives(ends, large);
      assertEquals(new Completion(1, LARGE_BYTES, 0), Completion.await(ring));
    }
  }

  @Test
  void sendThatNeedNotBeWholeIsShort() {
    MemorySegment large = pattern();
    ring.getSqe().prepSend(tcpPair().ours(), large, 0, LARGE_BYTES, Socket.MSG_NOSIGNAL);
    int result = Completion.await(ring).res();
    assertTrue(result > 0 && result < LARGE_BYTES, "sent " + result);
  }

  @Test
  void sendThatMayNotWaitSaysEagainWhenTheSocketIsFull() {
    SocketPair pair = socketPair();
    assertTrue(fill(pair.ours()) > 0);
    ring.getSqe().prepSend(pair.ours(), memory, 0, 1000, Socket.MSG_DONTWAIT);
    assertEquals(-Errno.EAGAIN, Completion.await(ring).res());
  }

  @Test
  void sendWaitsForRoomAndIsThenMade() {
    SocketPair pair = socketPair();
    long filled = fill(pair.ours());
    ring.getSqe().prepSend(pair.ours(), memory, 0, 1000, FLAGS).userData(1);
    ring.submit();
    assertNothing();
    drain(pair, filled);
    assertEquals(new Completion(1, 1000, 0), Completion.await(ring));
  }

  @Test
  void cancelledSendSaysHowFarItCame() {
    SocketPair pair = socketPair();
    MemorySegment large = pattern();
    ring.getSqe().prepSend(pair.ours(), large, 0, LARGE_BYTES, FLAGS).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    int sent = Completion.of(both, 1).res();
    assertTrue(sent > 0 && sent < LARGE_BYTES, "sent " + sent);
    assertEquals(sent, drain(pair, sent));
  }

  @Test
  void cancelledSendThatGotNowhereIsCancelled() {
    SocketPair pair = socketPair();
    fill(pair.ours());
    ring.getSqe().prepSend(pair.ours(), memory, 0, 1000, FLAGS).userData(1);
    ring.submit();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(new Completion(1, -Errno.ECANCELED, 0), Completion.of(both, 1));
  }

  @Test
  void sendToNobodyIsEpipe() {
    SocketPair pair = socketPair();
    pair.hangUpTheirs();
    ring.getSqe().prepSend(pair.ours(), memory, 0, 10, FLAGS);
    assertEquals(-Errno.EPIPE, Completion.await(ring).res());
  }

  @Test
  void waitingSendLearnsOfAResetAndSaysHowFarItCame() {
    TcpPair pair = tcpPair();
    ring.getSqe().prepSend(pair.ours(), pattern(), 0, LARGE_BYTES, FLAGS);
    ring.submit();
    settle();
    pair.resetByTheirs();
    int result = Completion.await(ring).res();
    assertTrue(result > 0 && result < LARGE_BYTES, "sent " + result);
    ring.getSqe().prepSend(pair.ours(), memory, 0, 1, FLAGS);
    assertTrue(Completion.await(ring).res() < 0);
  }

  @Test
  void receiveAndSendOfOneSocketWaitSideBySide() {
    SocketPair ends = tcpPair();
    MemorySegment large = pattern();
    ring.getSqe().prepSend(ends.ours(), large, 0, LARGE_BYTES, FLAGS).userData(1);
    ring.getSqe().prepRecv(ends.ours(), memory, 0, 100, 0).userData(2);
    ring.submit();
    ends.write("meanwhile");
    Completion in = Completion.await(ring);
    assertEquals(2, in.userData());
    assertEquals("meanwhile", text(0, in.res()));
    assertArrives(ends, large);
    assertEquals(new Completion(1, LARGE_BYTES, 0), Completion.await(ring));
  }

  private MemorySegment pattern() {
    MemorySegment large = arena.allocate(LARGE_BYTES);
    for (int i = 0; i < LARGE_BYTES; i++) {
      large.set(JAVA_BYTE, i, (byte) (i * 31 + (i >> 11)));
    }
    return large;
  }

  /** Reads in pieces of many sizes, and enters between them, until all has come as it was sent. */
  private void assertArrives(SocketPair ends, MemorySegment sent) {
    MemorySegment in = arena.allocate(1 << 20);
    for (long at = 0, turn = 0; at < sent.byteSize(); turn++) {
      ring.submitAndGetEvents();
      long length = Math.min(sent.byteSize() - at, 1 + turn * 7919 % in.byteSize());
      long bytes = ends.readInto(in, length);
      assertTrue(bytes > 0, "read " + bytes);
      assertEquals(-1, MemorySegment.mismatch(sent, at, at + bytes, in, 0, bytes));
      at += bytes;
    }
  }

  private long drain(SocketPair pair, long bytes) {
    MemorySegment in = arena.allocate(1 << 16);
    long drained = 0;
    while (drained < bytes) {
      drained += pair.readInto(in, Math.min(in.byteSize(), bytes - drained));
    }
    return drained;
  }
}
