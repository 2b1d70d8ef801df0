package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.config.Given;
import io.gannet.server.worker.option.WorkerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zero-copy sends, over a real connection: a send is over before its memory is ours again. */
class ZeroCopyTest {
  private static final int VALUE_BYTES = 8192;
  private static final int PEER_BUFFER_BYTES = 4 * VALUE_BYTES;
  private static final int ENTERS_MAX = 1000;
  private static final long WAIT_NS = 10_000_000L;

  private final WorkerMetrics metrics = new WorkerMetrics();
  private final Plant plant =
      PlayedProcessor.plant(
          metrics,
          PlayedProcessor.options(
              Given.flag(WorkerOptions.MAX_CONNECTIONS, "32"),
              Given.flag(WorkerOptions.ZERO_COPY_MIN, "4KiB")));
  private ServerSocket peer;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    peer = new ServerSocket();
    peer.setReceiveBufferSize(PEER_BUFFER_BYTES);
    peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    int fd =
        (int) LinuxException.check(Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0), "", "");
    LinuxException.check(
        Socket.connect(fd, SockaddrIn.loopback(peer.getLocalPort())), "connect", "");
    connection = plant.lifecycle.adopt(fd, 0);
  }

  @AfterEach
  void close() throws IOException {
    plant.close();
    peer.close();
  }

  private void wantsToSend(int values) {
    for (int i = 0; i < values; i++) {
      assertTrue(
          connection.out.appendPinned(plant.shard.processor().memory(), 0, VALUE_BYTES, i));
    }
    plant.sender.markDirty(connection);
  }

  /** The result of the send in flight is told; notifications are not, whether they came or not. */
  private void sendAndTellTheResult() {
    plant.sender.flush();
    assertTrue(connection.isSending(), "it waits for the notification of the last send");
    int op = connection.sendingOp();
    for (int enters = 0; enters < ENTERS_MAX; enters++) {
      for (int i = 0; i < plant.ring.cqReady(); i++) {
        Cqe cqe = plant.ring.cqe(i);
        if (UserData.op(cqe.userData()) == op && !cqe.notif()) {
          tell(cqe, op);
          return;
        }
      }
      plant.ring.submitAndWaitTimeout(plant.ring.cqReady() + 1, WAIT_NS);
    }
    throw new AssertionError("no result came");
  }

  private void tell(Cqe cqe, int op) {
    if (op == Op.SEND) {
      plant.sender.onSent(connection, cqe);
    } else {
      plant.sender.onZeroCopySent(connection, cqe, op);
    }
  }

  /** D20. */
  @Test
  void theNextGoesAsSoonAsTheLastIsSentWhateverTheKernelStillReads() {
    wantsToSend(3);
    for (int sent = 1; sent <= 3; sent++) {
      sendAndTellTheResult();
      assertEquals(sent, metrics.zeroCopySends.get());
      assertEquals(3, connection.out.pins(), "a value was let go that the kernel may read");
    }
    assertEquals(0, connection.out.unsentBytes());
  }

  @Test
  void whereTooManyAreInTheAirTheNextIsCopied() {
    wantsToSend(Op.SEND_ZC_COUNT + 1);
    for (int sent = 0; sent <= Op.SEND_ZC_COUNT; sent++) {
      sendAndTellTheResult();
    }
    assertEquals(Op.SEND_ZC_COUNT, metrics.zeroCopySends.get());
    assertEquals(Op.SEND_ZC_COUNT, connection.out.pins());
    assertEquals(0, connection.out.unsentBytes());
  }

  /** There it would be refused: see RingOperationsTest. */
  @Test
  void overAUnixSocketAllIsCopied() {
    int[] pair = new int[2];
    LinuxException.check(
        Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM, 0, pair), "socketpair", "");
    connection = plant.lifecycle.adopt(pair[0], 0);
    wantsToSend(3);
    sendAndTellTheResult();
    assertEquals(0, connection.out.unsentBytes(), "they go together");
    assertEquals(0, metrics.zeroCopySends.get());
    Unistd.close(pair[1]);
  }

  @Test
  void theMemoryIsOursWithTheNotification() {
    wantsToSend(1);
    sendAndTellTheResult();
    assertEquals(1, connection.out.pins());
    for (int enters = 0; connection.out.pins() > 0 && enters < ENTERS_MAX; enters++) {
      for (int i = 0; i < plant.ring.cqReady(); i++) {
        if (plant.ring.cqe(i).notif()) {
          tell(plant.ring.cqe(i), Op.SEND_ZC);
        }
      }
      plant.ring.cqAdvance(plant.ring.cqReady());
      plant.ring.submitAndWaitTimeout(1, WAIT_NS);
    }
    assertEquals(0, connection.out.pins());
    assertFalse(connection.isZeroCopying());
    assertEquals(0, plant.pool.chunksUsed());
  }

  @Test
  void whoLeavesHasTheSlotUntilTheMemoryIsOurs() {
    wantsToSend(1);
    plant.lifecycle.drain(connection);
    sendAndTellTheResult();
    assertEquals(Life.DRAINING, connection.life(), "nobody looks at one that is being closed");
    reapUntilItIsFree();
    assertEquals(0, plant.table.liveCount());
  }

  /** The peer takes no more than fits in its buffer, and so the kernel reads our memory. */
  @Test
  void whoTakesNothingIsResetSoThatTheMemoryIsOurs() {
    wantsToSend(Op.SEND_ZC_COUNT);
    for (int sent = 0; sent < Op.SEND_ZC_COUNT; sent++) {
      sendAndTellTheResult();
    }
    assertEquals(Op.SEND_ZC_COUNT, connection.out.pins());
    plant.lifecycle.close(connection);
    reapUntilItIsFree();
    assertEquals(0, plant.pool.chunksUsed());
    assertEquals(0, plant.table.liveCount());
  }

  private void reapUntilItIsFree() {
    for (int enters = 0; plant.table.liveCount() > 0 && enters < ENTERS_MAX; enters++) {
      for (int i = 0; i < plant.ring.cqReady(); i++) {
        Cqe cqe = plant.ring.cqe(i);
        switch (UserData.op(cqe.userData())) {
          case Op.ABORT, Op.CANCEL -> plant.lifecycle.ended(connection, UserData.op(cqe.userData()));
          case Op.CLOSE -> plant.lifecycle.closed(connection);
          default -> {
            if (cqe.notif()) {
              tell(cqe, UserData.op(cqe.userData()));
            }
          }
        }
      }
      plant.ring.cqAdvance(plant.ring.cqReady());
      plant.ring.submitAndWaitTimeout(1, WAIT_NS);
    }
  }
}
