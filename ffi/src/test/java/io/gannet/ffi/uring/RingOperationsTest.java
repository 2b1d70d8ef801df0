package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Msghdr;
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

/** Operations that Linux has and no other kernel needs: what all have is {@link KernelContract}. */
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
}
