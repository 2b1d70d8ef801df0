package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Msghdr;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.linux.Timestamping;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages again and again, each with what is told beside its bytes: when they had come. */
abstract class MessageContract extends KernelContract {
  private static final int CONTROL_BYTES = Timestamping.controlBytes();
  private static final int HEAD_BYTES = IoUringRecvmsgOut.headBytes(CONTROL_BYTES);

  /** Of a size that no member of a head is aligned to. */
  private static final int BUFFER_BYTES = HEAD_BYTES + 17;

  /** Times are switched on a little after they were asked for. */
  private static final int UNSTAMPED_MAX = 2000;

  /** After so many messages TCP puts its acknowledgements off, and who writes may wait for them. */
  private static final int QUICK_ACKS_MAX = 64;

  private static final long LATE_NS = 1_000_000_000L;

  /** Arms with a header that is overwritten as soon as the entry is taken. */
  private void arm(SocketPair pair, long userData) {
    MemorySegment header = arena.allocate(Msghdr.LAYOUT);
    Msghdr.setControlBytes(header, CONTROL_BYTES);
    ring.getSqe().prepRecvmsgMultishot(pair.ours(), header, GROUP).userData(userData);
    ring.submit();
    header.fill((byte) -1);
  }

  private String payload(BufferRing buffers, Completion in) {
    long buffer = buffers.offset(in.bufferId());
    int bytes = IoUringRecvmsgOut.payloadBytes(memory, buffer);
    assertEquals(HEAD_BYTES + bytes, in.res());
    return text(buffer + HEAD_BYTES, bytes);
  }

  private long receivedNs(BufferRing buffers, Completion in) {
    long buffer = buffers.offset(in.bufferId());
    return Timestamping.receivedNs(
        memory,
        buffer + IoUringRecvmsgOut.CONTROL_OFFSET,
        IoUringRecvmsgOut.controlBytes(memory, buffer));
  }

  private static void giveBack(BufferRing buffers, Completion in) {
    buffers.add(in.bufferId());
    buffers.advance();
  }

  private long nowNs() {
    return kernel().clockNs(Time.CLOCK_REALTIME);
  }

  /** Asks for times, and reads until one is told. */
  private void awaitStamps(SocketPair pair, BufferRing buffers) {
    assertEquals(0, kernel().stampReceives(pair.ours()));
    for (int i = 0; i < UNSTAMPED_MAX; i++) {
      pair.write("?");
      Completion in = Completion.await(ring);
      long stampNs = receivedNs(buffers, in);
      giveBack(buffers, in);
      if (stampNs > 0) {
        return;
      }
    }
    throw new AssertionError("never told when it came");
  }

