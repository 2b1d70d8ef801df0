package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.kv.PendingValue;
import io.gannet.engine.process.kv.ServiceTimes;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.Forwarder;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What a conversation does where keys are other shards': it reads them where they are, or sends
 * commands to their owners and goes on behind a promise, or stands still for an answer. Its {@link
 * Hop} knows what is under way.
 */
final class Elsewhere {
  /** The context of answers that a conversation stands still for. */
  private static final long STANDS = 0;

  private static final int NO_ROOM = Integer.MIN_VALUE;

  private final Keyspace keyspace;
  private final Ownership ownership;
  private final Forwarder forwarder;
  private final Lister lister;

  /** What is logged, or null. */
  private final Journal journal;

  private final ServiceTimes times;

  /** Of the batch, those that were sent, a bit each. */
  private long sent;

  Elsewhere(
      Keyspace keyspace, Ownership ownership, Forwarder forwarder, Lister lister,
      Journal journal, ServiceTimes times) {
    this.lister = lister;
    this.journal = journal;
    this.times = times;
    this.keyspace = keyspace;
    this.ownership = ownership;
    this.forwarder = forwarder;
  }

  /** Has loaded what reading the keys of a batch that are others' will touch: it begins. */
  void prefetch(Batch batch) {
    sent = 0;
    forwarder.prefetch(batch);
  }

  /** Of the batch, by their index, those that others will answer, a bit each. */
  long sent() {
    return sent;
  }

  /** The memory that the values of a shard lie in. */
  MemorySegment memory(int shard) {
    return forwarder.memory(shard);
  }

  /** Executes a request: here, there, or everywhere. */
  Step execute(
      int index, Command command, KeyValueSession session, MemorySegment in, Output out) {
    Encoding encoding = session.encoding();
    if (encoding.hasKey(index)) {
      if (command.owner != ownership.own()) {
        return executeElsewhere(index, command.owner, command, session, in, out);
      }
    } else if (encoding.comesAfterAll(index) && !session.hop.allSettled()) {
      return Step.HOP;
    } else if (encoding.flushes(index)) {
      return flushAll(index, command, session, out);
    }
    return encoding.execute(index, command, session, in, out);
  }

  private Step executeElsewhere(
      int index, int owner, Command command, KeyValueSession session, MemorySegment in,
      Output out) {
    if (command.onlyReads() && session.hop.owesNothingOf(command.key.hash)) {
      Encoding encoding = session.encoding();
      Answer answer =
          forwarder.read(
              owner, command, keyspace.nowSec(), encoding.context(index),
              encoding.tellsCas(index));
      if (answer != null) {
        return compose(command, answer, session, out);
      }
    }
    return command.operation.stores() && command.comesLater
        ? reserve(index, owner, command, session, out)
        : send(index, owner, command, session, in, out);
  }

  /** What was read where it is: nothing that was sent from here for its key is under way. */
  private Step compose(Command command, Answer answer, KeyValueSession session, Output out) {
    if (!session.encoding().answer(session, answer, out)) {
      return Step.RETRY;
    }
    command.item = Store.ABSENT; // no item of this shard
    command.valueLength = answer.outcome() == Outcome.FOUND ? answer.valueLength() : 0;
    keyspace.retrievedElsewhere(command, answer.outcome());
    if (journal != null) {
      journal.read(answer);
    }
    return Step.DONE;
  }

  /** Its owner will answer; the conversation goes on. */
  private Step send(
      int index, int owner, Command command, KeyValueSession session, MemorySegment in,
      Output out) {
    assert forwarder.fits(command) : "rings are made for the longest request";
    if (!forwarder.canSend(owner, command, session.hop.owed())) {
      return Step.CROWDED;
    }
    Encoding encoding = session.encoding();
    int ticket = ticket(encoding.answerBytes(index), out);
    if (ticket == NO_ROOM) {
      return Step.RETRY;
    }
    boolean spoilt = command.operation.stores() && encoding.isSpoilt(index, in);
    long context = encoding.context(index);
    if (journal != null) {
      context = journal.sent(index, command, session, context);
    }
    forwarder.send(owner, command, spoilt, session.origin, context, ticket);
    command.item = Store.ABSENT; // no item of this shard
    session.hop.sent(command.key.hash);
    sent |= 1L << index;
    times.sent(session.origin, ticket, keyspace.nowNs());
    return Step.DONE;
  }

  /** The promise of an answer, if there is to be one; {@link #NO_ROOM} if none can be made now. */
  private static int ticket(int answerBytes, Output out) {
    if (answerBytes == 0) {
      return Answer.NO_TICKET;
    }
    int ticket = out.promise(Math.min(answerBytes, Output.PROMISE_BYTES_MAX));
    return ticket >= 0 ? ticket : NO_ROOM;
  }

