package io.gannet.ffi.uring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.SockaddrUnspec;
import io.gannet.ffi.simulated.Chance;
import io.gannet.ffi.simulated.Fault;
import io.gannet.ffi.simulated.Peer;
import io.gannet.ffi.simulated.SimulatedKernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Played sockets do what {@link ReceiveContract} and the others ask of real ones, and faults. */
class SimulatedSocketTest {
  private static final int WINDOW = 100;
  private static final int GROUP = 1;
  private static final int FIXED = IoUring.IOSQE_FIXED_FILE;
  private static final int ALL_OF_SLOT =
      IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_FD_FIXED;

  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final SimulatedKernel kernel = new SimulatedKernel(new Chance() {
    @Override
    public boolean happens(Fault fault) {
      return faults.remove(fault); // once
    }

    @Override
    public int below(int bound) {
      return bound / 2;
    }
  });
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(4096);
  private Ring ring;
  private SimulatedKernel.Connected connected;
  private Peer peer;

  @BeforeEach
  void open() {
    ring = Ring.open(new RingOptions(8, 64, true), kernel);
    ring.enable();
    assertEquals(0, ring.registerFilesSparse(2));
    connected = kernel.connect(WINDOW);
    peer = connected.peer();
    assertEquals(1, ring.registerFilesUpdate(0, connected.fd()));
    assertEquals(0, kernel.close(connected.fd()));
  }

  @AfterEach
  void close() {
    ring.close();
    arena.close();
    assertEquals(0, kernel.openSockets());
    assertEquals(0, kernel.openRings());
  }

  private void says(String text) {
    assertEquals(text.length(), peer.write(text.getBytes(US_ASCII), 0, text.length()));
  }

  private String reads() {
    return new String(peer.read(1000), US_ASCII);
  }

  private Completion await() {
    return Completion.await(ring);
  }

  private Sqe recv(int length, int flags) {
    return ring.getSqe().prepRecv(0, memory, 0, length, flags).flags(FIXED);
  }

  private Sqe send(String text) {
    memory.asSlice(1000).copyFrom(MemorySegment.ofArray(text.getBytes(US_ASCII)));
    return ring.getSqe()
        .prepSend(0, memory, 1000, text.length(), Socket.MSG_WAITALL).flags(FIXED);
  }

  private void multishot() {
    ring.getSqe().prepRecvMultishot(0, GROUP)
        .flags(FIXED | IoUring.IOSQE_BUFFER_SELECT).userData(7);
  }

  @Test
  void multishotReceivesUntilTheEndOfInput() {
    BufferRing buffers = BufferRing.register(ring, GROUP, 4, memory, 4);
    multishot();
    ring.submit();
    says("123456");
    List<Completion> both = Completion.await(ring, 2);
    assertEquals("1234", SocketPair.text(memory, buffers.offset(both.get(0).bufferId()), 4));
    assertEquals(2, both.get(1).res());
    assertTrue(both.get(1).more());
    peer.shutdown();
    assertEquals(new Completion(7, 0, 0), await());
  }

