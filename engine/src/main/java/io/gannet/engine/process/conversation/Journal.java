package io.gannet.engine.process.conversation;

import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Batch;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What the command log and the log of slow requests are told of conversations: each request once,
 * when its answer is composed, and with one look at the clock for both.
 *
 * <pre>
 *   begin ─► carried out ───────────────────────────────────► ended    in the batch's group
 *        ├─► sent to another shard ─► sent ─► its answer ───► answered
 *        └─► its value is awaited ──► ended ─► it is there ─► completed
 *                                      a row of what is kept, and a group of its own
 * </pre>
 *
 * <p>A row's number goes to the other shard and back in the place of the encoding's context, which
 * is kept in the row. Only what {@link CommandLog#takes} is logged, and all is timed that may be
 * slow. One thread. Allocates nothing.
 */
final class Journal {
  /** Told from any context of an encoding's. */
  private static final long KEPT = Long.MIN_VALUE;

  private static final MemorySegment NOTHING = MemorySegment.NULL;

  /** Where requests are logged, or null. */
  private final CommandLog log;

  /** Where those are told of that were slow, or null. */
  private final SlowLog slow;

  private final Slowness slowness;
  private final KeptRequests kept;
  private final Keyspace keyspace;
  private final Store store;

  /** Of the batch: how many of its requests are to come. */
  private int left;

  /** The request was sent: what becomes of it is logged when it is answered. */
  private boolean sent;

  /** What was read of it in another shard, in the place of what its command says. */
  private Answer read;

  /** What was unsent when the last request had been answered. */
  private long unsent;

  /** Of either log, or both. */
  Journal(CommandLog log, SlowLog slow, KeptRequests kept, Keyspace keyspace, Batch batch) {
    assert log != null || slow != null;
    this.log = log;
    this.slow = slow;
    this.slowness = slow == null ? null : new Slowness(slow, batch);
    this.kept = kept;
    this.keyspace = keyspace;
    this.store = keyspace.store();
  }

  /** A batch begins. */
  void begin(KeyValueSession session, int requests, Output out) {
    left = requests;
    unsent = out.unsentBytes();
    beginGroup(session, since(session));
  }

  private void beginGroup(KeyValueSession session, long sinceNs) {
    if (log != null) {
      log.begin(session.origin, sinceNs, left);
    }
    if (slowness != null) {
      slowness.begin(session, sinceNs);
    }
  }

  /** One that had to wait began when it was first tried. */
  private long since(KeyValueSession session) {
    return session.waitsSinceNs == 0 ? keyspace.nowNs() : session.waitsSinceNs;
  }

  /** A request was carried out, or sent, or its value is awaited. */
  void ended(int index, Command command, KeyValueSession session, Output out) {
    long replyBytes = replyBytes(out);
    if (sent) {
      sent = false;
    } else if (session.pending.isAwaited()) {
      session.row = keep(index, command, session);
    } else {
      ended(index, command, session.encoding(), replyBytes);
    }
    read = null;
    left--;
    if (session.waitsSinceNs != 0) {
      session.waitsSinceNs = 0;
      beginAgain(session);
    }
  }

  /** What is no request to be counted is neither logged nor told. */
  private void ended(int index, Command command, Encoding encoding, long replyBytes) {
    if (log != null && encoding.counts(index) && log.takes()) {
      add(index, command, encoding, replyBytes);
    }
    if (slowness != null) {
      boolean retrieves = encoding.hasKey(index) && command.operation.retrieves();
      slowness.note(index, retrieves ? foundBytes(command) : 0, replyBytes, read != null);
    }
  }

  /** Bytes composed since this was asked last. */
  private long replyBytes(Output out) {
    long before = unsent;
    unsent = out.unsentBytes();
    return unsent - before;
  }

  /** What comes behind one that had to wait has not waited as long. */
  private void beginAgain(KeyValueSession session) {
    end();
    if (left > 0) {
      beginGroup(session, keyspace.nowNs());
    }
  }

  /** The batch has ended, or a group of it: what it has not logged is not timed for the log. */
  void end() {
    if (slowness != null && slowness.hasNoted()) {
      long timeNs = nowNs();
      slowness.end(timeNs);
      if (log != null) {
        log.end(timeNs);
      }
    } else if (log != null) {
      log.end();
    }
  }

  private long nowNs() {
    return log != null ? log.nowNs() : slow.nowNs();
  }

  private void add(int index, Command command, Encoding encoding, long replyBytes) {
    LoggedVerb verb = encoding.verb(index);
    if (!verb.keyed()) {
      log.add(verb, encoding.said(index), NOTHING, 0, 0, 0, 0, 0, replyBytes, 0, 0);
    } else if (read != null) {
      int bits = LogLayout.ELSEWHERE;
      add(verb, command, read.outcome(), foundLength(read), foundFlags(read), replyBytes, bits);
    } else if (command.operation.retrieves()) {
      addRetrieval(verb, command, replyBytes);
    } else {
      boolean stores = command.operation.stores();
      int flags = stores ? command.clientFlags : 0;
      int valueLength = stores ? command.valueLength : 0;
      add(verb, command, command.outcome, valueLength, flags, replyBytes, 0);
    }
  }

  private void addRetrieval(LoggedVerb verb, Command command, long replyBytes) {
    int found = foundBytes(command);
    boolean known = command.item >= 0 && !command.isGone();
    int flags = known ? store.clientFlags(command.item) : 0;
    Outcome outcome = found == Slowness.NOT_FOUND ? Outcome.NOT_FOUND : Outcome.FOUND;
    add(verb, command, outcome, Math.max(0, found), flags, replyBytes, 0);
  }

  /** Bytes of the value that a retrieval has found, as long as it is certain to be there. */
  private int foundBytes(Command command) {
    if (read != null) {
      return read.outcome() == Outcome.FOUND ? read.valueLength() : Slowness.NOT_FOUND;
    }
    if (command.item < 0) {
      return Slowness.NOT_FOUND;
    }
    return command.isGone() ? 0 : store.valueLength(command.item);
  }

  private void add(
      LoggedVerb verb, Command command, Outcome outcome, int valueLength, int clientFlags,
      long replyBytes, int bits) {
    log.add(
        verb, LoggedOutcomes.of(verb, command.operation, outcome), command.key.memory,
        command.key.offset, command.key.length, valueLength, ttlSec(command), clientFlags,
        replyBytes, number(command), bits);
  }

  private static int foundLength(Answer answer) {
    return answer.outcome() == Outcome.FOUND ? answer.valueLength() : 0;
  }

  private static int foundFlags(Answer answer) {
    return answer.outcome() == Outcome.FOUND ? answer.clientFlags() : 0;
  }

  private int ttlSec(Command command) {
    Operation operation = command.operation;
    boolean has =
        operation.stores()
            || operation == Operation.TOUCH
            || operation == Operation.GET_AND_TOUCH;
    if (!has || command.deadlineSec == Store.NEVER) {
      return 0;
    }
    return command.isDead() ? -1 : command.deadlineSec - keyspace.nowSec();
  }

  private static long number(Command command) {
    return switch (command.operation) {
      case CAS, INCREMENT, DECREMENT -> command.number;
      default -> 0;
    };
  }

  /** In a row, if there is one, and either log wants it. */
  private int keep(int index, Command command, KeyValueSession session) {
    boolean isLogged = log != null && log.takes();
    if (!isLogged && slowness == null) {
      return KeptRequests.NONE;
    }
    int row = keep(index, command, session, isLogged);
    if (row == KeptRequests.NONE) {
      lose(isLogged);
    }
    return row;
  }

  private void lose(boolean isLogged) {
    if (isLogged) {
      log.lose();
    }
    if (slowness != null) {
      slowness.missed();
    }
  }

  private int keep(int index, Command command, KeyValueSession session, boolean isLogged) {
    LoggedVerb verb = session.encoding().verb(index);
    boolean stores = command.operation.stores();
    return kept.keep(
        verb, command.key.memory, command.key.offset, command.key.length,
        stores ? command.valueLength : 0, ttlSec(command), stores ? command.clientFlags : 0,
        number(command), since(session), isLogged);
  }

  /** A get was answered by what was read in another shard. */
  void read(Answer answer) {
    read = answer;
  }

  /** What a request is sent with in the place of its encoding's context: it is sent now. */
  long sent(int index, Command command, KeyValueSession session, long context) {
    sent = true;
    return sent(keep(index, command, session), context);
  }

  /** The same of a value that was awaited, and is where it belongs. */
  long sentAwaited(KeyValueSession session, long context) {
    hasCome(session);
    int row = session.row;
    session.row = KeptRequests.NONE;
    return sent(row, context);
  }

  private long sent(int row, long context) {
    assert context > 0 : "an encoding's";
    if (row == KeptRequests.NONE) {
      return context;
    }
    kept.context(row, context);
    return KEPT | row;
  }

  /** The row of the request that is answered, if it is to be logged: its context is restored. */
  int restore(Answer answer) {
    if (answer.context() >= 0) {
      return KeptRequests.NONE;
    }
    int row = (int) answer.context();
    answer.context(kept.context(row));
    return row;
  }

  /** It was not answered after all, and will be given again. */
  void keepOn(int row, Answer answer) {
    if (row != KeptRequests.NONE) {
      answer.context(KEPT | row);
    }
  }

  /** It was, by so many bytes. The turn's begin will do for the time: answers come first in it. */
  void answered(int row, long client, Answer answer, Outcome outcome, long replyBytes) {
    if (row == KeptRequests.NONE) {
      return;
    }
    boolean retrieves = answer.operation().retrieves();
    int valueLength = retrieves ? foundLength(answer) : kept.valueLength(row);
    int flags = retrieves ? foundFlags(answer) : kept.clientFlags(row);
    boolean found = !retrieves || outcome == Outcome.FOUND;
    add(
        row, client, LoggedOutcomes.of(kept.verb(row), answer.operation(), outcome),
        found ? valueLength : 0, found ? flags : 0, replyBytes, LogLayout.ELSEWHERE,
        keyspace.nowNs());
  }

  /** What was kept is answered, and its row given back. */
  private void add(
      int row, long client, LoggedResult result, int valueLength, int clientFlags,
      long replyBytes, int bits, long timeNs) {
    if (slowness != null) {
      slowness.answered(
          kept, row, client, result, valueLength, replyBytes, bits == LogLayout.ELSEWHERE, timeNs);
    }
    if (kept.isLogged(row)) {
      log.add(kept, row, client, result, valueLength, clientFlags, replyBytes, bits, timeNs);
    }
    kept.giveBack(row);
  }

  /** A value that is awaited here was stored or refused, which is about to be answered. */
  void completes(KeyValueSession session, Output out) {
    unsent = out.unsentBytes();
    hasCome(session);
  }

  /** The value that was awaited has come: its client was waited for, and is served since then. */
  private void hasCome(KeyValueSession session) {
    if (session.row != KeptRequests.NONE) {
      kept.sinceNs(session.row, since(session));
    }
  }

  /** It was. */
  void completed(KeyValueSession session, Outcome outcome, Output out) {
    int row = session.row;
    session.row = KeptRequests.NONE;
    if (row != KeptRequests.NONE) {
      LoggedResult result =
          LoggedOutcomes.of(kept.verb(row), session.pending.operation(), outcome);
      add(
          row, session.origin, result, kept.valueLength(row), kept.clientFlags(row),
          replyBytes(out), 0, nowNs());
    }
  }

  /** The conversation is over: the value that it awaits will not come. */
  void forget(KeyValueSession session) {
    if (session.row != KeptRequests.NONE) {
      kept.giveBack(session.row);
      session.row = KeptRequests.NONE;
    }
  }
}
