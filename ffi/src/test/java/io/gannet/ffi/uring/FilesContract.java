package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Direct descriptors, from installing to closing, and cancels of what is under way on them. */
abstract class FilesContract extends KernelContract {
  private static final int FIXED = IoUring.IOSQE_FIXED_FILE;
  private static final int ALL = IoUring.IORING_ASYNC_CANCEL_ALL;
  private static final int FD_FIXED = IoUring.IORING_ASYNC_CANCEL_FD_FIXED;
  private static final int SLOTS = 4;

  private void table() {
    assertEquals(0, ring.registerFilesSparse(SLOTS));
  }

  @Test
  void directDescriptorIsInstalledUsedCancelledAndClosed() {
    SocketPair pair = socketPair();
    int slot = 2;
    table();
    assertEquals(1, ring.registerFilesUpdate(slot, pair.ours()));
    memory.setString(0, "direct");
    ring.getSqe().prepSend(slot, memory, 0, 6, Socket.MSG_NOSIGNAL).flags(FIXED);
    assertEquals(6, Completion.await(ring).res());
    assertEquals("direct", pair.read(16));
    ring.getSqe().prepRecv(slot, memory, 0, 8, 0).flags(FIXED).userData(1);
    ring.getSqe().prepCancelFd(slot, FD_FIXED).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
    ring.getSqe().prepCloseDirect(slot);
    assertEquals(0, Completion.await(ring).res());
    ring.getSqe().prepRecv(slot, memory, 0, 8, 0).flags(FIXED);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void tableHoldsTheFileWhenItsDescriptorIsClosed() {
    table();
    SocketPair pair = pairInSlot(0);
    buffers(4, 16);
    ring.getSqe().prepRecvMultishot(0, GROUP).flags(FIXED).userData(1);
    ring.submit();
    pair.write("still here");
    assertEquals(10, Completion.await(ring).res());
    ring.getSqe().prepCancel64(1, 0).flags(0).userData(2);
    Completion.await(ring, 2);
    ring.getSqe().prepCloseDirect(0);
    assertEquals(0, Completion.await(ring).res());
    assertEquals("", pair.read(16)); // the end of input: it was the last
  }

  @Test
  void installedFileStaysTheCallersToo() {
    table();
    SocketPair pair = socketPair();
    install(0, pair.ours());
    ring.getSqe().prepRecv(0, memory, 0, 8, 0).flags(FIXED).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepCancelFd(0, ALL | FD_FIXED).userData(2);
    Completion.await(ring, 2);
    ring.getSqe().prepCloseDirect(0);
    assertEquals(0, Completion.await(ring).res());
    pair.write("yours");
    assertNothing();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 16, 0);
    assertEquals(5, Completion.await(ring).res());
  }

  @Test
  void receiveOutlivesItsSlotAndTheFileItsReceive() {
    table();
    SocketPair pair = pairInSlot(1);
    ring.getSqe().prepRecv(1, memory, 0, 8, 0).flags(FIXED).userData(1);
    ring.getSqe().prepCloseDirect(1).userData(2);
    assertEquals(new Completion(2, 0, 0), Completion.await(ring));
    pair.write("late");
    assertEquals(4, Completion.await(ring).res());
    settle();
    assertEquals("", pair.read(16));
  }

  @Test
  void slotThatIsUsedAgainIsAnotherFile() {
    table();
    SocketPair first = socketPair();
    SocketPair second = socketPair();
    install(3, first.ours());
    ring.getSqe().prepRecv(3, memory, 0, 8, 0).flags(FIXED).userData(1);
    ring.getSqe().prepCloseDirect(3).userData(2);
    assertEquals(2, Completion.await(ring).userData());
    install(3, second.ours());
    ring.getSqe().prepRecv(3, memory, 100, 8, 0).flags(FIXED).userData(3);
    ring.submit();
    second.write("second");
    Completion in = Completion.await(ring);
    assertEquals(new Completion(3, 6, 0), in);
    ring.getSqe().prepCancelFd(3, ALL | FD_FIXED).userData(4);
    assertEquals(new Completion(4, 0, 0), Completion.await(ring)); // the first's goes on
    first.write("first");
    assertEquals(new Completion(1, 5, 0), Completion.await(ring));
  }

  @Test
  void installingOverAFilePutsTheOtherInItsPlace() {
    table();
    SocketPair first = socketPair();
    SocketPair second = socketPair();
    install(0, first.ours());
    install(0, second.ours());
    second.write("second");
    ring.getSqe().prepRecv(0, memory, 0, 8, 0).flags(FIXED);
    assertEquals(6, Completion.await(ring).res());
  }

