package io.gannet.engine.process.conversation;

import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.Output;
import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.process.shard.Answer;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What the command log is told of conversations: each request once, when its answer is composed.
 *
 * <pre>
 *   begin ─► carried out ───────────────────────────────────► ended    in the batch's group
 *        ├─► sent to another shard ─► sent ─► its answer ───► answered
 *        └─► its value is awaited ──► ended ─► it is there ─► completed
 *                                      a row of what is kept, and a group of its own
 * </pre>
 *
 * <p>A row's number goes to the other shard and back in the place of the encoding's context, which
 * is kept in the row. Only what {@link CommandLog#takes} is logged. One thread. Allocates nothing.
 */
final class Journal {
  /** Told from any context of an encoding's. */
  private static final long KEPT = Long.MIN_VALUE;

  private static final MemorySegment NOTHING = MemorySegment.NULL;

  private final CommandLog log;
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

  Journal(CommandLog log, KeptRequests kept, Keyspace keyspace) {
    this.log = log;
    this.kept = kept;
    this.keyspace = keyspace;
    this.store = keyspace.store();
  }

  /** A batch begins. */
  void begin(KeyValueSession session, int requests, Output out) {
    left = requests;
    unsent = out.unsentBytes();
    log.begin(session.origin, since(session), requests);
  }

  /** One that had to wait began when it was first tried. */
  private long since(KeyValueSession session) {
    return session.waitsSinceNs == 0 ? keyspace.nowNs() : session.waitsSinceNs;
  }

  /**
   * A request was carried out, or sent, or its value is awaited.
   *
   * @param counts whether it is one
   */
  void ended(
      int index, boolean counts, Command command, KeyValueSession session, Output out) {
    long replyBytes = replyBytes(out);
    if (sent) {
      sent = false;
    } else if (session.pending.isAwaited()) {
      session.row = log.takes() ? keep(index, command, session) : KeptRequests.NONE;
    } else if (counts && log.takes()) {
      add(index, command, session.encoding(), replyBytes);
    }
    read = null;
    left--;
    if (session.waitsSinceNs != 0) {
      session.waitsSinceNs = 0;
      beginAgain(session);
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
    log.end();
    if (left > 0) {
      log.begin(session.origin, keyspace.nowNs(), left);
    }
  }

  /** The batch has ended. */
  void end() {
    log.end();
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
    long item = command.item;
    boolean known = item >= 0 && !command.isGone();
    int valueLength = known ? store.valueLength(item) : 0;
    int flags = known ? store.clientFlags(item) : 0;
    Outcome outcome = item >= 0 ? Outcome.FOUND : Outcome.NOT_FOUND;
    add(verb, command, outcome, valueLength, flags, replyBytes, 0);
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

  private int keep(int index, Command command, KeyValueSession session) {
    LoggedVerb verb = session.encoding().verb(index);
    boolean stores = command.operation.stores();
    int row =
        kept.keep(
            verb, command.key.memory, command.key.offset, command.key.length,
            stores ? command.valueLength : 0, ttlSec(command), stores ? command.clientFlags : 0,
            number(command), since(session));
    if (row == KeptRequests.NONE) {
      log.lose();
    }
    return row;
  }

  /** A get was answered by what was read in another shard. */
  void read(Answer answer) {
    read = answer;
  }

  /** What a request is sent with in the place of its encoding's context: it is sent now. */
  long sent(int index, Command command, KeyValueSession session, long context) {
    sent = true;
    return log.takes() ? sent(keep(index, command, session), context) : context;
  }

  /** The same of a value that was awaited, and is where it belongs. */
  long sentAwaited(KeyValueSession session, long context) {
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
    log.add(
        kept, row, client, LoggedOutcomes.of(kept.verb(row), answer.operation(), outcome),
        found ? valueLength : 0, found ? flags : 0, replyBytes, LogLayout.ELSEWHERE,
        keyspace.nowNs());
  }

  /** A value that is awaited here is about to be stored or refused. */
  void completes(Output out) {
    unsent = out.unsentBytes();
  }

  /** It was. */
  void completed(KeyValueSession session, Outcome outcome, Output out) {
    int row = session.row;
    session.row = KeptRequests.NONE;
    if (row != KeptRequests.NONE) {
      LoggedResult result =
          LoggedOutcomes.of(kept.verb(row), session.pending.operation(), outcome);
      log.add(
          kept, row, session.origin, result, kept.valueLength(row), kept.clientFlags(row),
          replyBytes(out), 0, log.nowNs());
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
