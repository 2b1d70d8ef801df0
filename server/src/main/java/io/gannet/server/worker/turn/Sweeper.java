package io.gannet.server.worker.turn;

import io.gannet.engine.process.Session;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.Connection.Receive;

/**
 * What happens to a connection by the passing of time: once a second each is looked at that has
 * something under way or has just had, some in each turn; the rest when it is time for them. To
 * find those, an int of each is read, in the order in which they lie: that costs less than a wheel
 * would until there are millions (docs/013).
 *
 * <p>Every timeout measures the last byte that moved. The kernel tells of bytes only when an
 * operation is over, and that of a large value may take long: so one that is long in flight is
 * asked how far it is, by cancelling it; it ends with the bytes it has moved, and what is left is
 * submitted anew. A client is slow only if nothing at all moved in between. One thread.
 */
final class Sweeper {
  /** Connections looked at in one turn: some tens of microseconds. */
  private static final int LOOKS_PER_TURN = 1024;

  /** Connections in one turn of which it is read whether they are to be looked at: about ten. */
  private static final int READS_PER_TURN = 16_384;

  /** How long an operation is in flight before it is asked how far it is. */
  private static final int PROBE_SEC = 1;

  /**
   * How often in a row nothing was found to have moved before that is believed: the first answer
   * may be of an operation that had not yet had its chance, as a socket is not called writable
   * before a third of its buffer is free.
   */
  private static final int STANDS = 2;

  /** How long a receive is armed in vain before it is armed anew, lest its wake-up be lost. */
  private static final int RENEW_SEC = 60;

  /** The same once bytes have come since it was armed: it is in a burst that wake-ups get lost. */
  private static final int RENEW_BUSY_SEC = 5;

  /** How long somebody waits for memory before those who keep it for nothing are closed. */
  static final long SCARCE_NS = 500_000_000L;

  /** How long nothing of theirs has moved then. */
  private static final int SCARCE_SEC = 2;

  /** Bytes a second of a value that are too few then, and for how long. */
  private static final long CRAWL_BYTES = 4096;

  private static final int CRAWL_SEC = 4;

  private static final long NS_PER_SEC = 1_000_000_000L;

  private final ConnectionTable table;
  private final PatienceClock patience;
  private final Lifecycle lifecycle;
  private final Arming arming;
  private final MemoryWaits memoryWaits;
  private final Crossing crossing;
  private final Submissions submissions;
  private final WorkerMetrics metrics;
  private final WorkerOptions options;
  private int next;
  private int nowSec;

  Sweeper(
      ConnectionTable table,
      PatienceClock patience,
      Lifecycle lifecycle,
      Arming arming,
      MemoryWaits memoryWaits,
      Crossing crossing,
      Submissions submissions,
      WorkerMetrics metrics,
      WorkerOptions options) {
    this.table = table;
    this.patience = patience;
    this.lifecycle = lifecycle;
    this.arming = arming;
    this.memoryWaits = memoryWaits;
    this.crossing = crossing;
    this.submissions = submissions;
    this.metrics = metrics;
    this.options = options;
  }

  /** True if the round of this second is not over. */
  boolean hasMore() {
    return next > 0;
  }

  /** Begins the round of a new second, or goes on with the one under way. Once a turn. */
  void sweep() {
    if (next == 0 && patience.nowSec() != nowSec) {
      nowSec = patience.nowSec();
      next = table.liveCount();
    }
    next = Math.min(next, table.liveCount());
    int until = Math.max(0, next - READS_PER_TURN);
    int looks = LOOKS_PER_TURN;
    while (next > until && looks > 0 && submissions.haveRoom()) {
      int due = table.lastDue(until, next, nowSec);
      assert areToBeLeft(due + 1, next);
      next = due;
      if (next >= until) {
        look(table.live(next));
        looks--;
      }
    }
    next = Math.max(next, until);
  }

  /**
   * Time does nothing to them in this second, or they are to be looked at in the next: who was in
   * this round already may have moved to the place of one who has left.
   */
  private boolean areToBeLeft(int start, int end) {
    for (int position = start; position < end; position++) {
      boolean isDue = nextLookSec(table.live(position)) <= nowSec;
      if (isDue && table.lookAtSec(position) > nowSec + 1) {
        return false;
      }
    }
    return true;
  }

  private void look(Connection connection) {
    if (connection.life() != Life.CLOSING) {
      judge(connection);
    }
    table.lookAgain(connection, Math.max(nextLookSec(connection), nowSec + 1));
  }

  /** When time will have done something to it, if nothing else happens to it before. */
  private int nextLookSec(Connection connection) {
    if (!connection.isAtRest()) {
      return nowSec; // each second
    }
    int idleSec = options.idleTimeoutSec();
    int idleAtSec = idleSec > 0 ? activeAtSec(connection) + idleSec : Integer.MAX_VALUE;
    return Math.min(idleAtSec, renewAtSec(connection));
  }