  @Test
  void whatCannotBeInstalledIsRefused() {
    SocketPair pair = socketPair();
    assertEquals(-Errno.ENXIO, ring.registerFilesUpdate(0, pair.ours()));
    table();
    assertEquals(-Errno.EBUSY, ring.registerFilesSparse(SLOTS));
    assertEquals(-Errno.EINVAL, ring.registerFilesUpdate(SLOTS, pair.ours()));
    assertEquals(-Errno.EBADF, ring.registerFilesUpdate(0, 1 << 20));
    assertEquals(1, ring.registerFilesUpdate(0, -1));
    install(0, pair.ours());
    assertEquals(1, ring.registerFilesUpdate(0, -1));
    ring.getSqe().prepRecv(0, memory, 0, 8, 0).flags(FIXED);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void closingAnEmptySlotOrNoneIsRefused() {
    ring.getSqe().prepCloseDirect(0);
    assertEquals(-Errno.ENXIO, Completion.await(ring).res());
    table();
    ring.getSqe().prepCloseDirect(0);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
    ring.getSqe().prepCloseDirect(SLOTS);
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
    ring.getSqe().prepClose(-1);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void requestsAreCancelledByUserDataAndByDescriptor() {
    SocketPair pair = socketPair();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(1);
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    assertEquals(0, Completion.of(both, 2).res());
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(3);
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN).userData(4);
    ring.getSqe().prepCancelFd(pair.ours(), ALL).userData(5);
    List<Completion> three = Completion.await(ring, 3);
    assertEquals(-Errno.ECANCELED, Completion.of(three, 3).res());
    assertEquals(-Errno.ECANCELED, Completion.of(three, 4).res());
    assertEquals(2, Completion.of(three, 5).res());
    ring.getSqe().prepCancel64(99, 0);
    assertEquals(-Errno.ENOENT, Completion.await(ring).res());
  }

  @Test
  void pollIsRemovedThoughSomethingElseHasItsUserData() {
    SocketPair pair = socketPair();
    ring.getSqe().prepPollAdd(pair.ours(), Poll.POLLIN).userData(1);
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepPollRemove(1).userData(2);
    assertEquals(0, Completion.of(Completion.await(ring, 2), 2).res());
    pair.write("heard");
    assertEquals(new Completion(1, 5, 0), Completion.await(ring));
  }

  @Test
  void cancelByDescriptorEndsWhatWasAskedOfItsSlot() {
    table();
    SocketPair pair = socketPair();
    install(0, pair.ours());
    ring.getSqe().prepRecv(0, memory, 0, 8, 0).flags(FIXED).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepCancelFd(pair.ours(), ALL).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(1, Completion.of(both, 2).res());
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
  }

  @Test
  void allOfASlotAreCancelledAndNoneOfItsNeighbours() {
    table();
    SocketPair pair = socketPair();
    SocketPair neighbour = socketPair();
    install(0, pair.ours());
    install(1, neighbour.ours());
    fill(pair.ours());
    buffers(4, 16);
    ring.getSqe().prepRecvMultishot(0, GROUP).flags(FIXED).userData(1);
    ring.getSqe().prepSend(0, memory, 0, 100, Socket.MSG_WAITALL).flags(FIXED).userData(2);
    ring.getSqe().prepPollAdd(0, Poll.POLLERR | Poll.POLLHUP).flags(FIXED).userData(3);
    ring.getSqe().prepRecvMultishot(1, GROUP).flags(FIXED).userData(4);
    ring.submit();
    ring.getSqe().prepCancelFd(0, ALL | FD_FIXED).userData(5);
    List<Completion> four = Completion.await(ring, 4);
    assertEquals(3, Completion.of(four, 5).res());
    for (int one = 1; one <= 3; one++) {
      assertEquals(new Completion(one, -Errno.ECANCELED, 0), Completion.of(four, one));
    }
    neighbour.write("here");
    assertEquals(4, Completion.await(ring).userData());
  }

  @Test
  void cancelOfWhatIsNotThereIsNoentAndOfAllIsNone() {
    table();
    SocketPair pair = socketPair();
    install(0, pair.ours());
    ring.getSqe().prepCancelFd(0, FD_FIXED);
    assertEquals(-Errno.ENOENT, Completion.await(ring).res());
    ring.getSqe().prepCancelFd(0, ALL | FD_FIXED);
    assertEquals(0, Completion.await(ring).res());
    ring.getSqe().prepCancelFd(1, ALL | FD_FIXED);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
    ring.getSqe().prepCancelFd(1 << 20, ALL);
    assertEquals(-Errno.EBADF, Completion.await(ring).res());
  }

  @Test
  void cancelByUserDataEndsOneOfTheNameOrAll() {
    SocketPair pair = socketPair();
    for (int i = 0; i < 3; i++) {
      ring.getSqe().prepRecv(pair.ours(), memory, 8L * i, 8, 0).userData(1);
    }
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(0, Completion.of(both, 2).res());
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
    ring.getSqe().prepCancel64(1, ALL).userData(3);
    List<Completion> three = Completion.await(ring, 3);
    assertEquals(2, Completion.of(three, 3).res());
  }

  @Test
  void closedRingLetsItsFilesGo() {
    table();
    SocketPair pair = pairInSlot(0);
    ring.close();
    assertEquals("", pair.read(16)); // the end of input
  }
}
