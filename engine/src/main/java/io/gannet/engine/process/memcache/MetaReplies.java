package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.conversation.KeyValueSession;
import io.gannet.engine.process.conversation.Step;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Terms;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.MetaLine;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What meta commands are answered, here and by other shards. What has to be known of a request when
 * its answer comes is in its context, and in the flags that its terms echo.
 */
final class MetaReplies {
  /** The request is a meta command. */
  static final long META = 16;

  private static final long QUIET = 32;
  private static final long VALUE = 64;
  private static final long BINARY = 128;
  private static final long DEBUG = 256;

  /** The longest value that is copied: it must fit one block with all that goes around it. */
  private static final int COPIED_BYTES_MAX =
      Output.ENSURE_BYTES_MAX - MetaLine.BYTES_MAX - Reply.BYTES_MAX;

  private final Keyspace keyspace;
  private final Store store;
  private final StoredValues values;
  private final MemcacheMetrics metrics;
  private final MetaLine line = new MetaLine();

  /** What an answer tells. */
  private final Terms answered = new Command().terms;

  MetaReplies(Keyspace keyspace, MemcacheMetrics metrics) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.values = new StoredValues(keyspace);
    this.metrics = metrics;
  }

  /** What has to be known of a request when its answer comes. */
  static long context(Request request) {
    return META
        | (request.hasFlag('q') ? QUIET : 0)
        | (request.hasFlag('v') ? VALUE : 0)
        | (request.hasFlag('b') ? BINARY : 0)
        | (request.verb == Verb.ME ? DEBUG : 0);
  }

  static boolean isMeta(long context) {
    return (context & META) != 0;
  }

  /** Answers mg and me. What no memory is to be had for in the end is a miss. */
  Step find(Request request, Command command, KeyValueSession session, Output out) {
    long context = context(request);
    Outcome outcome = keyspace.carryOut(command);
    Step step =
        outcome == Outcome.LATER
            ? Step.WAIT
            : outcome == Outcome.FOUND
                ? putFound(context, command, session, out)
                : putMissed(context, command, out);
    if (step == Step.WAIT && command.isLastTry) {
      outcome = Outcome.NO_MEMORY;
      step = putMissed(context, command, out);
    }
    if (step.isEnd()) {
      keyspace.retrieved(command, outcome);
    }
    return step;
  }

  private Step putMissed(long context, Command command, Output out) {
    if (!out.ensure(MetaLine.BYTES_MAX)) {
      return Step.RETRY;
    }
    see(context, command);
    putMissed(context, command.terms, out);
    return Step.DONE;
  }

  private void putMissed(long context, Terms terms, Output out) {
    if ((context & QUIET) == 0) {
      boolean debug = (context & DEBUG) != 0;
      put(MetaLine.EN, MetaLine.OTHERS, terms, debug ? 0 : terms.echoLength, out);
    }
  }

  private void see(long context, Command command) {
    Key key = command.key;
    seeKey(context, key.memory, key.offset, key.length);
    see(command.terms);
    line.cas = command.cas;
  }

  private void seeKey(long context, MemorySegment memory, long offset, int length) {
    line.keyMemory = memory;
    line.keyOffset = offset;
    line.keyLength = length;
    line.keyIsBinary = (context & BINARY) != 0;
  }

  private void see(Terms terms) {
    line.leftSec = terms.leftSec;
    line.ageSec = terms.ageSec;
    line.size = terms.size;
    line.wasFound = terms.tells(Terms.WAS_FOUND);
    line.isStale = terms.tells(Terms.IS_STALE);
    line.isSent = terms.tells(Terms.IS_SENT);
    line.hasWon = terms.tells(Terms.WON);
  }

  private void put(short code, long told, Terms terms, int length, Output out) {
    out.position =
        line.put(
            out.memory, out.position, code, told, terms.echoMemory, terms.echoOffset, length);
  }

  private Step putFound(long context, Command command, KeyValueSession session, Output out) {
    long item = command.item;
    int length = store.valueLength(item);
    if (!tellsValue(context, command.terms)) {
      if (!out.ensure(MetaLine.BYTES_MAX)) {
        return Step.RETRY;
      }
      putFoundLine(context, command, MetaLine.HD, out);
      return Step.DONE;
    }
    if (length >= out.pinnedBytesMin() || length > COPIED_BYTES_MAX) {
      return putPinned(context, command, length, session, out);
    }
    if (!out.ensure(MetaLine.BYTES_MAX + length + Reply.BYTES_MAX)) {
      return Step.RETRY;
    }
    putFoundLine(context, command, MetaLine.VA, out);
    MemorySegment.copy(
        store.memory(), store.valueOffset(item), out.memory, out.position, length);
    out.position = Reply.VALUE_END.put(out.memory, out.position + length);
    return Step.DONE;
  }

  private static boolean tellsValue(long context, Terms terms) {
    return (context & VALUE) != 0
        && (context & DEBUG) == 0
        && !terms.tells(Terms.IS_EXPECTED);
  }

  private void putFoundLine(long context, Command command, short code, Output out) {
    see(context, command);
    line.cas = command.wishes(Command.TELL_CAS) ? keyspace.cas(command.item) : 0;
    line.clientFlags = store.clientFlags(command.item);
    line.size = store.valueLength(command.item);
    putFoundLine(context, command.terms, code, out);
  }

  private void putFoundLine(long context, Terms terms, short code, Output out) {
    out.position =
        (context & DEBUG) != 0
            ? line.putDebug(out.memory, out.position)
            : line.putFound(
                out.memory, out.position, code, terms.echoMemory, terms.echoOffset,
                terms.echoLength);
  }

  private Step putPinned(
      long context, Command command, int length, KeyValueSession session, Output out) {
    if (!out.ensure(MetaLine.BYTES_MAX)) {
      return Step.RETRY;
    }
    long before = out.position;
    putFoundLine(context, command, MetaLine.VA, out);
    Step step = values.append(command.item, length, out);
    if (step != Step.DONE) {
      out.position = before;
      return step;
    }
    ((TextState) session.state()).owe(Reply.VALUE_END);
    return session.settle(out) ? Step.DONE : Step.OWED;
  }

  /** Answers ms, md and ma: there is room. */
  void put(long context, Command command, Outcome outcome, Output out) {
    see(context, command);
    put(context, command.operation, command.terms, outcome, command.counted, out);
  }

  private void put(
      long context, Operation operation, Terms terms, Outcome outcome, long counted, Output out) {
    boolean stores = operation.stores();
    boolean counts = outcome == Outcome.COUNTED;
    line.cas = outcome == Outcome.STORED || counts ? line.cas : 0;
    switch (outcome) {
      case STORED, DELETED, COUNTED -> {
        if ((context & QUIET) == 0) {
          putDone(context, stores, counts, counted, terms, out);
        }
      }
      case NOT_STORED, JOINED_TOO_LARGE -> putCode(MetaLine.NS, stores, terms, out);
      case EXISTS -> putCode(MetaLine.EX, stores, terms, out);
      case NOT_FOUND -> putCode(MetaLine.NF, stores, terms, out);
      default -> putError(ReplyTable.of(operation, outcome), out);
    }
  }

  private void putDone(
      long context, boolean stores, boolean counts, long counted, Terms terms, Output out) {
    if (!counts) {
      putCode(MetaLine.HD, stores, terms, out);
      return;
    }
    boolean tells = (context & VALUE) != 0;
    line.size = Ascii.decimalBytes(counted);
    put(tells ? MetaLine.VA : MetaLine.HD, MetaLine.COUNTED, terms, terms.echoLength, out);
    if (tells) {
      out.position =
          MemcacheComposer.putDecimalLine(out.memory, out.position, counted);
    }
  }

  private void putCode(short code, boolean stores, Terms terms, Output out) {
    put(code, stores ? MetaLine.STORED : MetaLine.OTHERS, terms, terms.echoLength, out);
  }

  private void putError(Reply reply, Output out) {
    metrics.count(reply);
    out.position = reply.put(out.memory, out.position);
  }

  /** Composes what another shard answers; false if there is no room for it now. */
  boolean put(Answer answer, Output out) {
    long context = answer.context();
    answer.tell(answered);
    seeKey(context, answer.memory, answer.keyOffset(), answer.keyLength());
    see(answered);
    line.cas = answer.cas();
    line.clientFlags = answer.clientFlags();
    if (answer.operation().retrieves()) {
      return answer.outcome() == Outcome.FOUND
          ? putFound(context, answer, out)
          : putMissed(context, answer, out);
    }
    if (!begin(answer, out)) {
      return false;
    }
    put(context, answer.operation(), answered, answer.outcome(), answer.counted(), out);
    ForeignReplies.end(answer, out);
    return true;
  }

  private static boolean begin(Answer answer, Output out) {
    boolean tellsKey = answer.keyLength() > 0;
    return ForeignReplies.begin(
        answer, tellsKey ? MetaLine.BYTES_MAX : MetaLine.KEYLESS_BYTES_MAX, out);
  }

  private boolean putMissed(long context, Answer answer, Output out) {
    if (!begin(answer, out)) {
      return false;
    }
    putMissed(context, answered, out);
    ForeignReplies.end(answer, out);
    return true;
  }

  private boolean putFound(long context, Answer answer, Output out) {
    int length = answer.valueLength();
    line.size = length;
    boolean tells = tellsValue(context, answered);
    boolean copies = tells && !answer.isPinned() && length <= COPIED_BYTES_MAX;
    int bytes = MetaLine.BYTES_MAX + Reply.BYTES_MAX + (copies ? length : 0);
    if (!ForeignReplies.begin(answer, bytes, out)) {
      return false;
    }
    putFoundLine(context, answered, tells ? MetaLine.VA : MetaLine.HD, out);
    if (tells && !putValue(answer, length, copies, out)) {
      out.postpone(answer.ticket());
      return false;
    }
    ForeignReplies.end(answer, out);
    return true;
  }

  private static boolean putValue(Answer answer, int length, boolean copies, Output out) {
    long from = answer.valueOffset();
    if (copies) {
      MemorySegment.copy(answer.memory, from, out.memory, out.position, length);
      out.position = Reply.VALUE_END.put(out.memory, out.position + length);
      return true;
    }
    if (!answer.isPinned()) {
      long behind = Reply.VALUE_END.put(answer.memory, from + length);
      return out.appendCopied(answer.memory, from, behind - from);
    }
    if (!out.appendPinned(answer.owner, from, length, answer.handle())) {
      return false;
    }
    boolean room = out.ensure(Reply.BYTES_MAX);
    assert room : "what was asked for with the line";
    out.position = Reply.VALUE_END.put(out.memory, out.position);
    return true;
  }

  /** Where there is no room for what an answer tells. */
  void putWithout(Answer answer, Output out) {
    answer.tell(answered);
    boolean room = ForeignReplies.begin(answer, MetaLine.KEYLESS_BYTES_MAX, out);
    assert room;
    if (answer.operation().retrieves()) {
      line.keyLength = 0;
      if ((answer.context() & QUIET) == 0) {
        put(MetaLine.EN, MetaLine.OPAQUE, answered, answered.echoLength, out);
      }
    } else {
      putError(Reply.NO_MEMORY, out);
    }
    ForeignReplies.end(answer, out);
  }
}