  @Test
  void wholeReceiveWaitsAndSaysHowFarItCame() {
    recv(6, Socket.MSG_WAITALL).userData(1);
    ring.submit();
    says("123");
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(3, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
  }

  @Test
  void gatheredReceiveFillsItsPieces() {
    MemorySegment iovecs = Iovec.allocateArray(arena, 2);
    Iovec.set(iovecs, 0, memory, 0, 3);
    Iovec.set(iovecs, 1, memory, 100, 2);
    MemorySegment header = arena.allocate(Msghdr.LAYOUT);
    Msghdr.set(header, iovecs, 2);
    ring.getSqe().prepRecvmsg(0, header, Socket.MSG_WAITALL).flags(FIXED);
    ring.submit();
    header.fill((byte) 0);
    says("12");
    says("345");
    assertEquals(5, await().res());
    assertEquals("123", SocketPair.text(memory, 0, 3));
    assertEquals("45", SocketPair.text(memory, 100, 2));
  }

  @Test
  void sendWaitsForTheWindow() {
    send("x".repeat(WINDOW + 50)).userData(1);
    ring.submitAndGetEvents();
    assertEquals(0, ring.cqReady());
    assertEquals(WINDOW, reads().length());
    assertEquals(WINDOW + 50, await().res());
    assertEquals(50, reads().length());
  }

  @Test
  void cancelledSendSaysHowFarItCame() {
    send("x".repeat(WINDOW + 50)).userData(1);
    ring.getSqe().prepCancelFd(0, ALL_OF_SLOT).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(WINDOW, Completion.of(both, 1).res());
    assertEquals(1, Completion.of(both, 2).res());
  }

  /** What is sent without a copy is what lies there when it is transmitted. */
  @Test
  void zeroCopyReadsLateAndNotifies() {
    memory.setString(0, "before");
    ring.getSqe().prepSendZc(0, memory, 0, 6, Socket.MSG_WAITALL).flags(FIXED).userData(3);
    ring.submitAndWait(1);
    assertEquals(6, ring.cqe(0).res());
    assertTrue(ring.cqe(0).more());
    assertFalse(ring.cqe(0).notif());
    ring.cqAdvance(1);
    assertEquals("", reads());
    memory.setString(0, "after!");
    assertTrue(await().notif());
    assertEquals("after!", reads());
  }

  @Test
  void resetEndsReceivesAndSends() {
    recv(8, 0);
    ring.submit();
    peer.reset();
    assertEquals(-Errno.ECONNRESET, await().res());
    recv(8, 0);
    assertEquals(0, await().res());
    send("x");
    assertEquals(-Errno.EPIPE, await().res());
  }

  @Test
  void whatIsSentToWhoHasClosedIsAnsweredWithAReset() {
    ring.getSqe().prepPollAdd(0, Poll.POLLERR | Poll.POLLHUP).flags(FIXED).userData(1);
    ring.submit();
    peer.close();
    ring.submitAndGetEvents();
    assertEquals(0, ring.cqReady()); // it may still want to read
    send("x").userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(1, Completion.of(both, 2).res());
    assertTrue((Completion.of(both, 1).res() & Poll.POLLHUP) != 0);
  }

  @Test
  void closeIsTheEndOrAResetIfSomethingIsUnread() {
    for (boolean unread : new boolean[] {false, true}) {
      SimulatedKernel.Connected other = kernel.connect(WINDOW);
      assertEquals(1, ring.registerFilesUpdate(1, other.fd()));
      kernel.close(other.fd());
      if (unread) {
        other.peer().write(new byte[1], 0, 1);
      }
      ring.getSqe().prepCloseDirect(1);
      assertEquals(0, await().res());
      assertEquals(unread, other.peer().isReset());
      assertEquals(!unread, other.peer().isEnded());
    }
  }

  @Test
  void connectToNobodyIsAReset() {
    ring.getSqe().prepConnect(0, new SockaddrUnspec()).flags(FIXED);
    assertEquals(0, await().res());
    assertTrue(peer.isReset());
  }

  @Test
  void whatIsBehindLostBytesIsLostWithThem() {
    ring.getSqe().prepSendZc(0, memory, 0, 6, 0).flags(FIXED);
    send("behind").userData(1);
    ring.submitAndWait(2);
    ring.getSqe().prepConnect(0, new SockaddrUnspec()).flags(FIXED);
    ring.submitAndGetEvents();
    assertTrue(peer.isReset());
    assertEquals("", reads());
  }

  @Test
  void whatIsUnderWayOutlivesItsRingAndItsMemory() {
    memory.setString(0, "before");
    ring.getSqe().prepSendZc(0, memory, 0, 6, 0).flags(FIXED);
    ring.submitAndWait(1);
    ring.close();
    memory.setString(0, "after!");
    kernel.settle();
    assertEquals("before", reads());
    assertTrue(peer.isEnded());
  }

  @Test
  void whatIsNotTakenStaysInTheQueue() {
    faults.add(Fault.PARTIAL_SUBMIT);
    for (int i = 0; i < 5; i++) {
      ring.getSqe().prepNop().userData(i);
    }
    assertEquals(3, ring.submitAndWait(5)); // and no wait for what can't come
    assertTrue(ring.hasPending());
    assertEquals(2, ring.submitAndWait(5));
    assertEquals(5, ring.cqReady());
  }

  @Test
  void refusedEnterTakesNothing() {
    Fault[] refusals = {Fault.ENTER_EAGAIN, Fault.ENTER_EBUSY, Fault.ENTER_ENOMEM};
    int[] errnos = {Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM};
    for (int i = 0; i < refusals.length; i++) {
      faults.add(refusals[i]);
      ring.getSqe().prepNop();
      assertEquals(-errnos[i], ring.submitAndWait(1));
      assertTrue(ring.hasPending());
      assertEquals(1, ring.submitAndWait(1));
      ring.cqAdvance(1);
    }
  }

  @Test
  void lostWakeUpIsMadeUpForByACancel() {
    faults.add(Fault.LOST_WAKE_UP);
    BufferRing.register(ring, GROUP, 4, memory, 4);
    multishot();
    ring.submit();
    says("1");
    says("2");
    ring.submitAndGetEvents();
    assertEquals(0, ring.cqReady());
    ring.getSqe().prepCancel64(7, 0).userData(8);
    assertEquals(-Errno.ECANCELED, Completion.of(Completion.await(ring, 2), 7).res());
    multishot();
    assertEquals(2, await().res());
  }

  @Test
  void shortSendAndShortReceiveAreSoWhateverTheFlags() {
    faults.add(Fault.SHORT_SEND);
    send("12345678");
    assertEquals(4, await().res());
    assertEquals("1234", reads());
    faults.add(Fault.SHORT_RECV);
    says("12345678");
    recv(8, 0);
    assertEquals(4, await().res());
  }
}
