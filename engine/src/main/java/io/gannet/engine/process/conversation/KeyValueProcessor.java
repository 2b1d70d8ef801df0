package io.gannet.engine.process.conversation;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.KeyspaceMetrics;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.kv.PendingValue;
import io.gannet.engine.process.kv.ServiceTimes;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.process.shard.Forwarder;
import io.gannet.engine.process.shard.ShardProcessor;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.watch.WatchFeed;
import io.gannet.engine.watch.WatchLog;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A conversation's way through its requests, whatever protocol they are in: batches, values that
 * come slowly, budget, room, memory that is waited for. An {@link Encoding} parses requests into
 * commands and composes what became of them; {@link Elsewhere} is the way to other shards.
 *
 * <pre>
 *   window --parse--> Batch --prefetch--> one by one: admitted? --execute--> Step --> accounted for
 *                     of Commands
 * </pre>
 */
public final class KeyValueProcessor implements ShardProcessor {
  private final Keyspace keyspace;
  private final Store store;
  private final KeyspaceMetrics metrics;
  private final Ownership ownership;
  private final Encoding[] encodings;
  private final Batch batch;
  private final ServiceTimes times;
  private final Lister lister;

  /** The way to other shards, once there is one. */
  private Elsewhere elsewhere;

  /** Which keys are counted, if any are. */
  private HotKeys hotKeys;

  /** What is logged, or told of if it was slow, if anything is. */
  private Journal journal;

  /**
   * Over a keyspace, which others may use too.
   *
   * @param ownership which keys are its own
   * @param encodings what it understands; a conversation is in the first of them that its first
   *     byte begins, and any byte begins one of them
   */
  public KeyValueProcessor(Keyspace keyspace, Ownership ownership, List<Encoding> encodings) {
    this.keyspace = keyspace;
    this.store = keyspace.store();
    this.metrics = keyspace.metrics();
    this.ownership = ownership;
    this.encodings = encodings.toArray(Encoding[]::new);
    this.batch = new Batch(store, ownership);
    this.times = new ServiceTimes(metrics, store);
    this.lister = new Lister(keyspace, ownership);
    for (int first = Byte.MIN_VALUE; first <= Byte.MAX_VALUE; first++) {
      byte each = (byte) first;
      assert encodings.stream().anyMatch(one -> one.begins(each)) : "whose is " + first;
    }
  }

  @Override
  public void connect(Forwarder forwarder) {
    lister.connect(forwarder);
    elsewhere = new Elsewhere(keyspace, ownership, forwarder, lister, journal, times);
  }

  @Override
  public void logTo(CommandLog log, SlowLog slow, KeptRequests kept) {
    assert elsewhere == null : "it has to be told of the log";
    journal = new Journal(log, slow, kept, keyspace, batch);
  }

  @Override
  public void watchBy(WatchLog log) {
    keyspace.watchBy(log);
  }

  @Override
  public void countKeys(HotKeys keys) {
    hotKeys = keys;
  }

  @Override
  public HotKeys hotKeys() {
    return hotKeys;
  }

  @Override
  public Keyspace keyspace() {
    return keyspace;
  }

  @Override
  public int carryBytes() {
    int longest = 0;
    for (Encoding encoding : encodings) {
      longest = Math.max(longest, encoding.carryBytes());
    }
    return longest;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    return new KeyValueSession(encodings, carry, lister);
  }

  @Override
  public Progress process(Session conversation, Window in, Output out) {
    KeyValueSession session = (KeyValueSession) conversation;
    keyspace.flushIfDue();
    keyspace.serve(ownership.own(), session.origin);
    if (session.awaitsHop()) {
      return Progress.HOP;
    }
    if (!session.decide(in)) {
      return Progress.DRAINED;
    }
    if (!session.settle(out)) {
      return stillOwed(session, out);
    }
    return process(session, session.encoding(), in, out);
  }

  private Progress process(
      KeyValueSession session, Encoding encoding, Window in, Output out) {
    while (true) {
      if (session.isWatching()) {
        return tellLines(session.feed(), in, out);
      }
      if (session.pending.isAwaited()) {
        Progress progress = receive(session, in, out);
        if (session.pending.isAwaited()) {
          waitsFor(session, progress);
          return progress;
        }
        session.waitsSinceNs = 0;
      } else if (out.budget <= 0 && in.position < in.limit) {
        return Progress.YIELD;
      } else {
        Window carried = session.state().carried();
        Window window = carried.remaining() > 0 ? carried : in;
        batch.clear();
        int count = encoding.parse(session, window, batch);
        if (count > 0) {
          Progress progress = execute(session, encoding, count, window, out);
          if (progress != Progress.DRAINED) {
            return progress;
          }
        } else if (window == in || window.remaining() > 0) {
          if (in.position == in.limit) {
            return Progress.DRAINED;
          }
          encoding.carry(session, in);
        }
      }
    }
  }

