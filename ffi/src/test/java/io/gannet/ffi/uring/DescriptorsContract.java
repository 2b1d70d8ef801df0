package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.Poll;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only Linux's own files have: other numbers, descriptors that are passed, urgent bytes. */
abstract class DescriptorsContract extends KernelContract {
  private static final int ALL = IoUring.IORING_ASYNC_CANCEL_ALL;
  private static final int MSG_OOB = 1;
  private static final int TURNS_MAX = 1000;

  /** All that a multishot receive brings, until that many bytes are there. */
  private String received(BufferRing buffers, int bytes) {
    StringBuilder seen = new StringBuilder();
    for (int turn = 0; turn < TURNS_MAX && seen.length() < bytes; turn++) {
      ring.submitAndWaitTimeout(1, 1_000_000);
      int ready = ring.cqReady();
      for (int i = 0; i < ready; i++) {
        Cqe cqe = ring.cqe(i);
        seen.append(text(buffers.offset(cqe.bufferId()), cqe.res()));
      }
      ring.cqAdvance(ready);
    }
    return seen.toString();
  }

  private void writeUrgently(int fd) {
    assertEquals(1, Socket.send(fd, arena.allocateFrom("!").address(), 1, MSG_OOB));
  }

  /** A turn of one connection is over between the first bytes and the urgent one. */
  @Test
  void whatIsBehindUrgentDataArrivesThoughOthersHadTheirTurnMeanwhile() {
    TcpPair pair = tcpPair();
    BufferRing buffers = buffers(64, 4);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    ring.submit();
    settle();
    String before = "abcd".repeat(32) + "ef";
    SocketPair.write(pair.theirs(), before);
    writeUrgently(pair.theirs());
    SocketPair.write(pair.theirs(), "behind");
    assertEquals(before + "behind", received(buffers, before.length() + 6));
  }

  @Test
  void whatIsBehindUrgentDataBelongsToAWholeReceive() {
    TcpPair pair = tcpPair();
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 10, Socket.MSG_WAITALL);
    ring.submit();
    settle();
    SocketPair.write(pair.theirs(), "01234");
    writeUrgently(pair.theirs());
    SocketPair.write(pair.theirs(), "56789");
    assertEquals(10, Completion.await(ring).res());
  }

  /** What is received in one step ends with a message that brings descriptors: unix(7). */
  @Test
  void whatIsBehindDescriptorsThatWerePassedArrives() {
    SocketPair pair = socketPair();
    BufferRing buffers = buffers(8, 16);
    ring.getSqe().prepRecvMultishot(pair.ours(), GROUP);
    ring.submit();
    settle();
    pair.writeWithDescriptor("first");
    pair.write("second");
    assertEquals("firstsecond", received(buffers, 11));
  }

  @Test
  void whatIsBehindDescriptorsThatWerePassedBelongsToAWholeReceive() {
    SocketPair pair = socketPair();
    for (boolean gathered : new boolean[] {false, true}) {
      if (gathered) {
        ring.getSqe().prepRecvmsg(pair.ours(), header(0, 4, 4, 7), Socket.MSG_WAITALL);
      } else {
        ring.getSqe().prepRecv(pair.ours(), memory, 0, 11, Socket.MSG_WAITALL);
      }
      ring.submit();
      settle();
      pair.writeWithDescriptor("first");
      pair.write("second");
      assertEquals(11, Completion.await(ring).res());
      assertEquals("firstsecond", text(0, 11));
    }
  }

  /** Which may have another number by now; and another file may have its. */
  @Test
  void cancelByDescriptorMeansTheFileAndNotTheNumber() {
    SocketPair pair = socketPair();
    SocketPair other = socketPair();
    int copy = Fcntl.fcntl(pair.ours(), Fcntl.F_DUPFD_CLOEXEC, 0);
    closing(() -> Unistd.close(copy));
    ring.getSqe().prepRecv(pair.ours(), memory, 0, 8, 0).userData(1);
    ring.submit();
    settle();
    assertEquals(pair.ours(), dup(other.ours(), pair.ours()));
    ring.getSqe().prepCancelFd(pair.ours(), ALL).userData(2);
    assertEquals(new Completion(2, 0, 0), Completion.await(ring));
    ring.getSqe().prepCancelFd(copy, ALL).userData(3);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(1, Completion.of(both, 3).res());
    assertEquals(-Errno.ECANCELED, Completion.of(both, 1).res());
  }

  private static long dup(int fd, int as) {
    return Libc.syscall(new Syscall("dup3", 292, 24), fd, as, 0);
  }

  @Test
  void cancelByDescriptorIsForEventfdsToo() {
    int eventfd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
    closing(() -> Unistd.close(eventfd));
    ring.getSqe().prepPollAdd(eventfd, Poll.POLLIN).userData(1);
    ring.submit();
    settle();
    ring.getSqe().prepCancelFd(eventfd, ALL).userData(2);
    assertEquals(1, Completion.of(Completion.await(ring, 2), 2).res());
  }
}
