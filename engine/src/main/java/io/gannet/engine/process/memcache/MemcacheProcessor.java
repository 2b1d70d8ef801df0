package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.engine.protocol.memcache.MemcacheParser;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * Answers memcached's text protocol from a store.
 *
 * <p>Requests are read in batches: all are parsed, all keys hashed, then the index lines of all and
 * the item heads of all are loaded, so that the cache misses overlap; then each is carried out in
 * order, by plain calls that do not rely on the loads before them.
 */
public final class MemcacheProcessor implements Processor {
  /** How many requests are in one batch at most. */
  private static final int BATCH = 64;

  private final Store store;
  private final MemcacheMetrics metrics;
  private final Retrieval retrieval;
  private final Rewriting rewriting;
  private final Storing storing;
  private final Administration administration;
  private final MemcacheParser parser = new MemcacheParser();
  private final Request[] requests = new Request[BATCH];
  private final Key[] keys = new Key[BATCH];
  private final Key[] keyed = new Key[BATCH]; // those of the requests that have one

  /** Where the hints' results end up, so that no compiler may leave the loads out. */
  private long sink;

  /** Without {@code debug walk}. */
  public MemcacheProcessor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown) {
    this(store, clock, metrics, statistics, version, shutdown, false);
  }

  /**
   * @param statistics what {@code stats} tells
   * @param version what {@code version} tells
   * @param shutdown called when a client asks for the end of the server; null if none may
   * @param debug whether a client may say {@code debug walk}
   */
  public MemcacheProcessor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug) {
    Expiry expiry = new Expiry(clock);
    this.store = store;
    this.metrics = metrics;
    this.retrieval = new Retrieval(store, expiry, metrics);
    this.rewriting = new Rewriting(store, metrics);
    this.storing = new Storing(store, expiry, rewriting, metrics);
    this.administration =
        new Administration(store, clock, expiry, statistics, version, shutdown, debug);
    for (int i = 0; i < BATCH; i++) {
      requests[i] = new Request();
      keys[i] = new Key();
    }
  }

  @Override
  public int carryBytes() {
    return MemcacheParser.CARRY_BYTES;
  }

  @Override
  public Session newSession(MemorySegment carry) {
    return new MemcacheSession(carry);
  }

  @Override
  public Progress process(Session conversation, Window in, Output out) {
    MemcacheSession session = (MemcacheSession) conversation;
    administration.flushIfDue();
    if (!session.settle(out)) {
      return stillOwed(out);
    }
    while (true) {
      if (session.awaits()) {
        Progress progress = receive(session, in, out);
        if (session.awaits()) {
          return progress;
        }
      } else if (out.budget <= 0 && in.position < in.limit) {
        return Progress.YIELD;
      } else {
        Window window = session.parsing.carried.remaining() > 0 ? session.parsing.carried : in;
        int count = parser.parse(session.parsing, window, requests);
        if (count > 0) {
          Progress progress = execute(session, count, window, out);
          if (progress != Progress.DRAINED) {
            return progress;
          }
        } else if (window == in || window.remaining() > 0) {
          if (in.position == in.limit) {
            return Progress.DRAINED;
          }
          parser.carry(session.parsing, in);
        }
      }
    }
  }

  /** Goes on with a value that was cut: it is awaited until it is stored or refused. */
  private Progress receive(MemcacheSession session, Window in, Output out) {
    storing.receive(session, in);
    if (in.position == in.limit) {
      return Progress.DRAINED;
    }
    if (!session.noreply && (out.full() || !out.ensure(Reply.BYTES_MAX))) {
      return Progress.FULL;
    }
    int waits = session.waitsBegun();
    Reply reply = storing.finish(session, in);
    if (reply == Reply.LATER) {
      noteWait(session, waits, session.valueLength);
      return Progress.WAIT;
    }
    session.goOn();
    out.budget--;
    answer(reply, session.noreply, out);
    return Progress.DRAINED;
  }

  private Progress execute(MemcacheSession session, int count, Window window, Output out) {
    prefetch(count, window.memory);
    Step step = Step.DONE;
    int done = 0;
    int waits = session.waitsBegun();
    long steps = store.steps();
    while (done < count && step == Step.DONE) {
      Request request = requests[done];
      step = admit(request, keys[done], session, out);
      if (step == Step.DONE) {
        step = execute(request, keys[done], session, window.memory, out);
      }
      long stepsNow = store.steps();
      out.budget -= (int) (stepsNow - steps); // one costs about as much as a get: docs/070
      steps = stepsNow;
      if (step.isEnd()) {
        // A list's end is a request of its own or not, depending on cuts: it does not count.
        metrics.requests.add(request.verb == Verb.LIST_END ? 0 : 1);
        out.budget--;
        session.goOn();
        done++;
      } else if (step == Step.WAIT) {
        noteWait(session, waits, wantedBytes(request));
      }
    }
    return end(step, done, session, window, out);
  }

  /** DONE if it is this conversation's turn and there is room for the reply. */
  private Step admit(Request request, Key key, MemcacheSession session, Output out) {
    if (out.budget <= 0) {
      return Step.YIELD;
    }
    boolean room = !composes(request, key, session) || out.ensure(Reply.BYTES_MAX);
    return room && !out.full() ? Step.DONE : Step.RETRY;
  }

  /** A request waits for memory; it is counted once, when it begins to. */
  private void noteWait(MemcacheSession session, int waitsBefore, long wantedBytes) {
    metrics.waits.add(session.waitsBegun() - waitsBefore);
    session.wants(wantedBytes);
  }

  /** What a request that waits wants; a retrieval waits only for values too large to be copied. */
  private static long wantedBytes(Request request) {
    if (request.verb.retrieves()) {
      return Long.MAX_VALUE;
    }
    return request.verb.stores() ? request.valueLength : 0;
  }

  /** True if a fixed reply will be due at once; retrievals ask for the room that they need. */
  private boolean composes(Request request, Key key, MemcacheSession session) {
    Verb verb = request.verb;
    if (verb.retrieves() || request.noreply || verb.ends()) {
      return false;
    }
    return !verb.stores()
        || request.whole
        || session.hasGivenUp()
        || store.isTooLarge(key.length, request.valueLength, Storing.clientFlags(request));
  }

  /** A reply goes on when there is room for it, or when it is this conversation's turn again. */
  private static Progress stillOwed(Output out) {
    return out.budget > 0 ? Progress.FULL : Progress.YIELD;
  }

  /** Leaves what is not carried out to the next call. */
  private Progress end(
      Step step, int done, MemcacheSession session, Window window, Output out) {
    switch (step) {
      case DONE, CLOSE -> {}
      case OWED -> session.parsing.returnBehind(requests[done - 1], window);
      default -> session.parsing.returnTo(requests[done], window);
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

  /** Hashes all keys, then has loaded what they will touch. */
  private void prefetch(int count, MemorySegment memory) {
    int hashed = 0;
    for (int i = 0; i < count; i++) {
      Request request = requests[i];
      if (request.verb.keyed()) {
        store.hash(keys[i].set(memory, request.keyOffset, request.keyLength));
        keyed[hashed++] = keys[i];
      }
    }
    if (count > 1) {
      sink += store.prefetch(keyed, hashed);
    }
  }

  private Step execute(
      Request request, Key key, MemcacheSession session, MemorySegment in, Output out) {
    return switch (request.verb) {
      case GET, GETS -> retrieval.get(request, key, session, out);
      case GAT, GATS -> retrieval.getAndTouch(request, key, session, out);
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS ->
          answer(request, storing.store(request, key, session, in), out);
      case INCR, DECR -> answer(request, rewriting.count(request, key, session, out), out);
      case DELETE -> answer(request, delete(key), out);
      case TOUCH -> answer(request, retrieval.touch(request, key, session), out);
      case LIST_END -> answer(request, Reply.END, out);
      case ANSWERED -> answer(request, request.reply, out);
      case QUIT -> Step.CLOSE;
      case HOPELESS, FOREIGN -> {
        (request.verb == Verb.FOREIGN ? metrics.foreign : metrics.hopeless).increment();
        yield Step.CLOSE;
      }
      default -> administer(request, session, in, out);
    };
  }

  private Step administer(
      Request request, MemcacheSession session, MemorySegment in, Output out) {
    return switch (request.verb) {
      case FLUSH_ALL -> {
        metrics.flushes.increment();
        yield answer(request, administration.flush(request), out);
      }
      case VERBOSITY -> answer(request, Reply.OK, out);
      case VERSION -> administration.version(out);
      case STATS -> {
        answer(request, administration.tell(request, in, session), out);
        yield session.settle(out) ? Step.DONE : Step.OWED;
      }
      case DEBUG -> {
        answer(request, administration.debug(request, in, session), out);
        yield session.settle(out) ? Step.DONE : Step.OWED;
      }
      case SHUTDOWN -> {
        Reply reply = administration.shutdown(request, in);
        answer(request, reply, out);
        yield reply == Reply.NONE ? Step.CLOSE : Step.DONE;
      }
      default -> throw new AssertionError(request.verb);
    };
  }

  private Reply delete(Key key) {
    boolean deleted = store.delete(key);
    (deleted ? metrics.deleteHits : metrics.deleteMisses).increment();
    return deleted ? Reply.DELETED : Reply.NOT_FOUND;
  }

  private Step answer(Request request, Reply reply, Output out) {
    if (reply == Reply.LATER) {
      return Step.WAIT;
    }
    answer(reply, request.noreply, out);
    return Step.DONE;
  }

  private void answer(Reply reply, boolean noreply, Output out) {
    if (reply.isClientError()) {
      metrics.clientErrors.increment();
    } else if (reply.isServerError()) {
      metrics.serverErrors.increment();
    }
    if (!noreply) {
      out.position = reply.put(out.memory, out.position);
    }
  }

  @Override
  public MemorySegment memory() {
    return store.memory();
  }

  @Override
  public void received(Session session, long bytes) {
    MemcacheSession conversation = (MemcacheSession) session;
    assert bytes > 0 && bytes <= conversation.awaitedBytes();
    conversation.receivedBytes += bytes;
  }

  @Override
  public void giveUp(Session session) {
    boolean waited = ((MemcacheSession) session).giveUp();
    metrics.waitsGivenUp.add(waited ? 1 : 0);
  }

  @Override
  public void reset(Session session) {
    MemcacheSession conversation = (MemcacheSession) session;
    if (conversation.awaits()) {
      store.abandon(conversation.reservation);
      conversation.reservation = MemcacheSession.NO_RESERVATION;
    }
    conversation.reset();
  }

  @Override
  public void unpin(long pin) {
    store.unpin(pin);
  }

  @Override
  public boolean maintain(int items) {
    administration.flushIfDue();
    return store.maintain(items);
  }

  @Override
  public Walk beginWalk() {
    return store.beginWalk();
  }
}
