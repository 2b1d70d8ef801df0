package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.LinuxKernel;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.Connection.Receive;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for what, and by what each is woken: a worker's parts without clients or a loop. */
class WaitsTest {
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final WorkerOptions options = PlayedProcessor.options().scratch();
  private final Plant plant =
      Plant.open(
          LinuxKernel.LINUX,
          options,
          new WorkerMetrics(),
          new ShardPlan(
              (memory, clock, ownership) -> new Shard(new Stub(), List.of(), ""),
              0,
              Policy.OFF,
              Populate.ON),
          0);

  @AfterEach
  void close() {
    plant.close();
  }

  private Connection connection(Said said, long wantedBytes) {
    Connection connection = plant.table.acquire(plant.patience.nowSec());
    Asked asked = asked(connection);
    asked.said = said;
    asked.wantedBytes = wantedBytes;
    return connection;
  }

  private static Asked asked(Connection connection) {
    return (Asked) connection.session;
  }

  private void sweepFor(int seconds) {
    long nowNs = System.nanoTime();
    for (int second = 1; second <= seconds; second++) {
      plant.patience.advance(nowNs + second * NS_PER_SEC);
      plant.sweeper.sweep();
    }
  }

  private void turn() {
    plant.scheduler.beginTurn();
    plant.memoryWaits.beginTurn();
    plant.scheduler.run();
    plant.scheduler.runMemoryWaits();
  }

  @Test
  void whoWaitsForMemoryIsTriedWhateverOthersPour() {
    Connection small = connection(Said.WAIT, 100);
    Connection large = connection(Said.WAIT, 100_000);
    plant.memoryWaits.add(small);
    plant.memoryWaits.add(large);
    for (int i = 0; i < 28; i++) {
      plant.scheduler.enqueue(connection(Said.ALL_AND_MORE, 0));
    }
    int turns = 100;
    for (int i = 0; i < turns; i++) {
      turn();
    }
    assertEquals(turns, asked(small).times);
    assertEquals(turns, asked(large).times);
  }

  @Test
  void whoHasWaitedForLongEnoughGivesUp() {
    Connection connection = connection(Said.WAIT, 100);
    plant.memoryWaits.add(connection);
    turn();
    assertEquals(0, asked(connection).givenUp);
    sweepFor((int) (options.waitTimeoutNs() / NS_PER_SEC) + 1);
    turn();
    assertEquals(1, asked(connection).givenUp);
  }

  @Test
  void whoIsServedAndWaitsForMoreIsBehindTheOthers() {
    Connection served = connection(Said.NEXT_WAITS, 100);
    Connection other = connection(Said.WAIT, 100);
    plant.memoryWaits.add(served);
    plant.memoryWaits.add(other);
    turn();
    plant.memoryWaits.beginTurn();
    assertEquals(other, plant.memoryWaits.next(true));
  }

  @Test
  void whoWaitsForMemoryIsWatchedOnceItsSendIsOver() {
    Connection connection = connection(Said.WAIT, 100);
    connection.beganSend(Op.SEND, 1);
    plant.memoryWaits.add(connection);
    plant.arming.steer(connection);
    assertEquals(Receive.IDLE, connection.receive());
    connection.endedSend();
    connection.ended(Op.SEND);
    plant.scheduler.outputAdvanced(connection);
    assertEquals(Receive.WATCH, connection.receive());
  }

  @Test
  void whoHasSentItsValueAndWaitsForMemoryIsNotInTheWay() {
    Connection connection = connection(Said.WAIT, 100);
    asked(connection).holdsMemory = true;
    plant.memoryWaits.add(connection);
    sweepFor(8);
    assertTrue(plant.memoryWaits.longestNs() > 7 * NS_PER_SEC);
    assertEquals(Life.OPEN, connection.life());
  }

  @Test
  void whoHasNothingUnsentButValuesThatTheKernelReadsWaitsForThose() {
    Connection connection = connection(Said.ALL_AND_MORE, 0);
    connection.beganSend(connection.zeroCopyOp(1), 1);
    connection.endedSend();
    plant.scheduler.settle(connection, Processor.Progress.FULL);
    assertTrue(connection.isWaiting());
    connection.ended(Op.SEND_ZC);
    plant.scheduler.outputAdvanced(connection);
    assertEquals(1, plant.scheduler.runnableCount());
  }

  @Test
  void whatHasBroughtBytesIsArmedAnewSoonLestItsWakeUpBeLost() {
    Connection quiet = connection(Said.WAIT, 0);
    Connection burst = connection(Said.WAIT, 0);
    plant.arming.steer(quiet);
    plant.arming.steer(burst);
    quiet.armedAtSec = 1;
    burst.receivedAtSec = 1;
    sweepFor(8);
    assertEquals(Receive.ARMED, quiet.receive());
    assertEquals(Receive.CANCELLING, burst.receive());
  }

  /** What the processor answers for a session. */
  private enum Said {
    /** There is no memory for it. */
    WAIT,
    /** The request that waited is carried out, and there is no memory for the next. */
    NEXT_WAITS,
    /** It has used its part of the turn, and has more to do. */
    ALL_AND_MORE
  }

  /** A session that says what it is told to, and counts how often it was asked. */
  private static final class Asked extends Session {
    Said said;
    long wantedBytes;
    boolean holdsMemory;
    int times;
    int givenUp;
    int waitsBegun;

    @Override
    public int waitsBegun() {
      return waitsBegun;
    }

    @Override
    public long wantedBytes() {
      return wantedBytes;
    }

    @Override
    public boolean holdsMemory() {
      return holdsMemory;
    }
  }

  /** Of a processor only what a turn asks for. */
  private static final class Stub implements Processor {
    @Override
    public int carryBytes() {
      return 64;
    }

    @Override
    public Session newSession(MemorySegment carry) {
      return new Asked();
    }

    @Override
    public Progress process(Session session, Window in, Output out) {
      Asked asked = (Asked) session;
      asked.times++;
      asked.waitsBegun += asked.said == Said.NEXT_WAITS ? 1 : 0;
      if (asked.said != Said.ALL_AND_MORE) {
        return Progress.WAIT;
      }
      out.budget = 0;
      return Progress.YIELD;
    }

    @Override
    public MemorySegment memory() {
      return MemorySegment.NULL;
    }

    @Override
    public void received(Session session, long bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void giveUp(Session session) {
      ((Asked) session).givenUp++;
    }

    @Override
    public void reset(Session session) {}

    @Override
    public void unpin(long pin) {}

    @Override
    public boolean maintain(int items) {
      return false;
    }
  }
}
