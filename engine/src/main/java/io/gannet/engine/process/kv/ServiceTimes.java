package io.gannet.engine.process.kv;

import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.store.Store;

/**
 * How long requests are served, at the price of no look at the clock: what is carried out in a turn
 * is counted, and takes as long as the turn, at whose end its replies leave. What was begun in an
 * earlier one takes the time since then as well.
 *
 * <pre>
 *   turn begins ─► served … served ─► turn ends ─► one look at the clock for all of them
 *                  a count a verb                  a histogram each
 * </pre>
 *
 * <p>One thread. Allocates nothing.
 */
public final class ServiceTimes {
  /** Of so many requests one is looked at for its lengths: a prime, and more than a batch has. */
  static final int SAMPLE = 67;

  /** Of a turn, those that were begun before it: if there are more, they lack this turn's part. */
  private static final int LATE_MAX = 64;

  /** In the place of a row: it was sent to another shard. */
  private static final int FORWARDED = -1;

  private static final int NONE = -1;

  private final ServiceMetrics metrics;
  private final SizeMetrics sizes;
  private final Store store;
  private final int[] counts = new int[ServiceMetrics.ROW_COUNT];

  /** Of which rows something is counted, a bit each. */
  private int counted;

  private final long[] lateNs = new long[LATE_MAX];
  private final int[] lateRows = new int[LATE_MAX];
  private int late;

  /** Requests until the next whose lengths are looked at. */
  private int untilSample = SAMPLE / 2;

  /** Who is waited for: the answer to one request that was sent to another shard, if any. */
  private int followedTicket = NONE;

  private long followedOrigin;
  private long followedSinceNs;

  static {
    assert SAMPLE > Batch.COMMANDS_MAX : "of a batch one at most";
  }

  /** To the histograms of a keyspace. */
  public ServiceTimes(KeyspaceMetrics metrics, Store store) {
    this.metrics = metrics.service;
    this.sizes = metrics.sizes;
    this.store = store;
  }

  /** So many requests were carried out and answered in this turn. */
  public void served(LoggedVerb verb, int requests) {
    int row = ServiceMetrics.rowOf(verb);
    counts[row] += requests;
    counted |= 1 << row;
  }

  /** The same of one that was begun so long before this turn. */
  public void servedLate(LoggedVerb verb, long beforeNs) {
    late(ServiceMetrics.rowOf(verb), beforeNs);
  }

  private void late(int row, long beforeNs) {
    if (late == LATE_MAX) {
      recordLate(0);
    }
    lateRows[late] = row;
    lateNs[late++] = beforeNs;
  }

  /** A request was sent to another shard, which answers it by a ticket. */
  public void sent(long origin, int ticket, long nowNs) {
    if (followedTicket == NONE && ticket >= 0) {
      followedTicket = ticket;
      followedOrigin = origin;
      followedSinceNs = nowNs;
    }
  }

  /** One of those is answered, or will not be. */
  public void answered(long origin, int ticket, long nowNs) {
    if (ticket == followedTicket && ticket != NONE && origin == followedOrigin) {
      followedTicket = NONE;
      late(FORWARDED, nowNs - followedSinceNs);
    }
  }

  /** Which of the next requests is to be given to {@link #sample}; it may be far behind them. */
  public int nextSample() {
    return untilSample;
  }

  /** So many requests were carried out. */
  public void passed(int requests) {
    untilSample -= requests;
    untilSample += untilSample < 0 ? SAMPLE : 0;
  }

  /** Looks at the lengths of a command with a key, which was just carried out. */
  public void sample(Command command) {
    sizes.keys.record(command.key.length);
    if (command.operation.stores()) {
      sizes.values.record(command.valueLength);
    } else if (command.operation.retrieves() && command.item >= 0 && !command.isGone()) {
      sizes.values.record(store.valueLength(command.item));
    }
  }

  /** The turn has ended, and its replies leave. */
  public void turnEnded(long tookNs) {
    while (counted != 0) {
      int row = Integer.numberOfTrailingZeros(counted);
      metrics.record(row, tookNs, counts[row]);
      counts[row] = 0;
      counted &= counted - 1;
    }
    if (late > 0) {
      recordLate(tookNs);
    }
  }

  private void recordLate(long tookNs) {
    for (int i = 0; i < late; i++) {
      long allNs = Math.max(0, lateNs[i]) + tookNs;
      if (lateRows[i] == FORWARDED) {
        metrics.recordForwarded(allNs);
      } else {
        metrics.record(lateRows[i], allNs, 1);
      }
    }
    late = 0;
  }
}
