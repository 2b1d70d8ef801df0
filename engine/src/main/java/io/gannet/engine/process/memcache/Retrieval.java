package io.gannet.engine.process.memcache;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.KeyValueSession;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/** What get, gets, gat and gats are answered: one key at a time, by a value or by nothing. */
final class Retrieval {
  /** Room for all of a hit but its value. */
  static final int HIT_BYTES = MemcacheComposer.VALUE_HEAD_BYTES_MAX + Reply.BYTES_MAX;

  /** The longest value that is ever copied: it must fit one block with all that goes around it. */
  static final int COPIED_BYTES_MAX = Output.ENSURE_BYTES_MAX - HIT_BYTES;

  private final Keyspace keyspace;
  private final Store store;
  private final StoredValues values;

  Retrieval(Keyspace keyspace) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.values = new StoredValues(keyspace);
  }

  /** What no memory is to be had for in the end is a miss: caches may forget. */
  Step answer(Request request, Command command, KeyValueSession session, Output out) {
    Outcome outcome = keyspace.carryOut(command);
    Step step =
        outcome == Outcome.FOUND
            ? append(request, command, session, out)
            : outcome == Outcome.LATER ? Step.WAIT : appendNothing(request, out);
    if (step == Step.WAIT && command.isLastTry) {
      outcome = Outcome.NO_MEMORY;
      step = appendNothing(request, out);
    }
    if (step.isEnd()) {
      keyspace.retrieved(command, outcome);
    }
    return step;
  }

  private Step appendNothing(Request request, Output out) {
    if (request.last && !out.ensure(Reply.BYTES_MAX)) {
      return Step.RETRY;
    }
    if (request.last) {
      out.position = Reply.END.put(out.memory, out.position);
    }
    return Step.DONE;
  }

  private Step append(Request request, Command command, KeyValueSession session, Output out) {
    long item = command.item;
    int length = store.valueLength(item);
    return length >= out.pinnedBytesMin() || length > COPIED_BYTES_MAX
        ? appendPinned(request, command.key, item, length, session, out)
        : appendCopied(request, command.key, item, length, out);
  }

  private Step appendCopied(Request request, Key key, long item, int length, Output out) {
    if (!out.ensure(HIT_BYTES + length)) {
      return Step.RETRY;
    }
    long at = putHead(request, key, item, length, out);
    MemorySegment.copy(store.memory(), store.valueOffset(item), out.memory, at, length);
    Reply end = request.last ? Reply.VALUES_END : Reply.VALUE_END;
    out.position = end.put(out.memory, at + length);
    return Step.DONE;
  }

  private Step appendPinned(
      Request request, Key key, long item, int length, KeyValueSession session, Output out) {
    if (!out.ensure(HIT_BYTES)) {
      return Step.RETRY;
    }
    long before = out.position;
    out.position = putHead(request, key, item, length, out);
    Step step = values.append(item, length, out);
    if (step != Step.DONE) {
      out.position = before;
      return step;
    }
    ((TextState) session.state()).owe(request.last ? Reply.VALUES_END : Reply.VALUE_END);
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  private long putHead(Request request, Key key, long item, int length, Output out) {
    MemorySegment to = out.memory;
    long at =
        MemcacheComposer.putValueHead(
            to, out.position, key.memory, key.offset, key.length, store.clientFlags(item), length);
    if (request.verb.tellsCas()) {
      at = MemcacheComposer.putSpaceDecimal(to, at, keyspace.cas(item));
    }
    return MemcacheComposer.putLineEnd(to, at);
  }
}