  private void judge(Connection connection) {
    measure(connection);
    if (isForsaken(connection)) {
      metrics.shardKicks.increment();
      lifecycle.abort(connection);
    } else if (isDeaf(connection) || isMute(connection) || isInTheWay(connection)) {
      metrics.stallKicks.increment();
      lifecycle.abort(connection);
    } else if (isIdle(connection)) {
      metrics.idleKicks.increment();
      lifecycle.closeIdle(connection);
    } else {
      ask(connection);
    }
  }

  private void measure(Connection connection) {
    long awaited = connection.session.awaitedBytes();
    long came = connection.awaitedBefore - awaited;
    boolean sends = connection.session.holdsMemory() && !connection.waitsForMemory();
    boolean crawls = sends && came >= 0 && came < CRAWL_BYTES;
    connection.crawlsSec = crawls ? connection.crawlsSec + 1 : 0;
    connection.awaitedBefore = awaited;
    int answers = connection.session.answersCome();
    boolean unanswered = connection.waitsForShard() && answers == connection.answersBefore;
    connection.unansweredSec = unanswered ? connection.unansweredSec + 1 : 0;
    connection.answersBefore = answers;
  }

  /** Is kept waiting by another worker that does not run, or by what it has asked there. */
  private boolean isForsaken(Connection connection) {
    return connection.unansweredSec >= options.shardTimeoutSec()
        || promiseStandsNs(connection) >= options.shardTimeoutSec() * NS_PER_SEC;
  }

  private long promiseStandsNs(Connection connection) {
    boolean promised = connection.out.promises() > 0;
    return promised ? patience.nowNs() - connection.out.promisedSinceNs() : 0;
  }

  /** Takes nothing of a reply. A watcher may look away: it is told how much it has missed. */
  private boolean isDeaf(Connection connection) {
    return !connection.session.isWatching()
        && sendStandsSec(connection) >= options.sendTimeoutSec();
  }

  /** For how long nothing that was to be sent has moved, as far as that is known. */
  private int sendStandsSec(Connection connection) {
    boolean unacknowledged = connection.isZeroCopying() && !connection.isSending();
    boolean stands = unacknowledged || connection.sendStands >= STANDS;
    return stands ? nowSec - connection.sentAtSec : 0;
  }

  /** Sends nothing of a value whose place is kept. */
  private boolean isMute(Connection connection) {
    return valueStandsSec(connection) >= options.valueTimeoutSec();
  }

  private int valueStandsSec(Connection connection) {
    Session session = connection.session;
    boolean unknown = connection.receive() == Receive.VALUE && connection.valueStands < STANDS;
    boolean waits = connection.isWaiting() || !connection.in.isEmpty();
    return session.holdsMemory() && !unknown && !waits ? nowSec - connection.receivedAtSec : 0;
  }

  /** Keeps memory that somebody else waits for, and does nothing or next to nothing with it. */
  private boolean isInTheWay(Connection connection) {
    boolean elsewhere = crossing != null && crossing.isMemoryWaitedFor();
    if (memoryWaits.longestNs() < SCARCE_NS && !elsewhere) {
      return false;
    }
    boolean keeps = connection.out.pins() > 0 || connection.out.promises() > 0;
    boolean deaf = keeps && sendStandsSec(connection) >= SCARCE_SEC;
    boolean mute = valueStandsSec(connection) >= SCARCE_SEC;
    return deaf || mute || connection.crawlsSec >= CRAWL_SEC;
  }

  /**
   * Is owed nothing: a send that was asked how far it is may have ended with a rest. Who watches
   * has nothing to say.
   */
  private boolean isIdle(Connection connection) {
    return options.idleTimeoutSec() > 0
        && !connection.session.isWatching()
        && !connection.owes()
        && !connection.isZeroCopying()
        && nowSec - activeAtSec(connection) >= options.idleTimeoutSec();
  }

  private static int activeAtSec(Connection connection) {
    return Math.max(connection.receivedAtSec, connection.sentAtSec);
  }

  private void ask(Connection connection) {
    boolean asked = nowSec - connection.probedAtSec < PROBE_SEC;
    if (!asked && connection.isSending() && nowSec - connection.sentAtSec >= PROBE_SEC) {
      probe(connection, connection.sendingOp());
    }
    if (!asked && connection.receive() == Receive.VALUE) {
      if (nowSec - Math.max(connection.receivedAtSec, connection.armedAtSec) >= PROBE_SEC) {
        probe(connection, Op.RECV_VALUE);
      }
    }
    if (connection.receive() != Receive.VALUE && nowSec >= renewAtSec(connection)) {
      arming.renew(connection);
    }
  }

  /** From then on nothing has come for so long that a wake-up may have been lost. */
  private static int renewAtSec(Connection connection) {
    boolean busy = connection.receivedAtSec >= connection.armedAtSec;
    return busy ? connection.receivedAtSec + RENEW_BUSY_SEC : connection.armedAtSec + RENEW_SEC;
  }

  private void probe(Connection connection, int op) {
    connection.probedAtSec = nowSec;
    metrics.probes.increment();
    arming.probe(connection, op);
  }
}
