package io.gannet.engine.process.kv;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
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
public abstract class KeyValueProcessor implements Processor {
  /** What commands do. */
  protected final Keyspace keyspace;

  private final Store store;
  private final KeyspaceMetrics metrics;
  private final Batch batch;
  private final int replyBytesMax;

  /**
   * Over a keyspace, which others may use too.
   *
   * @param replyBytesMax room that any reply needs that is no value
   */
  protected KeyValueProcessor(Keyspace keyspace, int replyBytesMax) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.metrics = keyspace.metrics();
    this.batch = new Batch(store);
    this.replyBytesMax = replyBytesMax;
  }

  /** The keys that it serves. */
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

  /** Composes what became of a value that was awaited, if it is answered: there is room. */
  protected abstract void answer(KeyValueSession session, Outcome outcome, Output out);

  @Override
  public final Progress process(Session conversation, Window in, Output out) {
    KeyValueSession session = (KeyValueSession) conversation;
    keyspace.flushIfDue();
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
    pending.receive(in, store.memory());
    if (pending.awaitedBytes() > 0 || !session.trailerHasCome(in)) {
      return Progress.DRAINED;
    }
    if (session.isAnswered() && (out.full() || !out.ensure(replyBytesMax))) {
      return Progress.FULL;
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

  private Progress execute(KeyValueSession session, int count, Window window, Output out) {
    batch.prefetch();
    Step step = Step.DONE;
    int done = 0;
    long steps = store.steps();
    while (done < count && step == Step.DONE) {
      Command command = batch.command(done);
      step = admit(done, command, session, out);
      if (step == Step.DONE) {
        command.isLastTry = session.patience.hasEnded();
        step = execute(done, command, session, window.memory, out);
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
    if (conversation.pending.isAwaited()) {
      keyspace.abandon(conversation.pending);
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
