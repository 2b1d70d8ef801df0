package io.gannet.engine.process.memcache;

import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.REPLY_BYTES_MAX;
import static io.gannet.engine.protocol.memcache.binary.BinaryComposer.VALUE_HEAD_BYTES_MAX;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.binary.BinaryComposer;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Status;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What get, getk, gat, gatk and touch are answered: nothing follows a value, so all of an answer is
 * there or none.
 */
final class BinaryRetrieval {
  /** The longest value that is ever copied: it must fit one block with its head. */
  static final int COPIED_BYTES_MAX = Output.ENSURE_BYTES_MAX - VALUE_HEAD_BYTES_MAX;

  private final Keyspace keyspace;
  private final Store store;
  private final StoredValues values;

  BinaryRetrieval(Keyspace keyspace) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.values = new StoredValues(keyspace);
  }

  /** What no memory is to be had for in the end is a miss: caches may forget. */
  Step answer(BinaryRequest request, Command command, Output out) {
    Outcome outcome = keyspace.carryOut(command);
    Step step =
        outcome == Outcome.FOUND
            ? append(request, command, out)
            : outcome == Outcome.LATER ? Step.WAIT : appendMiss(request, command.key, out);
    if (step == Step.WAIT && command.isLastTry) {
      outcome = Outcome.NO_MEMORY;
      step = appendMiss(request, command.key, out);
    }
    if (step.isEnd()) {
      keyspace.retrieved(command, outcome);
    }
    return step;
  }

  private static Step appendMiss(BinaryRequest request, Key key, Output out) {
    if (request.quiet) {
      return Step.DONE;
    }
    if (!out.ensure(request.opcode.tellsKey() ? VALUE_HEAD_BYTES_MAX : REPLY_BYTES_MAX)) {
      return Step.RETRY;
    }
    MemorySegment to = out.memory;
    int code = request.code;
    int opaque = request.opaque;
    out.position =
        request.opcode.tellsKey()
            ? BinaryComposer.putKeyMiss(
                to, out.position, code, opaque, key.memory, key.offset, key.length)
            : BinaryComposer.putStatus(to, out.position, code, opaque, Status.NOT_FOUND, 0);
    return Step.DONE;
  }

  private Step append(BinaryRequest request, Command command, Output out) {
    int length = command.wishes(Command.NO_VALUE) ? 0 : store.valueLength(command.item);
    return length >= out.pinnedBytesMin() || length > COPIED_BYTES_MAX
        ? appendPinned(request, command, length, out)
        : appendCopied(request, command, length, out);
  }

  private Step appendCopied(BinaryRequest request, Command command, int length, Output out) {
    if (!out.ensure(VALUE_HEAD_BYTES_MAX + length)) {
      return Step.RETRY;
    }
    long item = command.item;
    long at = putHead(request, command, length, out);
    MemorySegment.copy(store.memory(), store.valueOffset(item), out.memory, at, length);
    out.position = at + length;
    return Step.DONE;
  }

  private Step appendPinned(BinaryRequest request, Command command, int length, Output out) {
    if (!out.ensure(VALUE_HEAD_BYTES_MAX)) {
      return Step.RETRY;
    }
    long before = out.position;
    out.position = putHead(request, command, length, out);
    Step step = values.append(command.item, length, out);
    if (step != Step.DONE) {
      out.position = before;
    }
    return step;
  }

  private long putHead(BinaryRequest request, Command command, int length, Output out) {
    Key key = command.key;
    long item = command.item;
    return BinaryComposer.putValueHead(
        out.memory, out.position, request.code, request.opaque, keyspace.cas(item),
        store.clientFlags(item), key.memory, key.offset,
        request.opcode.tellsKey() ? key.length : 0, length);
  }
}
