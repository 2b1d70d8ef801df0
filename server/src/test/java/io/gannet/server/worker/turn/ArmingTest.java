package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.worker.turn.Connection.Receive;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a connection is listened to, by what it does. */
class ArmingTest {
  private static final int QUIET_TURNS = 16;
  private static final int BURST_BUFFERS = 4;
  private static final int SCRATCH_BUFFERS = 64;
  private static final int BUFFER_BYTES = 4096;
  private static final int VALUE_BYTES = 100_000;
  private static final int LINE_END_BYTES = 2;
  private static final long PATIENCE_NS = 10_000_000_000L;

  private final WorkerMetrics metrics = new WorkerMetrics();
  private final Plant plant = PlayedProcessor.plant(metrics);
  private final List<Integer> peers = new ArrayList<>();

  @AfterEach
  void close() {
    peers.forEach(Unistd::close);
    plant.close();
  }

  private Connection connection() {
    return plant.table.acquire(plant.patience.nowSec());
  }

  /** One with a socket, whose other end is the last of the peers. */
  private Connection connected() {
    int[] pair = new int[2];
    LinuxException.check(
        Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0, pair),
        "socketpair(AF_UNIX)",
        "");
    peers.add(pair[0]);
    return plant.lifecycle.adopt(pair[1], 0);
  }

  private void turn() {
    plant.scheduler.beginTurn();
    plant.scheduler.run();
  }

  /** Has sent a little more, which is carried out in the next turn. */
  private void sendsLittle(Connection connection) {
    if (connection.receive() == Receive.OWN) {
      connection.ended(Op.RECV_OWN);
    }
    connection.in.addOwn(1);
    plant.scheduler.enqueue(connection);
    turn();
  }

  @Test
  void whoSendsLittleForManyTurnsIsOneLikeTheOthersAgain() {
    Connection connection = connection();
    plant.arming.distrust(connection);
    for (int turn = 1; turn < QUIET_TURNS; turn++) {
      sendsLittle(connection);
      assertEquals(Receive.OWN, connection.receive(), "after " + turn);
    }
    sendsLittle(connection);
    assertEquals(Receive.ARMED, connection.receive());
  }

  @Test
  void quietTurnsCountAnewWhenItSendsTooMuchAgain() {
    Connection connection = connection();
    for (int turn = 0; turn < 2 * QUIET_TURNS; turn++) {
      if (turn % (QUIET_TURNS - 1) == 0) {
        plant.arming.distrust(connection);
      }
      sendsLittle(connection);
      assertEquals(Receive.OWN, connection.receive(), "after " + turn);
    }
  }

  @Test
  void whoWaitsForItsTurnMayFillAFewBuffersAndNoMore() {
    Connection connection = connection();
    plant.arming.steer(connection);
    plant.scheduler.enqueue(connection);
    for (int buffer = 0; buffer < BURST_BUFFERS; buffer++) {
      assertEquals(Receive.ARMED, connection.receive(), "with " + buffer);
      connection.in.add(buffer, plant.buffers.offset(buffer), plant.buffers.offset(buffer) + 1);
      plant.arming.steer(connection);
    }
    assertEquals(Receive.CANCELLING, connection.receive());
    assertTrue(connection.receivesOwn);
  }

  /** One that keeps more than three quarters of all buffers. */
  private Connection keepsMostBuffers() {
    Connection connection = connection();
    for (int buffer = 0; buffer <= SCRATCH_BUFFERS / 4 * 3; buffer++) {
      connection.in.add(buffer, plant.buffers.offset(buffer), plant.buffers.offset(buffer) + 1);
    }
    return connection;
  }

  @Test
  void whileMostBuffersAreKeptNobodyElseReliesOnThem() {
    Connection early = connection();
    plant.arming.steer(early);
    assertEquals(Receive.ARMED, early.receive());
    Connection keeper = keepsMostBuffers();
    Connection late = connection();
    plant.arming.steer(late);
    assertEquals(Receive.OWN, late.receive());
    keeper.in.clear();
    Connection later = connection();
    plant.arming.steer(later);
    assertEquals(Receive.ARMED, later.receive());
  }

  @Test
  void norDoesItBecomeLikeTheOthersThen() {
    Connection connection = connection();
    plant.arming.distrust(connection);
    Connection keeper = keepsMostBuffers();
    for (int turn = 0; turn < 2 * QUIET_TURNS; turn++) {
      sendsLittle(connection);
      assertTrue(connection.receivesOwn, "after " + turn);
    }
    keeper.in.clear();
    sendsLittle(connection);
    assertFalse(connection.receivesOwn);
  }

  /** D2. A peer fills all buffers, of which nothing is given back yet. */
  @Test
  void whoFindsNoBufferIsHeardAllTheSame() {
    Connection greedy = connected();
    plant.arming.steer(greedy);
    write(peers.getLast(), SCRATCH_BUFFERS * BUFFER_BYTES);
    Connection other = connected();
    plant.arming.steer(other);
    write(peers.getLast(), 1);
    Cqe refused = refused(other);
    assertEquals(-Errno.ENOBUFS, refused.res());
    assertFalse(plant.buffers.isScarce(), "none of them is kept");
    plant.receiver.onReceive(other, refused);
    assertEquals(1, metrics.noBuffers.get());
    assertEquals(Receive.OWN, other.receive(), "a multishot receive is armed in vain");
    plant.ring.cqAdvance(plant.ring.cqReady());
    plant.ring.submitAndWaitTimeout(1, PATIENCE_NS);
    assertTrue(plant.ring.cqReady() > 0, "it is not heard");
    Cqe heard = plant.ring.cqe(plant.ring.cqReady() - 1);
    assertEquals(Op.RECV_OWN, UserData.op(heard.userData()));
    assertEquals(1, heard.res());
  }

  /** What it has sent is carried out all the same; a poll would tell of its end for ever. */
  @Test
  void whoHasHungUpWhileItsRequestWaitsForMemoryIsHeardToTheEndAndWatchedNoMore() {
    Connection connection = connected();
    plant.memoryWaits.add(connection);
    plant.arming.steer(connection);
    assertEquals(Receive.WATCH, connection.receive());
    Unistd.close(peers.removeLast());
    plant.ring.submitAndWaitTimeout(1, PATIENCE_NS);
    Cqe ended = plant.ring.cqe(0);
    assertEquals(Op.WATCH, UserData.op(ended.userData()));
    plant.receiver.onWatch(connection, ended);
    assertEquals(Life.OPEN, connection.life());
    plant.arming.steer(connection);
    assertEquals(Receive.IDLE, connection.receive());
    connection.stopWaiting();
    plant.arming.steer(connection);
    assertEquals(Receive.ARMED, connection.receive());
  }

  /** One that awaits a value and its line end, of which all is there; and what it received. */
  private int receivesValue(Connection connection) {
    PlayedProcessor.played(connection).awaitedBytes = VALUE_BYTES;
    PlayedProcessor.played(connection).holdsMemory = true;
    PlayedProcessor.played(connection).trailerBytes = LINE_END_BYTES;
    plant.arming.steer(connection);
    assertEquals(Receive.VALUE, connection.receive());
    write(peers.getLast(), VALUE_BYTES + LINE_END_BYTES);
    Cqe received = plant.ring.cqe(0);
    assertEquals(Op.RECV_VALUE, UserData.op(received.userData()));
    int bytes = received.res();
    plant.receiver.onReceiveValue(connection, received);
    return bytes;
  }

  /** D19. */
  @Test
  void aValueComesWithItsLineEnd() {
    Connection connection = connected();
    assertEquals(VALUE_BYTES + LINE_END_BYTES, receivesValue(connection));
    assertEquals(0, PlayedProcessor.played(connection).awaitedBytes);
    assertEquals(LINE_END_BYTES, connection.in.ownBytes());
    turn();
    assertEquals(1, PlayedProcessor.played(connection).times, "its end is not carried out");
    assertEquals(Receive.OWN, connection.receive());
  }

  @Test
  void withoutAMessageLeftItComesAlone() {
    Connection connection = connected();
    while (plant.vectors.begin()) {
      plant.vectors.add(connection.place.memory(), connection.place.outOffset(), 1);
      plant.vectors.end();
    }
    assertEquals(VALUE_BYTES, receivesValue(connection));
    assertEquals(0, PlayedProcessor.played(connection).awaitedBytes);
    assertTrue(connection.in.isEmpty());
    assertEquals(Receive.OWN, connection.receive(), "its line end is not listened to");
  }

  private void write(int fd, int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(BUFFER_BYTES);
      for (int written = 0; written < bytes; ) {
        int length = Math.min(bytes - written, BUFFER_BYTES);
        written += (int) Unistd.write(fd, memory, 0, length);
        plant.ring.submitAndGetEvents();
      }
    }
  }

  /** The end of a connection's receive, behind which there is more to be reaped. */
  private Cqe refused(Connection connection) {
    for (int entered = 0; entered < SCRATCH_BUFFERS; entered++) {
      for (int i = 0; i < plant.ring.cqReady(); i++) {
        Cqe cqe = plant.ring.cqe(i);
        if (cqe.userData() == connection.userData(Op.RECV) && !cqe.more()) {
          return cqe;
        }
      }
      plant.ring.submitAndGetEvents();
    }
    throw new AssertionError("its receive goes on");
  }
}
