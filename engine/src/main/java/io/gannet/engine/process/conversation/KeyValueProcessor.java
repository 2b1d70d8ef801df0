package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.KeyspaceMetrics;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.kv.PendingValue;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.Forwarder;
import io.gannet.engine.process.shard.ShardProcessor;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * A conversation's way through its requests, whatever protocol they are in: batches, values that
 * come slowly, budget, room, memory that is waited for. A protocol parses requests into commands
 * and composes what became of them.
 *
 * <pre>
 *   window --parse--> Batch --prefetch--> one by one: admitted? --execute--> Step --> accounted for
 *                     of Commands
 * </pre>
 */
public abstract class KeyValueProcessor implements ShardProcessor {
  /** The context of answers that a conversation stands still for. */
  private static final long STANDS = 0;

  private static final int NO_ROOM = Integer.MIN_VALUE;

  /** What commands do. */
  protected final Keyspace keyspace;

  private final Store store;
  private final KeyspaceMetrics metrics;
  private final Ownership ownership;
  private final Batch batch;
  private final int replyBytesMax;

  /** The way to other shards, once there is one. */
  private Forwarder forwarder;

  /**
   * Over a keyspace, which others may use too.
   *
   * @param ownership which keys are its own
   * @param replyBytesMax room that any reply needs that is no value
   */
  protected KeyValueProcessor(Keyspace keyspace, Ownership ownership, int replyBytesMax) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.metrics = keyspace.metrics();
    this.ownership = ownership;
    this.batch = new Batch(store, ownership);
    this.replyBytesMax = replyBytesMax;
  }

  @Override
  public final void connect(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  @Override
  public final Keyspace keyspace() {
    return keyspace;
  }

  /**
   * Parses as many requests as the window holds whole and a batch takes. A request that is a
   * command is filled in at its index, and added.
   *
   * @return how many; 0 if the window holds none whole, then {@link #carry} what is left
   */
  protected abstract int parse(KeyValueSession session, Window window, Batch batch);

  /** Carries what {@code in} holds of a request that is not whole over to the next read. */
  protected abstract void carry(KeyValueSession session, Window in);

  /** True if a reply that is no value will be composed at once when this request is executed. */
  protected abstract boolean composes(int index, Command command, KeyValueSession session);

  /**
   * Executes a request of the batch parsed last, and composes its reply.
   *
   * @param in where the batch lies
   */
  protected abstract Step execute(
      int index, Command command, KeyValueSession session, MemorySegment in, Output out);

  /** False if it is no request to be counted: whether it is there depends on how bytes were cut. */
  protected abstract boolean counts(int index);

  /** Goes back to before a request: it could not be carried out yet. */
  protected abstract void returnTo(int index, KeyValueSession session, Window window);

  /** Goes back to behind a request: those after it could not be carried out yet. */
  protected abstract void returnBehind(int index, KeyValueSession session, Window window);

  /** True if a request is a command with a key. */
  protected abstract boolean hasKey(int index);

  /** True if a request tells of something that is to include all before it. */
  protected abstract boolean comesAfterAll(int index);

  /** True if a request is a command to forget all. */
  protected abstract boolean flushes(int index);

  /** True if a request is answered. */
  protected abstract boolean isAnswered(int index);

  /** True if the value of a request, which is there whole, is not followed by what it should be. */
  protected abstract boolean isSpoilt(int index, MemorySegment in);

  /** True if a retrieval is answered with the CAS token. */
  protected abstract boolean tellsCas(int index);

  /** What {@link #answer(KeyValueSession, Answer, Output)} needs to know of a request, not 0. */
  protected abstract long context(int index);

  /** The same of the value that is awaited. */
  protected abstract long awaitedContext(KeyValueSession session);

  /** Composes what became of a command that was carried out whole, or whose value is to come. */
  protected abstract Step answer(
      int index, Command command, Outcome outcome, KeyValueSession session, Output out);

  /**
   * Composes what another shard answers, in the place that was promised to it.
   *
   * @return false if it has no room now: then nothing is composed
   */
  protected abstract boolean answer(KeyValueSession session, Answer answer, Output out);

  /** The same of an answer that has to do without the value that it brings. */
  protected abstract void answerWithout(KeyValueSession session, Answer answer, Output out);

  /** Awaits the value of a command whose place is reserved. */
  protected abstract void await(int index, KeyValueSession session);

  /** Composes what became of a value that was awaited, if it is answered: there is room. */
  protected abstract void answer(KeyValueSession session, Outcome outcome, Output out);

  @Override
  public final Progress process(Session conversation, Window in, Output out) {
    KeyValueSession session = (KeyValueSession) conversation;
    keyspace.flushIfDue();
    if (session.hop.isAwaited()) {
      return Progress.HOP;
    }
    if (!session.settle(out)) {
      return stillOwed(out);
    }
    while (true) {
      if (session.pending.isAwaited()) {
        Progress progress = receive(session, in, out);
        if (session.pending.isAwaited()) {
          return progress;
        }
      } else if (out.budget <= 0 && in.position < in.limit) {
        return Progress.YIELD;
      } else {
        Window window = session.carried().remaining() > 0 ? session.carried() : in;
        batch.clear();
        int count = parse(session, window, batch);
        if (count > 0) {
          Progress progress = execute(session, count, window, out);
          if (progress != Progress.DRAINED) {
            return progress;
          }
        } else if (window == in || window.remaining() > 0) {
          if (in.position == in.limit) {
            return Progress.DRAINED;
          }
          carry(session, in);
        }
      }
    }
  }

  /** Goes on with a value that was cut: it is awaited until it is stored or refused. */
  private Progress receive(KeyValueSession session, Window in, Output out) {
    PendingValue pending = session.pending;
    pending.receive(in, memoryOf(pending));
    if (pending.awaitedBytes() > 0 || !session.trailerHasCome(in)) {
      return Progress.DRAINED;
    }
    if (session.isAnswered() && (out.full() || !out.ensure(replyBytesMax))) {
      return Progress.FULL;
    }
    if (pending.isElsewhere()) {
      return finishElsewhere(session, pending, in, out);
    }
    long bytes = pending.length();
    Outcome outcome =
        session.isTrailerGood(in)
            ? keyspace.complete(pending, session.patience.hasEnded())
            : keyspace.discard(pending);
    if (outcome == Outcome.LATER) {
      await(session, bytes);
      return Progress.WAIT;
    }
    session.takeTrailer(in);
    session.patience.goOn();
    out.budget--;
    answer(session, outcome, out);
    return Progress.DRAINED;
  }

  private MemorySegment memoryOf(PendingValue pending) {
    return pending.isElsewhere() ? forwarder.memory(pending.shard()) : store.memory();
  }

  /** The place is filled: its owner is told, and will answer what became of the value. */
  private Progress finishElsewhere(
      KeyValueSession session, PendingValue pending, Window in, Output out) {
    int owner = pending.shard();
    if (!forwarder.canSendFilled(owner, pending.command())) {
      return Progress.CROWDED;
    }
    int ticket = ticket(session.isAnswered(), out);
    if (ticket == NO_ROOM) {
      return Progress.FULL;
    }
    forwarder.sendFilled(
        owner, pending.command(), pending.reservation(), session.isTrailerGood(in),
        session.origin, awaitedContext(session), ticket);
    session.hop.sent();
    session.takeTrailer(in);
    pending.end();
    out.budget--;
    return Progress.DRAINED;
  }

  private Progress execute(KeyValueSession session, int count, Window window, Output out) {
    batch.prefetch();
    if (forwarder != null) {
      forwarder.prefetch(batch);
    }
    Step step = Step.DONE;
    int done = 0;
    long steps = store.steps();
    while (done < count && step == Step.DONE) {
      Command command = batch.command(done);
      step = admit(done, command, session, out);
      if (step == Step.DONE) {
        command.isLastTry = session.patience.hasEnded();
        step =
            forwarder == null
                ? execute(done, command, session, window.memory, out)
                : executeWhereItBelongs(done, command, session, window.memory, out);
      }
      long stepsNow = store.steps();
      out.budget -= (int) (stepsNow - steps); // one costs about as much as a get: docs/070
      steps = stepsNow;
      if (step.isEnd()) {
        metrics.requests.add(counts(done) ? 1 : 0);
        out.budget--;
        session.patience.goOn();
        done++;
      } else if (step == Step.WAIT) {
        await(session, command.wantedBytes());
      }
    }
    return end(step, done, session, window, out);
  }

  /** DONE if it is this conversation's turn and there is room for the reply. */
  private Step admit(int index, Command command, KeyValueSession session, Output out) {
    if (out.budget <= 0) {
      return Step.YIELD;
    }
    boolean room = !composes(index, command, session) || out.ensure(replyBytesMax);
    return room && !out.full() ? Step.DONE : Step.RETRY;
  }

  private Step executeWhereItBelongs(
      int index, Command command, KeyValueSession session, MemorySegment in, Output out) {
    if (hasKey(index)) {
      if (command.owner != ownership.own()) {
        return executeElsewhere(index, command.owner, command, session, in, out);
      }
    } else if (comesAfterAll(index) && !session.hop.allSettled()) {
      return Step.HOP;
    } else if (flushes(index)) {
      return flushAll(index, command, session, out);
    }
    return execute(index, command, session, in, out);
  }

  private Step executeElsewhere(
      int index, int owner, Command command, KeyValueSession session, MemorySegment in,
      Output out) {
    if (command.operation == Operation.GET && session.hop.owesNothing()) {
      Answer answer =
          forwarder.read(owner, command, keyspace.nowSec(), context(index), tellsCas(index));
      if (answer != null) {
        return compose(command, answer, session, out);
      }
    }
    return command.operation.stores() && command.comesLater
        ? reserveElsewhere(index, owner, command, session, out)
        : send(index, owner, command, session, in, out);
  }

  /** What was read where it is: nothing that this conversation has sent is under way. */
  private Step compose(Command command, Answer answer, KeyValueSession session, Output out) {
    if (!answer(session, answer, out)) {
      return Step.RETRY;
    }
    keyspace.retrieved(command, answer.outcome());
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
    int ticket = ticket(isAnswered(index), out);
    if (ticket == NO_ROOM) {
      return Step.RETRY;
    }
    boolean spoilt = command.operation.stores() && isSpoilt(index, in);
    forwarder.send(owner, command, spoilt, session.origin, context(index), ticket);
    session.hop.sent();
    return Step.DONE;
  }

  /** The promise of an answer, if there is to be one; {@link #NO_ROOM} if none can be made now. */
  private int ticket(boolean answered, Output out) {
    if (!answered) {
      return Answer.NO_TICKET;
    }
    int ticket = out.promise(replyBytesMax);
    return ticket >= 0 ? ticket : NO_ROOM;
  }

  /** Its owner is asked for a place, without which the value cannot be received. */
  private Step reserveElsewhere(
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
    if (hop.outcome != Outcome.AWAITED && isAnswered(index) && !out.ensure(replyBytesMax)) {
      return Step.RETRY;
    }
    hop.goOn();
    if (hop.outcome != Outcome.AWAITED) {
      return answer(index, command, hop.outcome, session, out);
    }
    command.item = hop.handle;
    session.pending.beginElsewhere(command, owner, hop.offset);
    await(index, session);
    return Step.DONE;
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
    return answer(index, command, Outcome.FLUSHED, session, out);
  }

  @Override
  public final boolean answered(Session conversation, Answer answer, Output out) {
    KeyValueSession session = (KeyValueSession) conversation;
    if (answer.context() == STANDS) {
      session.hop.answered(answer);
      return true;
    }
    if (!answer(session, answer, out)) {
      return false;
    }
    session.hop.settled();
    return true;
  }

  @Override
  public final void answeredWithout(Session conversation, Answer answer, Output out) {
    KeyValueSession session = (KeyValueSession) conversation;
    answerWithout(session, answer, out);
    session.hop.settled();
  }

  /** A request waits for memory; it is counted once, when it begins to. */
  private void await(KeyValueSession session, long bytes) {
    metrics.waits.add(session.patience.waits(bytes) ? 1 : 0);
  }

  /** A reply goes on when there is room for it, or when it is this conversation's turn again. */
  private static Progress stillOwed(Output out) {
    return out.budget > 0 ? Progress.FULL : Progress.YIELD;
  }

  /** Leaves what is not carried out to the next call. */
  private Progress end(Step step, int done, KeyValueSession session, Window window, Output out) {
    switch (step) {
      case DONE, CLOSE -> {}
      case OWED -> returnBehind(done - 1, session, window);
      default -> returnTo(done, session, window);
    }
    return switch (step) {
      case DONE -> Progress.DRAINED;
      case CLOSE -> Progress.CLOSE;
      case RETRY -> Progress.FULL;
      case OWED -> stillOwed(out);
      case WAIT -> Progress.WAIT;
      case HOP -> Progress.HOP;
      case CROWDED -> Progress.CROWDED;
      case YIELD -> Progress.YIELD;
    };
  }

  @Override
  public final MemorySegment memory() {
    return store.memory();
  }

  @Override
  public final void received(Session session, long bytes) {
    assert bytes > 0;
    ((KeyValueSession) session).pending.received(bytes);
  }

  @Override
  public final void giveUp(Session session) {
    boolean waited = ((KeyValueSession) session).patience.giveUp();
    metrics.waitsGivenUp.add(waited ? 1 : 0);
  }

  @Override
  public final void reset(Session session) {
    KeyValueSession conversation = (KeyValueSession) session;
    PendingValue pending = conversation.pending;
    if (pending.isElsewhere()) {
      forwarder.abandon(pending.shard(), pending.reservation());
      pending.end();
    } else if (pending.isAwaited()) {
      keyspace.abandon(pending);
    }
    Hop hop = conversation.hop;
    if (hop.holdsPlace()) {
      forwarder.abandon(hop.owner, hop.handle);
    }
    conversation.reset();
  }

  @Override
  public final void unpin(long pin) {
    store.unpin(pin);
  }

  @Override
  public final boolean maintain(int items) {
    return keyspace.maintain(items);
  }

  @Override
  public final Walk beginWalk() {
    return store.beginWalk();
  }
}
