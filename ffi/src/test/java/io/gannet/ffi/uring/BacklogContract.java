package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connecting to a Unix socket at which so many wait already that one more finds no room. */
abstract class BacklogContract extends KernelContract {
  private static final int ALL = IoUring.IORING_ASYNC_CANCEL_ALL;
  private static final int FIXED = IoUring.IOSQE_FIXED_FILE;
  private static final Set<Integer> STOPPED = Set.of(-Errno.ECANCELED, -Errno.EINTR);

  /** One that is being carried out in another thread is told to stop, and may end otherwise. */
  private static final Set<Integer> CANCELS = Set.of(0, -Errno.EALREADY);

  @TempDir Path folder;
  private SockaddrUn address;
  private int listener;

  @BeforeEach
  void fillBacklog() {
    address = new SockaddrUn(folder.resolve("s").toString());
    listener = Socket.socket(Socket.AF_UNIX, Socket.SOCK_STREAM, 0);
    closing(() -> Unistd.close(listener));
    assertEquals(0, Socket.bind(listener, address));
    assertEquals(0, Socket.listen(listener, 0)); // so one may wait: unix_recvq_full
    ring.getSqe().prepConnect(socket(0), address);
    assertEquals(0, Completion.await(ring).res());
  }

  private int socket(int flags) {
    int fd = Socket.socket(Socket.AF_UNIX, Socket.SOCK_STREAM | flags, 0);
    assertTrue(fd >= 0);
    closing(() -> Unistd.close(fd));
    return fd;
  }

  private int accept() {
    int fd = Socket.accept4(listener, Socket.SOCK_CLOEXEC);
    assertTrue(fd >= 0);
    closing(() -> Unistd.close(fd));
    return fd;
  }

  @Test
  void connectWaitsUntilThereIsRoom() {
    int client = socket(0);
    ring.getSqe().prepConnect(client, address).userData(1);
    ring.submit();
    assertNothing();
    accept();
    assertEquals(new Completion(1, 0, 0), Completion.await(ring));
    int peer = accept();
    SocketPair.write(client, "here");
    assertEquals(4, Unistd.read(peer, memory, 0, 8));
    assertEquals(0, Fcntl.fcntl(client, Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK);
  }

  @Test
  void allThatWaitComeInOneAfterTheOther() {
    int waiting = 5;
    for (int i = 0; i < waiting; i++) {
      ring.getSqe().prepConnect(socket(0), address).userData(i);
    }
    ring.submit();
    assertNothing();
    boolean[] connected = new boolean[waiting];
    for (int i = 0; i < waiting; i++) {
      accept();
      Completion one = Completion.await(ring);
      assertEquals(0, one.res());
      assertTrue(!connected[(int) one.userData()]);
      connected[(int) one.userData()] = true;
      assertNothing();
    }
  }

  @Test
  void addressIsTheCallersAgainOnceTheEntryIsTaken() {
    ring.getSqe().prepConnect(socket(0), address).userData(1);
    ring.submit();
    address.memory().fill((byte) 0);
    assertNothing();
    accept();
    assertEquals(new Completion(1, 0, 0), Completion.await(ring));
  }

  @Test
  void whoeverDoesNotWantToWaitIsToldSo() {
    ring.getSqe().prepConnect(socket(Socket.SOCK_NONBLOCK), address);
    assertEquals(-Errno.EAGAIN, Completion.await(ring).res());
  }

  @Test
  void connectThatWaitsIsRefusedWhenNobodyListensAnyMore() {
    ring.getSqe().prepConnect(socket(0), address).userData(1);
    ring.submit();
    assertNothing();
    Unistd.close(listener);
    listener = -1;
    assertEquals(new Completion(1, -Errno.ECONNREFUSED, 0), Completion.await(ring));
  }

  @Test
  void connectThatWaitsIsCancelledByUserData() {
    ring.getSqe().prepConnect(socket(0), address).userData(1);
    ring.submit();
    assertNothing();
    ring.getSqe().prepCancel64(1, 0).userData(2);
    assertStopped(Completion.await(ring, 2));
  }

  @Test
  void connectThatWaitsIsCancelledByDescriptorAndLeavesTheSocketAsItWas() {
    int client = socket(0);
    ring.getSqe().prepConnect(client, address).userData(1);
    ring.submit();
    assertNothing();
    ring.getSqe().prepCancelFd(client, 0).userData(2);
    assertStopped(Completion.await(ring, 2));
    accept();
    assertNothing(); // nobody goes on
    ring.getSqe().prepConnect(client, address).userData(3);
    assertEquals(new Completion(3, 0, 0), Completion.await(ring));
  }

  private static void assertStopped(List<Completion> both) {
    int stopped = Completion.of(both, 1).res();
    assertTrue(STOPPED.contains(stopped), Errno.name(stopped));
    int cancel = Completion.of(both, 2).res();
    assertTrue(CANCELS.contains(cancel), Errno.name(cancel));
  }

  @Test
  void connectThatWaitsHoldsItsFileWhoeverClosesIt() {
    assertEquals(0, ring.registerFilesSparse(1));
    int client = Socket.socket(Socket.AF_UNIX, Socket.SOCK_STREAM, 0);
    install(0, client);
    Unistd.close(client);
    ring.getSqe().prepConnect(0, address).flags(FIXED).userData(1);
    ring.submit();
    assertNothing();
    ring.getSqe().prepCloseDirect(0).userData(2);
    assertEquals(new Completion(2, 0, 0), Completion.await(ring));
    accept();
    assertEquals(new Completion(1, 0, 0), Completion.await(ring));
  }

  @Test
  void othersGoOnWhileAConnectWaits() {
    SocketPair pair = socketPair();
    int client = socket(0);
    ring.getSqe().prepConnect(client, address).userData(1);
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN).userData(2);
    ring.submit();
    assertNothing();
    pair.write("x");
    assertEquals(2, Completion.await(ring).userData());
    long startNs = kernel().nowNs();
    assertEquals(-Errno.ETIME, waitPastSignals(20_000_000));
    assertTrue(kernel().nowNs() - startNs >= 20_000_000);
    ring.getSqe().prepCancelFd(client, ALL).userData(3);
    Completion.await(ring, 2);
  }
}
