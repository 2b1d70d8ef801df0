package io.gannet.engine.process.shard;

import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Key;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Small items of other shards, read where they are by the worker that wants them, while their owner
 * goes on: what was changed meanwhile is read once more, and then asked for. What is read takes the
 * form of an answer. One thread, the asker's.
 */
final class ForeignReads {
  private final OtherShards shards;
  private final ForeignReader[] readers;
  private final Key[] keys = new Key[Batch.COMMANDS_MAX];
  private final MemorySegment memory;
  private final int valueBytesMax;
  private final ShardMetrics metrics;
  private final Answer answer = new Answer();

  /** Where the hints' results end up, so that no compiler may leave the loads out. */
  private long sink;

  ForeignReads(
      Ownership ownership, OtherShards shards, int valueBytesMax, ShardMetrics metrics) {
    this.shards = shards;
    this.readers = new ForeignReader[ownership.shards()];
    this.valueBytesMax = valueBytesMax;
    this.memory =
        Arena.ofAuto()
            .allocate(Desk.answerBytesMax(valueBytesMax), Long.BYTES);
    this.metrics = metrics;
  }

  /** Made when it is first wanted: there is no other shard before all have started. */
  private ForeignReader reader(int owner) {
    if (readers[owner] == null) {
      readers[owner] = shards.reader(owner);
    }
    return readers[owner];
  }

  /** Has loaded what reading the keys of a batch that are others' will touch. */
  void prefetch(Batch batch) {
    for (int owner = 0; owner < readers.length && batch.others() > 1; owner++) {
      int count = 0;
      for (int i = 0; i < batch.others(); i++) {
        Command command = batch.other(i);
        keys[count] = command.key;
        count += command.owner == owner ? 1 : 0;
      }
      if (count > 0) {
        sink += reader(owner).prefetch(keys, count);
      }
    }
  }

  /** What the key has; null if it is to be asked for. */
  Answer read(int owner, Command command, int nowSec, long context, boolean tellsCas) {
    ForeignReader reader = reader(owner);
    Key key = command.key;
    boolean hasTerms = command.wishes(Command.TERMS);
    long head = hasTerms ? Answer.termsBytes(command.terms) : Answer.HEAD_BYTES;
    long value = head + key.length;
    int found = reader.read(key, nowSec, memory, value, valueBytesMax);
    if (found == ForeignReader.UNKNOWN) {
      metrics.readsRepeated.increment();
      found = reader.read(key, nowSec, memory, value, valueBytesMax);
      metrics.readsGivenUp.add(found == ForeignReader.UNKNOWN ? 1 : 0);
    }
    if (found == ForeignReader.MISS) {
      command.missCause = reader.missCause;
      Answer.putRead(memory, 0, context, Outcome.NOT_FOUND);
      putTerms(command);
      if (command.wishes(Command.TELL_KEY)) {
        Answer.putKey(memory, 0, key.memory, key.offset, key.length);
      }
    } else if (found == ForeignReader.HIT && !(tellsCas && reader.cas == 0)) {
      Answer.putRead(memory, 0, context, Outcome.FOUND);
      putTerms(command);
      Answer.putItem(memory, 0, reader.cas, reader.clientFlags, reader.length);
      Answer.putKey(memory, 0, key.memory, key.offset, key.length);
    } else {
      return null;
    }
    metrics.readInPlace.increment();
    answer.set(memory, 0, owner);
    return answer;
  }

  /** Nothing is told of what was read but what it echoes: it has no marks. */
  private void putTerms(Command command) {
    if (command.wishes(Command.TERMS)) {
      command.terms.told = 0;
      Answer.putTerms(memory, 0, command.terms);
    }
  }

  /** True if the owner is to be told that the key read last was found. */
  boolean isToBeNoted(int owner) {
    return answer.outcome() == Outcome.FOUND && readers[owner].toNote;
  }
}