  /** Its owner is asked for a place, without which the value cannot be received. */
  private Step reserve(
      int index, int owner, Command command, KeyValueSession session, Output out) {
    Hop hop = session.hop;
    if (!hop.isAnswered()) {
      if (!forwarder.canSend(owner, command, hop.owed())) {
        return Step.CROWDED;
      }
      forwarder.send(owner, command, false, session.origin, STANDS, Answer.NO_TICKET);
      hop.asked(1);
      return Step.HOP;
    }
    Encoding encoding = session.encoding();
    if (hop.outcome != Outcome.AWAITED && !out.ensure(encoding.answerBytes(index))) {
      return Step.RETRY;
    }
    hop.goOn();
    if (hop.outcome != Outcome.AWAITED) {
      command.outcome = hop.outcome;
      return encoding.answer(index, command, hop.outcome, session, out);
    }
    command.item = hop.handle;
    session.pending.beginElsewhere(command, owner, hop.offset);
    encoding.await(index, session);
    return Step.DONE;
  }

  /** The place is filled: its owner is told, and will answer what became of the value. */
  Progress finish(KeyValueSession session, Window in, Output out) {
    PendingValue pending = session.pending;
    EncodingState state = session.state();
    int owner = pending.shard();
    if (!forwarder.canSendFilled(owner, pending.command())) {
      return Progress.CROWDED;
    }
    int ticket = ticket(state.answerBytes(), out);
    if (ticket == NO_ROOM) {
      return Progress.FULL;
    }
    long context = journal == null
        ? state.context()
        : journal.sentAwaited(session, state.context());
    forwarder.sendFilled(
        owner, pending.command(), pending.reservation(), state.isTrailerGood(in),
        session.origin, context, ticket);
    session.hop.sent(pending.command().key.hash);
    state.takeTrailer(in);
    pending.end();
    out.budget--;
    return Progress.DRAINED;
  }

  /** All shards forget, before anything is carried out that comes behind it. */
  private Step flushAll(int index, Command command, KeyValueSession session, Output out) {
    Hop hop = session.hop;
    if (!hop.isAnswered()) {
      if (!forwarder.canSendToAll()) {
        return Step.CROWDED;
      }
      hop.asked(forwarder.sendToAll(command, session.origin, STANDS));
      keyspace.carryOut(command);
      return Step.HOP;
    }
    hop.goOn();
    return session.encoding().answer(index, command, Outcome.FLUSHED, session, out);
  }

  /** What another shard has answered; false if it has no room in the output now. */
  boolean answered(KeyValueSession session, Answer answer, Output out) {
    if (answer.context() == STANDS) {
      session.hop.answered(answer);
      return true;
    }
    boolean answered = answer(session, answer, out);
    if (answered) {
      session.hop.settled();
      wasAnswered(answer);
    }
    return answered;
  }

  private void wasAnswered(Answer answer) {
    times.answered(answer.origin(), answer.ticket(), keyspace.nowNs());
  }

  private boolean answer(KeyValueSession session, Answer answer, Output out) {
    if (answer.operation() == Operation.LIST) {
      return lister.answered(session, answer, out);
    }
    return journal == null
        ? session.encoding().answer(session, answer, out)
        : answerAndLog(session, answer, out);
  }

  private boolean answerAndLog(KeyValueSession session, Answer answer, Output out) {
    int row = journal.restore(answer);
    long before = out.unsentBytes();
    if (!session.encoding().answer(session, answer, out)) {
      journal.keepOn(row, answer);
      return false;
    }
    long bytes = out.unsentBytes() - before;
    journal.answered(row, answer.origin(), answer, answer.outcome(), bytes);
    return true;
  }

  /** The same of an answer that does without the value that it brings. */
  void answeredWithout(KeyValueSession session, Answer answer, Output out) {
    if (answer.operation() == Operation.LIST) {
      Lister.answeredWithout(answer, out);
      session.hop.settled();
      return;
    }
    int row = journal == null ? KeptRequests.NONE : journal.restore(answer);
    long before = out.unsentBytes();
    session.encoding().answerWithout(session, answer, out);
    session.hop.settled();
    wasAnswered(answer);
    if (journal != null) {
      long bytes = out.unsentBytes() - before;
      journal.answered(row, answer.origin(), answer, Outcome.NO_MEMORY, bytes);
    }
  }

  /** The same of one that nobody is there for any more: what was done is logged all the same. */
  void answeredTooLate(Answer answer) {
    wasAnswered(answer);
    if (journal != null && answer.operation() != Operation.LIST) {
      int row = journal.restore(answer);
      journal.answered(row, answer.origin(), answer, answer.outcome(), 0);
    }
  }

  /** Gives back the place that a conversation has there, filled or not: it is over. */
  void abandon(KeyValueSession session) {
    PendingValue pending = session.pending;
    if (pending.isElsewhere()) {
      forwarder.abandon(pending.shard(), pending.reservation());
      pending.end();
    }
    Hop hop = session.hop;
    if (hop.holdsPlace()) {
      forwarder.abandon(hop.owner, hop.handle);
    }
  }
}
