package io.gannet.engine.process.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;

/** No operation allocates, on any engine, whatever its outcome. */
class KeyspaceAllocationTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Operation[] OPERATIONS = Operation.values();
  private static final int COMMANDS = 150_000;
  private static final int COMMANDS_PER_FLUSH = 50_000;
  private static final int VALUE_BYTES = 40;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 3;

  private final MemorySegment message = Arena.ofAuto().allocate(64, 8);
  private long random = 88_172_645_463_325_252L;

  @EachSubject
  void commandsAllocateNothing(Subject subject) {
    try (StoreShard<Store> shard = subject.shard(new Scale(256 << 10, 4096, 80, 64))) {
      Keyspace keyspace = new Keyspace(shard.store, shard.clock, new KeyspaceMetrics());
      Batch batch = new Batch(shard.store);
      int[] outcomes = new int[Outcome.values().length];
      PendingValue pending = new PendingValue();
      carryOut(keyspace, batch, pending, outcomes);
      long least = Long.MAX_VALUE;
      for (int tries = 0; tries < TRIES && least > 0; tries++) {
        long before = THREAD.getCurrentThreadAllocatedBytes();
        carryOut(keyspace, batch, pending, outcomes);
        least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least);
      for (Outcome outcome : new Outcome[] {
        Outcome.FOUND, Outcome.NOT_FOUND, Outcome.STORED, Outcome.NOT_STORED, Outcome.EXISTS,
        Outcome.AWAITED, Outcome.COUNTED, Outcome.NOT_A_NUMBER, Outcome.DELETED, Outcome.TOUCHED
      }) {
        assertEquals(true, outcomes[outcome.ordinal()] > 0, "never " + outcome);
      }
    }
  }

  private void carryOut(Keyspace keyspace, Batch batch, PendingValue pending, int[] outcomes) {
    for (int i = 1; i <= COMMANDS; i += 2) {
      batch.clear();
      for (int j = 0; j < 2; j++) {
        batch.add(draw(batch.command(j), j, i % COMMANDS_PER_FLUSH < 2));
      }
      batch.prefetch();
      for (int j = 0; j < 2; j++) {
        Command command = batch.command(j);
        Outcome outcome = keyspace.carryOut(command);
        outcomes[outcome.ordinal()]++;
        if (command.operation.retrieves()) {
          keyspace.retrieved(command, outcome);
        }
        if (outcome == Outcome.AWAITED) {
          keyspace.await(command, pending);
          pending.received(pending.awaitedBytes());
          outcomes[keyspace.complete(pending, true).ordinal()]++;
        }
      }
      keyspace.maintain(2);
    }
  }

  private Command draw(Command command, int place, boolean flushes) {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    long key = random >>> 8 & 0xFF;
    message.set(ValueLayout.JAVA_LONG, place * 8L, key);
    message.set(ValueLayout.JAVA_BYTE, 16, (byte) ((random >>> 59 & 1) == 0 ? '7' : 'x'));
    command.key.set(message, place * 8L, 8);
    int operations = OPERATIONS.length - 1;
    command.operation = OPERATIONS[(int) (random >>> 32 & 0xFFFF) % operations];
    command.deadlineSec = flushes ? Command.DEAD : Store.NEVER;
    command.number = 1;
    command.isLastTry = true;
    if ((random >>> 60 & 1) == 0) {
      command.value(message, 16, (random >>> 61 & 1) == 0 ? 1 : VALUE_BYTES);
    } else {
      command.valueToCome(VALUE_BYTES);
    }
    return command;
  }
}