  /** What a watcher says is of no interest, as in memcached. */
  private static Progress tellLines(WatchFeed feed, Window in, Output out) {
    in.position = in.limit;
    while (feed.hasNext()) {
      if (out.budget <= 0) {
        return Progress.YIELD;
      }
      if (out.full() || !out.ensure(feed.length())) {
        return Progress.FULL;
      }
      out.position = feed.take(out.memory, out.position);
      out.budget--;
    }
    feed.release();
    return Progress.DRAINED;
  }

  /** A value that has come waits for memory, room or another shard; before, it was waited for. */
  private void waitsFor(KeyValueSession session, Progress progress) {
    if (progress != Progress.DRAINED) {
      session.beginToWait(keyspace.nowNs());
    }
  }

  /** Goes on with a value that was cut: it is awaited until it is stored or refused. */
  private Progress receive(KeyValueSession session, Window in, Output out) {
    PendingValue pending = session.pending;
    EncodingState state = session.state();
    metrics.copiedIn.add(pending.receive(in, memoryOf(pending)));
    if (pending.awaitedBytes() > 0 || !state.trailerHasCome(in)) {
      return Progress.DRAINED;
    }
    int answerBytes = state.answerBytes();
    if (answerBytes > 0 && (out.full() || !out.ensure(answerBytes))) {
      return Progress.FULL;
    }
    if (pending.isElsewhere()) {
      return elsewhere.finish(session, in, out);
    }
    long bytes = pending.length();
    Outcome outcome =
        state.isTrailerGood(in)
            ? keyspace.complete(pending, session.patience.hasEnded())
            : keyspace.discard(pending);
    if (outcome == Outcome.LATER) {
      await(session, bytes);
      return Progress.WAIT;
    }
    served(session.verb, session.waitsSinceNs);
    state.takeTrailer(in);
    session.patience.goOn();
    out.budget--;
    answer(session, outcome, out);
    return Progress.DRAINED;
  }

  private void answer(KeyValueSession session, Outcome outcome, Output out) {
    if (journal == null) {
      session.encoding().answer(session, outcome, out);
    } else {
      journal.completes(session, out);
      session.encoding().answer(session, outcome, out);
      journal.completed(session, outcome, out);
    }
  }

  /** A request was answered in this turn, which had to wait since another one, or since 0: none. */
  private void served(LoggedVerb verb, long waitsSinceNs) {
    if (waitsSinceNs == 0) {
      times.served(verb, 1);
    } else {
      times.servedLate(verb, keyspace.nowNs() - waitsSinceNs);
    }
  }

  private MemorySegment memoryOf(PendingValue pending) {
    return pending.isElsewhere() ? elsewhere.memory(pending.shard()) : store.memory();
  }

  private Progress execute(
      KeyValueSession session, Encoding encoding, int count, Window window, Output out) {
    batch.prefetch();
    if (elsewhere != null) {
      elsewhere.prefetch(batch);
    }
    if (journal != null) {
      journal.begin(session, count, out);
    }
    int sampled = times.nextSample();
    long waitsSinceNs = session.waitsSinceNs;
    Step step = Step.DONE;
    int done = 0;
    long steps = store.steps();
    while (done < count && step == Step.DONE) {
      Command command = batch.command(done);
      step = admit(encoding.roomBytes(done, command, session), out);
      if (step == Step.DONE) {
        command.isLastTry = session.patience.hasEnded();
        step =
            elsewhere == null
                ? encoding.execute(done, command, session, window.memory, out)
                : elsewhere.execute(done, command, session, window.memory, out);
      }
      long stepsNow = store.steps();
      out.budget -= (int) (stepsNow - steps); // one costs about as much as a get: docs/070
      steps = stepsNow;
      if (step.isEnd()) {
        if (done == sampled && encoding.hasKey(done)) {
          times.sample(command);
        }
        if (journal != null) {
          journal.ended(done, command, session, out);
        }
        out.budget--;
        session.patience.goOn();
        done++;
      } else if (step == Step.WAIT) {
        await(session, command.wantedBytes());
      }
    }
    if (done > 0) {
      account(session, encoding, done, waitsSinceNs);
    }
    if (hotKeys != null && hotKeys.passes(done)) {
      countKeys(encoding, done);
    }
    return end(step, done, session, window, out);
  }

