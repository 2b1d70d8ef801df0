package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.SockaddrUnspec;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingOperationsTest {
  private static final RingOptions SMALL = new RingOptions(8, 64, true);
  private static final int GROUP = 3;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memory = arena.allocate(4096, 64);
  private final Ring ring = Ring.open(SMALL);
  private final SocketPair pair = SocketPair.open();

  @BeforeEach
  void enable() {
    ring.enable();
  }

  @AfterEach
  void close() {
    ring.close();
    pair.close();
    arena.close();
  }

  @Test
  void multishotRecvFillsProvidedBuffersUntilThePeerCloses() {
    BufferRing buffers = BufferRing.register(ring, GROUP, 4, memory, 16);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP).userData(7);
    ring.submit();
    for (int turn = 0; turn < 20; turn++) { // five times round a ring of four
      String text = "turn " + turn;
      pair.write(text);
      Completion in = Completion.await(ring);
      assertEquals(7, in.userData());
      assertTrue(in.more());
      long offset = buffers.offset(in.bufferId());
      assertEquals(text, SocketPair.text(buffers.memory(), offset, in.res()));
      ring.getSqe().prepSend(pair.ours(), memory, offset, in.res(), Socket.MSG_NOSIGNAL);
      assertEquals(text.length(), Completion.await(ring).res());
      assertEquals(text, pair.read(16));
      buffers.add(in.bufferId());
      assertEquals(1, buffers.addedNotAdvanced());
      buffers.advance();
    }
    Socket.shutdown(pair.theirs(), Socket.SHUT_WR);
    Completion end = Completion.await(ring);
    assertEquals(0, end.res());
    assertFalse(end.more());
  }

  @Test
  void emptyGroupEndsMultishotWithEnobufs() {
    BufferRing.register(ring, GROUP, 1, memory, 4);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    ring.submit();
    pair.write("12345678");
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(4, both.get(0).res());
    assertTrue(both.get(0).more());
    assertEquals(-Errno.ENOBUFS, both.get(1).res());
    assertFalse(both.get(1).more());
  }

  @Test
  void bufferGroupCanBeTakenBackAndRegisteredAgain() {
    BufferRing.register(ring, GROUP, 4, memory, 16).close();
    BufferRing.register(ring, GROUP, 4, memory, 16);
    assertThrows(RuntimeException.class, () -> BufferRing.register(ring, GROUP, 4, memory, 16));
  }

  @Test
  void recvAndSendWorkOnPlainMemory() {
    pair.write("hello");
    ring.getSqe().prepRecv(pair.ours(), memory, 100, 5, Socket.MSG_WAITALL);
    assertEquals(5, Completion.await(ring).res());
    assertEquals("hello", SocketPair.text(memory, 100, 5));
  }

  @Test
  void memoryOutOfBoundsOrOnTheHeapIsRefused() {
    Sqe sqe = ring.getSqe();
    assertThrows(IndexOutOfBoundsException.class, () -> sqe.prepSend(1, memory, 4090, 7, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> sqe.prepRecv(1, memory, -1, 7, 0));
    MemorySegment heap = MemorySegment.ofArray(new byte[8]);
    assertThrows(IllegalArgumentException.class, () -> sqe.prepSend(1, heap, 0, 8, 0));
    sqe.prepNop();
  }

  @Test
  void sendmsgGathersItsVectors() {
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
  void zeroCopySendCompletesTwice() {
    try (TcpPair tcp = TcpPair.open()) {
      ring.getSqe().prepSendZc(tcp.ours(), memory, 0, 4096, Socket.MSG_NOSIGNAL).userData(1);
      List<Completion> both = Completion.await(ring, 2);
      assertEquals(4096, both.get(0).res());
      assertTrue(both.get(0).more());
      assertFalse(both.get(0).notif());
      assertTrue(both.get(1).notif());
      assertFalse(both.get(1).more());
      assertEquals(1, both.get(1).userData());
    }
  }

  /** The kernel says so when it sends, not when it is asked: a server has to know it before. */
  @Test
  void zeroCopyIsRefusedOverUnixSockets() {
    ring.getSqe().prepSendZc(pair.ours(), memory, 0, 4096, Socket.MSG_NOSIGNAL);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.EOPNOTSUPP, both.get(0).res());
    assertTrue(both.get(1).notif());
  }

  /** A TCP connection would be dissolved, and its peer reset. */
  @Test
  void noUnixSocketIsConnectedToNobody() {
    ring.getSqe().prepConnect(pair.ours(), new SockaddrUnspec());
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
  }

  @Test
  void zeroCopySendmsgCompletesTwice() {
    try (TcpPair tcp = TcpPair.open()) {
      MemorySegment iovecs = Iovec.allocateArray(arena, 1);
      Iovec.set(iovecs, 0, memory, 0, 4096);
      MemorySegment header = arena.allocate(Msghdr.LAYOUT);
      Msghdr.set(header, iovecs, 1);
      ring.getSqe().prepSendmsgZc(tcp.ours(), header, Socket.MSG_NOSIGNAL);
      List<Completion> both = Completion.await(ring, 2);
      assertEquals(4096, both.get(0).res());
      assertTrue(both.get(1).notif());
    }
  }

  @Test
  void registeredBufferIsSentWithoutACopyAndReadInto() {
    try (TcpPair tcp = TcpPair.open(); Region region = Region.map(1 << 16, Policy.OFF)) {
      assertEquals(0, ring.registerBuffers(region.memory()));
      ring.getSqe()
          .prepSendZcFixed(tcp.ours(), region.memory(), 8192, 100, Socket.MSG_NOSIGNAL, 0);
      List<Completion> both = Completion.await(ring, 2);
      assertEquals(100, both.get(0).res());
      assertTrue(both.get(1).notif());
      pair.write("fixed");
      ring.getSqe().prepReadFixed(pair.ours(), region.memory(), 5000, 5, -1, 0);
      assertEquals(5, Completion.await(ring).res());
      assertEquals("fixed", SocketPair.text(region.memory(), 5000, 5));
      ring.getSqe().prepWriteFixed(pair.ours(), region.memory(), 5000, 5, -1, 0);
      assertEquals(5, Completion.await(ring).res());
      assertEquals("fixed", pair.read(16));
      assertEquals(0, ring.unregisterBuffers());
    }
  }

  @Test
  void regionsAreCutIntoBuffersOfOneGibibyte() {
    long gib = 1L << 30;
    try (Region large = Region.map(2 * gib + 8192, Policy.OFF);
        Region small = Region.map(4096, Policy.OFF)) {
      MemorySegment iovecs = RingRegister.vectors(arena, large.memory(), small.memory());
      assertEquals(4 * Iovec.LAYOUT.byteSize(), iovecs.byteSize());
      assertEquals(gib, Iovec.length(iovecs, 0));
      assertEquals(gib, Iovec.length(iovecs, 1));
      assertEquals(8192, Iovec.length(iovecs, 2));
      assertEquals(4096, Iovec.length(iovecs, 3));
      long second = Iovec.LAYOUT.byteSize();
      assertEquals(large.memory().address() + gib, iovecs.get(JAVA_LONG, second));
    }
  }

  @Test
  void messageReachesTheOtherRing() {
    try (Ring other = Ring.open(SMALL)) {
      other.enable();
      ring.getSqe().prepMsgRing(other.fd(), 123, 456, 0).userData(1);
      assertEquals(0, Completion.await(ring).res());
      assertEquals(new Completion(456, 123, 0), Completion.await(other));
    }
  }

  @Test
  void messageReachesARingFromAThreadWithoutOne() {
    int result = Ring.registerSyncMsg(LinuxKernel.LINUX, ring.fd(), 5, 6);
    if (result == -Errno.EINVAL) {
      return; // before 6.13
    }
    assertEquals(0, result);
    assertEquals(new Completion(6, 5, 0), Completion.await(ring));
  }

  @Test
  void timeoutExpiresOrIsRemoved() {
    MemorySegment soon = arena.allocate(KernelTimespec.LAYOUT);
    KernelTimespec.set(soon, 1_000_000);
    ring.getSqe().prepTimeout(soon, 0, 0).userData(1);
    assertEquals(-Errno.ETIME, Completion.await(ring).res());
    MemorySegment late = arena.allocate(KernelTimespec.LAYOUT);
    KernelTimespec.set(late, 3_600_000_000_000L);
    ring.getSqe().prepTimeout(late, 0, 0).userData(2);
    ring.getSqe().prepTimeoutRemove(2, 0).userData(3);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 2).res());
    assertEquals(0, Completion.of(both, 3).res());
  }

  @Test
  void linkTimeoutLimitsTheRequestBefore() {
    MemorySegment soon = arena.allocate(KernelTimespec.LAYOUT);
    KernelTimespec.set(soon, 1_000_000);
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(1)
        .flags(IoUring.IOSQE_IO_LINK);
    ring.getSqe().prepLinkTimeout(soon, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(-Errno.ETIME, Completion.of(both, 2).res());
  }

  @Test
  void requestsAreCancelledByUserDataAndByDescriptor() {
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(1);
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(3);
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN).userData(4);
    ring.getSqe().prepCancelFd(pair.ours(), IoUring.IORING_ASYNC_CANCEL_ALL).userData(5);
    List<Completion> three = Completion.await(ring, 3);
    assertEquals(-Errno.ECANCELED, Completion.of(three, 3).res());
    assertEquals(-Errno.ECANCELED, Completion.of(three, 4).res());
    assertEquals(2, Completion.of(three, 5).res());
    ring.getSqe().prepCancel64(99, 0);
    assertEquals(-Errno.ENOENT, Completion.await(ring).res());
  }

  @Test
  void pollTellsWhatIsReady() {
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN | Poll.POLLOUT);
    assertEquals(Poll.POLLOUT, Completion.await(ring).res());
    ring.getSqe().prepPollMultishot(pair.ours(), Poll.POLLIN).userData(9);
    ring.submit();
    pair.write("x");
    Completion ready = Completion.await(ring);
    assertEquals(Poll.POLLIN, ready.res() & Poll.POLLIN);
    assertTrue(ready.more());
    ring.getSqe().prepPollRemove(9).userData(10);
    assertEquals(2, Completion.await(ring, 2).size());
  }

  @Test
  void directDescriptorIsInstalledUsedCancelledAndClosed() {
    int slot = 2;
    assertEquals(0, ring.registerFilesSparse(4));
    assertEquals(1, ring.registerFilesUpdate(slot, pair.ours()));
    memory.setString(0, "direct");
    ring.getSqe().prepSend(slot, memory, 0, 6, Socket.MSG_NOSIGNAL)
        .flags(IoUring.IOSQE_FIXED_FILE);
    assertEquals(6, Completion.await(ring).res());
    assertEquals("direct", pair.read(16));
    ring.getSqe().prepRecv(slot, memory, 0, 8, 0).flags(IoUring.IOSQE_FIXED_FILE).userData(1);
    ring.getSqe().prepCancelFd(slot, IoUring.IORING_ASYNC_CANCEL_FD_FIXED).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
    ring.getSqe().prepCloseDirect(slot);
    assertEquals(0, Completion.await(ring).res());
    ring.getSqe().prepRecv(slot, memory, 0, 8, 0).flags(IoUring.IOSQE_FIXED_FILE);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void filesUpdateInstallsADescriptorFromTheRing() {
    assertEquals(0, ring.registerFilesSparse(4));
    memory.set(JAVA_INT, 64, pair.ours());
    ring.getSqe().prepFilesUpdate(memory, 64, 1, 3);
    assertEquals(1, Completion.await(ring).res());
    pair.write("ok");
    ring.getSqe().prepRecv(3, memory, 0, 8, 0).flags(IoUring.IOSQE_FIXED_FILE);
    assertEquals(2, Completion.await(ring).res());
  }

  @Test
  void multishotAcceptTakesEveryConnection() {
    int listener = TcpPair.listen();
    SockaddrIn address = new SockaddrIn();
    Socket.getsockname(listener, address);
    ring.getSqe().prepMultishotAccept(listener, Socket.SOCK_CLOEXEC);
    ring.submit();
    for (int i = 0; i < 3; i++) {
      int client = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
      assertEquals(0, Socket.connect(client, address));
      Completion accepted = Completion.await(ring);
      assertTrue(accepted.res() > 0);
      assertTrue(accepted.more());
      ring.getSqe().prepClose(accepted.res());
      assertEquals(0, Completion.await(ring).res());
      Unistd.close(client);
    }
    Unistd.close(listener);
  }

  @Test
  void multishotAcceptDirectGivesSlots() {
    assertEquals(0, ring.registerFilesSparse(2));
    int listener = TcpPair.listen();
    SockaddrIn address = new SockaddrIn();
    Socket.getsockname(listener, address);
    ring.getSqe().prepMultishotAcceptDirect(listener, 0);
    ring.submit();
    int client = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    assertEquals(0, Socket.connect(client, address));
    assertEquals(0, Completion.await(ring).res());
    Unistd.close(client);
    Unistd.close(listener);
  }

  @Test
  void eventfdWakesARead() {
    int eventfd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    ring.getSqe().prepRead(eventfd, memory, 0, 8, -1);
    ring.submit();
    MemorySegment one = arena.allocateFrom(JAVA_LONG, 5);
    assertEquals(8, Unistd.write(eventfd, one, 0, 8));
    assertEquals(8, Completion.await(ring).res());
    assertEquals(5, memory.get(JAVA_LONG, 0));
    Unistd.close(eventfd);
  }

  @Test
  void socketIsMadeConnectedWrittenAndShutDownByTheRing() {
    int listener = TcpPair.listen();
    SockaddrIn address = new SockaddrIn();
    Socket.getsockname(listener, address);
    ring.getSqe().prepSocket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    int client = Completion.await(ring).res();
    assertTrue(client > 0);
    ring.getSqe().prepConnect(client, address);
    assertEquals(0, Completion.await(ring).res());
    ring.getSqe().prepWrite(client, memory, 0, 10, -1);
    assertEquals(10, Completion.await(ring).res());
    ring.getSqe().prepShutdown(client, Socket.SHUT_RDWR);
    assertEquals(0, Completion.await(ring).res());
    Unistd.close(client);
    Unistd.close(listener);
  }

  @Test
  void skippedSuccessMakesNoCompletion() {
    ring.getSqe().prepNop().userData(1).flags(IoUring.IOSQE_CQE_SKIP_SUCCESS);
    ring.getSqe().prepNop().userData(2);
    assertEquals(2, Completion.await(ring).userData());
  }
}