  @Test
  void messagesFillProvidedBuffersUntilThePeerCloses() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(4, BUFFER_BYTES);
    arm(pair, 7);
    for (int turn = 0; turn < 20; turn++) { // five times round a ring of four
      pair.write("turn " + turn);
      Completion in = Completion.await(ring);
      assertEquals(7, in.userData());
      assertTrue(in.more());
      assertEquals(turn % 4, in.bufferId());
      assertEquals("turn " + turn, payload(buffers, in));
      giveBack(buffers, in);
    }
    pair.shutdownTheirs();
    Completion end = Completion.await(ring);
    assertEquals("", payload(buffers, end)); // an end takes a buffer, too
    assertFalse(end.more());
    assertNothing();
  }

  @Test
  void whoDoesNotAskIsNotToldWhenItCame() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(4, BUFFER_BYTES);
    arm(pair, 1);
    pair.write("x");
    Completion in = Completion.await(ring);
    assertEquals("x", payload(buffers, in));
    assertEquals(0, receivedNs(buffers, in));
  }

  @Test
  void whoAsksIsToldWhenItCame() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(4, BUFFER_BYTES);
    arm(pair, 1);
    awaitStamps(pair, buffers);
    for (int i = 0; i < 8; i++) {
      long beforeNs = nowNs();
      pair.write("hello");
      Completion in = Completion.await(ring);
      assertEquals("hello", payload(buffers, in));
      long stampNs = receivedNs(buffers, in);
      assertTrue(beforeNs <= stampNs, stampNs + " is before " + beforeNs);
      assertTrue(stampNs <= nowNs() + LATE_NS, stampNs + " is to come");
      giveBack(buffers, in);
    }
  }

  /** Loopback may deliver late, when its host is busy: then what was written comes in two. */
  @Test
  void ofWhatIsReceivedTogetherTheLastsTimeIsTold() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(4, BUFFER_BYTES);
    arm(pair, 1);
    awaitStamps(pair, buffers);
    for (int i = 0; i < QUICK_ACKS_MAX; i++) {
      pair.write("?");
      giveBack(buffers, Completion.await(ring));
    }
    for (int i = 0; i < UNSTAMPED_MAX; i++) {
      disarm(1);
      pair.write("one ");
      settle();
      long betweenNs = nowNs();
      pair.write("two");
      settle();
      long readNs = nowNs();
      arm(pair, 1);
      Completion in = first("one two", buffers);
      if (payload(buffers, in).equals("one two")) {
        long stampNs = receivedNs(buffers, in);
        assertTrue(betweenNs <= stampNs && stampNs < readNs, "not when the last came");
        return;
      }
    }
    throw new AssertionError("never received together");
  }

  private void disarm(long userData) {
    ring.getSqe().prepCancel64(userData, 0).userData(userData + 1);
    assertEquals(0, Completion.of(Completion.await(ring, 2), userData + 1).res());
  }

  /** The first message of a text that comes in one or more; all that came is read. */
  private Completion first(String text, BufferRing buffers) {
    Completion first = null;
    for (int length = 0; length < text.length(); ) {
      for (Completion in : Completion.await(ring, 1)) {
        first = first == null ? in : first;
        length += payload(buffers, in).length();
        giveBack(buffers, in);
      }
    }
    return first;
  }

  @Test
  void emptyGroupEndsMessagesWithEnobufs() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(1, HEAD_BYTES + 4);
    arm(pair, 0);
    pair.write("12345678");
    List<Completion> both = Completion.await(ring, 2);
    assertEquals("1234", payload(buffers, both.get(0)));
    assertTrue(both.get(0).more());
    assertEquals(new Completion(0, -Errno.ENOBUFS, 0), both.get(1));
  }

  @Test
  void bufferThatIsTooShortForItsHeadIsEfault() {
    SocketPair pair = tcpPair();
    buffers(1, HEAD_BYTES - 1);
    pair.write("x");
    arm(pair, 5);
    Completion in = Completion.await(ring);
    assertEquals(-Errno.EFAULT, in.res());
    assertFalse(in.more());
  }

  @Test
  void cancelledMessagesSayTheirLast() {
    SocketPair pair = tcpPair();
    BufferRing buffers = buffers(4, BUFFER_BYTES);
    arm(pair, 1);
    ring.getSqe().prepCancel64(1, 0).userData(2);
    List<Completion> both = Completion.await(ring, 2);
    assertEquals(new Completion(1, -Errno.ECANCELED, 0), Completion.of(both, 1));
    pair.write("later");
    assertNothing();
    arm(pair, 3);
    assertEquals("later", payload(buffers, Completion.await(ring)));
  }

  @Test
  void resetEndsMessages() {
    TcpPair pair = tcpPair();
    buffers(4, BUFFER_BYTES);
    arm(pair, 0);
    pair.resetByTheirs();
    assertEquals(new Completion(0, -Errno.ECONNRESET, 0), Completion.await(ring));
  }

  @Test
  void messagesWantProvidedBuffersAndAreNeverWhole() {
    SocketPair pair = tcpPair();
    buffers(4, BUFFER_BYTES);
    MemorySegment header = arena.allocate(Msghdr.LAYOUT);
    ring.getSqe().prepRecvmsg(pair.ours(), header, 0).ioprio(IoUring.IORING_RECV_MULTISHOT);
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
    ring.getSqe()
        .prepRecvmsg(pair.ours(), header, Socket.MSG_WAITALL)
        .flags(IoUring.IOSQE_BUFFER_SELECT)
        .bufferGroup(GROUP)
        .ioprio(IoUring.IORING_RECV_MULTISHOT);
    assertEquals(-Errno.EINVAL, Completion.await(ring).res());
  }
}
