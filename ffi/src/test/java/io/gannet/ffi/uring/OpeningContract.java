package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.SockaddrUnspec;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connections are opened, watched and closed: accept, connect, poll, eventfd, shutdown. */
abstract class OpeningContract extends KernelContract {
  private static final int FIXED = IoUring.IOSQE_FIXED_FILE;
  private static final int FILE_BYTES = 8 << 20;
  private static final int POSIX_FADV_DONTNEED = 4;
  private static final int GONE = Poll.POLLERR | Poll.POLLHUP;

  private SockaddrIn addressOf(int listener) {
    SockaddrIn address = new SockaddrIn();
    Socket.getsockname(listener, address);
    return address;
  }

  private int listen() {
    int listener = TcpPair.listen();
    closing(() -> Unistd.close(listener));
    return listener;
  }

  private int client(SockaddrIn address) {
    int client = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    closing(() -> Unistd.close(client));
    assertEquals(0, Socket.connect(client, address));
    return client;
  }

  @Test
  void multishotAcceptTakesEveryConnection() {
    int listener = listen();
    SockaddrIn address = addressOf(listener);
    client(address); // two that wait already
    client(address);
    ring.getSqe().prepMultishotAccept(listener, Socket.SOCK_CLOEXEC).userData(1);
    List<Completion> accepted = new ArrayList<>(Completion.await(ring, 2));
    for (int i = 0; i < 3; i++) {
      client(address);
      accepted.add(Completion.await(ring));
    }
    for (Completion one : accepted) {
      assertTrue(one.res() > 0);
      assertTrue(one.more());
      ring.getSqe().prepClose(one.res()).userData(2);
      assertEquals(0, Completion.await(ring).res());
    }
    ring.getSqe().prepCancel64(1, 0).userData(3);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(new Completion(1, -Errno.ECANCELED, 0), Completion.of(both, 1));
  }

  @Test
  void acceptedSocketIsAsTheFlagsSayAndTalks() {
    int listener = listen();
    int client = client(addressOf(listener));
    ring.getSqe().prepAccept(listener, Socket.SOCK_CLOEXEC);
    Completion accepted = Completion.await(ring);
    assertTrue(accepted.res() > 0 && !accepted.more());
    closing(() -> Unistd.close(accepted.res()));
    SocketPair.write(client, "hello");
    assertEquals(5, Unistd.read(accepted.res(), memory, 0, 16));
  }