  /** Counts what was carried out of the batch, and times what is answered; the first has waited. */
  private void account(
      KeyValueSession session, Encoding encoding, int done, long waitsSinceNs) {
    long answeredLater = elsewhere == null ? 0 : elsewhere.sent();
    if (session.pending.isAwaited()) {
      session.verb = encoding.verb(done - 1);
      answeredLater |= 1L << done - 1;
    }
    if (waitsSinceNs != 0) {
      if (encoding.counts(0) && (answeredLater & 1) == 0) {
        served(encoding.verb(0), waitsSinceNs);
      }
      answeredLater |= 1;
      session.waitsSinceNs = 0;
    }
    metrics.requests.add(encoding.served(done, answeredLater, times));
    times.passed(done);
  }

  private void countKeys(Encoding encoding, int done) {
    for (int i = hotKeys.next(done); i >= 0; i = hotKeys.next(done)) {
      if (encoding.hasKey(i)) {
        Key key = batch.command(i).key;
        hotKeys.count(key.memory, key.offset, key.length, key.hash, keyspace.nowNs());
      }
    }
  }

  /** DONE if it is this conversation's turn and there is room for the reply. */
  private static Step admit(int roomBytes, Output out) {
    if (out.budget <= 0) {
      return Step.YIELD;
    }
    boolean room = roomBytes == 0 || out.ensure(roomBytes);
    return room && !out.full() ? Step.DONE : Step.RETRY;
  }

  @Override
  public boolean answered(Session conversation, Answer answer, Output out) {
    return elsewhere.answered((KeyValueSession) conversation, answer, out);
  }

  @Override
  public void answeredWithout(Session conversation, Answer answer, Output out) {
    elsewhere.answeredWithout((KeyValueSession) conversation, answer, out);
  }

  @Override
  public void answeredTooLate(Answer answer) {
    elsewhere.answeredTooLate(answer);
  }

  /** A request waits for memory; it is counted once, when it begins to. */
  private void await(KeyValueSession session, long bytes) {
    metrics.waits.add(session.patience.waits(bytes) ? 1 : 0);
  }

  /** A reply goes on when there is room for it, or when it is this conversation's turn again. */
  private static Progress stillOwed(KeyValueSession session, Output out) {
    if (session.hop.isAwaited()) {
      return Progress.HOP;
    }
    if (session.listing.isCrowded) {
      return Progress.CROWDED;
    }
    return out.budget > 0 ? Progress.FULL : Progress.YIELD;
  }

  /** Leaves what is not carried out to the next call. */
  private Progress end(Step step, int done, KeyValueSession session, Window window, Output out) {
    if (!step.isEnd()) {
      session.beginToWait(keyspace.nowNs());
    }
    if (journal != null) {
      journal.end();
    }
    switch (step) {
      case DONE, LAST, CLOSE -> {}
      case OWED -> session.encoding().returnBehind(done - 1, session, window);
      default -> session.encoding().returnTo(done, session, window);
    }
    return switch (step) {
      case DONE, LAST -> Progress.DRAINED;
      case CLOSE -> Progress.CLOSE;
      case RETRY -> Progress.FULL;
      case OWED -> stillOwed(session, out);
      case WAIT -> Progress.WAIT;
      case HOP -> Progress.HOP;
      case CROWDED -> Progress.CROWDED;
      case YIELD -> Progress.YIELD;
    };
  }

  @Override
  public MemorySegment memory() {
    return store.memory();
  }

  @Override
  public void received(Session session, long bytes) {
    assert bytes > 0;
    ((KeyValueSession) session).pending.received(bytes);
  }

  @Override
  public void giveUp(Session session) {
    boolean waited = ((KeyValueSession) session).patience.giveUp();
    metrics.waitsGivenUp.add(waited ? 1 : 0);
  }

  @Override
  public void reset(Session session) {
    KeyValueSession conversation = (KeyValueSession) session;
    if (elsewhere != null) {
      elsewhere.abandon(conversation);
    }
    if (conversation.pending.isAwaited()) {
      keyspace.abandon(conversation.pending);
    }
    if (journal != null) {
      journal.forget(conversation);
    }
    conversation.reset();
  }

  @Override
  public void unpin(long pin) {
    store.unpin(pin);
  }

  @Override
  public boolean maintain(int items) {
    return keyspace.maintain(items);
  }

  @Override
  public void turnEnded(long tookNs) {
    times.turnEnded(tookNs);
  }

  @Override
  public Walk beginWalk() {
    return store.beginWalk();
  }
}