  @Test
  void acceptOfWhatDoesNotListenFails() {
    ring.getSqe().prepMultishotAccept(tcpPair().ours(), 0);
    Completion refused = Completion.await(ring);
    assertEquals(new Completion(0, -Errno.EINVAL, 0), refused);
    ring.getSqe().prepMultishotAccept(-1, 0);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void connectSucceedsOrIsRefused() {
    int listener = listen();
    SockaddrIn address = addressOf(listener);
    int client = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    closing(() -> Unistd.close(client));
    ring.getSqe().prepConnect(client, address);
    assertEquals(0, Completion.await(ring).res());
    assertEquals(address.port(), peerOf(client));
    int nobody = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    closing(() -> Unistd.close(nobody));
    int closed = TcpPair.listen();
    SockaddrIn empty = addressOf(closed);
    Unistd.close(closed);
    ring.getSqe().prepConnect(nobody, empty);
    assertEquals(-Errno.ECONNREFUSED, Completion.await(ring).res());
  }

  private static int peerOf(int fd) {
    SockaddrIn peer = new SockaddrIn();
    assertEquals(0, Socket.getpeername(fd, peer));
    return peer.port();
  }

  @Test
  void connectionIsAbortedByConnectingItToNobody() {
    TcpPair pair = tcpPair();
    assertEquals(0, ring.registerFilesSparse(2));
    install(1, pair.ours());
    ring.getSqe().prepConnect(1, new SockaddrUnspec()).flags(FIXED);
    assertEquals(0, Completion.await(ring).res());
    assertEquals(-Errno.ECONNRESET, Unistd.read(pair.theirs(), memory, 0, 8));
  }

  @Test
  void abortEndsWhatIsUnderWay() {
    TcpPair pair = tcpPair();
    assertEquals(0, ring.registerFilesSparse(2));
    install(1, pair.ours());
    fill(pair.ours());
    buffers(4, 16);
    int all = IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_FD_FIXED;
    ring.getSqe().prepRecvMultishot(1, GROUP).flags(FIXED).userData(1);
    ring.getSqe().prepSend(1, memory, 0, 100, Socket.MSG_WAITALL | Socket.MSG_NOSIGNAL)
        .flags(FIXED).userData(2);
    ring.submit();
    ring.getSqe().prepConnect(1, new SockaddrUnspec()).flags(FIXED).userData(3);
    ring.getSqe().prepCancelFd(1, all).userData(4);
    List<Completion> four = Completion.await(ring, 4);
    assertEquals(0, Completion.of(four, 3).res());
    assertTrue(Completion.of(four, 1).res() <= 0 && !Completion.of(four, 1).more());
    assertFalse(Completion.of(four, 2).more()); // it may just have found room
  }

  @Test
  void pollTellsWhatIsReady() {
    SocketPair pair = socketPair();
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN | Poll.POLLOUT);
    assertEquals(Poll.POLLOUT, Completion.await(ring).res());
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN).userData(8);
    ring.submit();
    assertNothing();
    pair.write("x");
    assertEquals(new Completion(8, Poll.POLLIN, 0), Completion.await(ring));
  }

  @Test
  void multishotPollTellsAgainUntilItIsRemoved() {
    SocketPair pair = socketPair();
    ring.getSqe().prepPollMultishot(pair.ours(), Poll.POLLIN).userData(9);
    ring.submit();
    for (int i = 0; i < 3; i++) {
      pair.write("x");
      Completion ready = Completion.await(ring);
      assertEquals(Poll.POLLIN, ready.res() & Poll.POLLIN);
      assertTrue(ready.more());
    }
    ring.getSqe().prepPollRemove(9).userData(10);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(new Completion(9, -Errno.ECANCELED, 0), Completion.of(both, 9));
    assertEquals(0, Completion.of(both, 10).res());
    ring.getSqe().prepPollRemove(9);
    assertEquals(-Errno.ENOENT, Completion.await(ring).res());
  }

  /** Hang-ups and errors are told whether asked for or not, and the end of what a peer sends. */
  @Test
  void watchOfAPeerHearsOfItsEndAndOfItsResetAndOfNothingElse() {
    TcpPair pair = tcpPair();
    ring.getSqe().prepPollAdd(pair.ours(), GONE);
    ring.submit();
    SocketPair.write(pair.theirs(), "words");
    assertNothing();
    Socket.shutdown(pair.theirs(), Socket.SHUT_WR);
    assertEquals(Poll.POLLRDHUP, Completion.await(ring).res());
    pair.resetByTheirs();
    ring.getSqe().prepPollAdd(pair.ours(), GONE);
    int events = Completion.await(ring).res();
    assertEquals(GONE, events & GONE);
  }

  @Test
  void watchOfAPeerIsToldOfItsResetWhileItWaits() {
    TcpPair pair = tcpPair();
    ring.getSqe().prepPollAdd(pair.ours(), GONE);
    ring.submit();
    pair.resetByTheirs();
    assertTrue((Completion.await(ring).res() & GONE) != 0);
  }

  @Test
  void eventfdWakesARead() {
    int eventfd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    closing(() -> Unistd.close(eventfd));
    MemorySegment five = arena.allocateFrom(JAVA_LONG, 5);
    for (boolean early : new boolean[] {false, true}) {
      if (early) {
        assertEquals(8, Unistd.write(eventfd, five, 0, 8));
      }
      ring.getSqe().prepRead(eventfd, memory, 0, 8, early ? -1 : 0);
      if (!early) {
        ring.submit();
        assertNothing();
        assertEquals(8, Unistd.write(eventfd, five, 0, 8));
      }
      assertEquals(8, Completion.await(ring).res());
      assertEquals(5, memory.get(JAVA_LONG, 0));
      memory.fill((byte) 0);
    }
  }

  @Test
  void fileIsReadThoughItIsNotInMemory(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("file");
    Files.write(path, new byte[FILE_BYTES]);
    try (FileChannel file = FileChannel.open(path, WRITE, READ)) {
      file.force(true);
      int fd = descriptorOf(path);
      Syscall fadvise = new Syscall("fadvise64", 221, 223);
      assertEquals(0, Libc.syscall(fadvise, fd, 0, 0, POSIX_FADV_DONTNEED, 0, 0));
      ring.getSqe().prepRead(fd, memory, 0, 4096, FILE_BYTES / 2);
      assertEquals(4096, Completion.await(ring).res());
      assertEquals(0, ring.registerFilesSparse(1));
      install(0, fd);
      assertEquals(0, Libc.syscall(fadvise, fd, 0, 0, POSIX_FADV_DONTNEED, 0, 0));
      ring.getSqe().prepRead(0, memory, 0, 4096, FILE_BYTES / 2).flags(FIXED);
      assertEquals(4096, Completion.await(ring).res());
    }
  }

  /** There is no open(2) in this module. */
  private static int descriptorOf(Path open) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path one : all) {
        if (Files.exists(one) && Files.readSymbolicLink(one).equals(open.toRealPath())) {
          return Integer.parseInt(one.getFileName().toString());
        }
      }
    }
    throw new AssertionError("nobody has opened " + open);
  }

  @Test
  void readOfAnEventfdIsCancelled() {
    int eventfd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    closing(() -> Unistd.close(eventfd));
    ring.getSqe().prepRead(eventfd, memory, 0, 8, -1).userData(1);
    ring.submit();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    int result = Completion.of(both, 1).res();
    assertTrue(result == -Errno.ECANCELED || result == -Errno.EINTR, Errno.name(result));
  }

  @Test
  void shutdownEndsTheConversation() {
    SocketPair pair = socketPair();
    ring.getSqe().prepShutdown(pair.ours(), Socket.SHUT_WR);
    assertEquals(0, Completion.await(ring).res());
    assertEquals("", pair.read(16));
  }
}
