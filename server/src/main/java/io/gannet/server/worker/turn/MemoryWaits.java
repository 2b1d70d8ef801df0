package io.gannet.server.worker.turn;

import io.gannet.engine.process.Processor;
import io.gannet.server.worker.option.WorkerOptions;

/**
 * Connections whose next request waits for memory of the store, who waits longest first; small
 * requests apart from large ones, as those are served where these are not. Each queue's first is
 * tried once a turn, however much others pour; the rest if it is served. One that has waited too
 * long is refused.
 *
 * <p>One thread.
 */
final class MemoryWaits {
  /** Requests that want more wait behind others of their kind. */
  private static final long SMALL_BYTES_MAX = 8192;

  private final Processor processor;
  private final PatienceClock patience;
  private final long waitNsMax;
  private final WaitQueue small = new WaitQueue();
  private final WaitQueue large = new WaitQueue();
  private boolean smallTried;
  private boolean largeTried;

  /** One of the queue under way has been tried in this turn. */
  private boolean begun;

  MemoryWaits(Processor processor, PatienceClock patience, WorkerOptions options) {
    this.processor = processor;
    this.patience = patience;
    this.waitNsMax = options.waitTimeoutNs();
  }

  /** A turn begins: each queue's first may be tried again. */
  void beginTurn() {
    smallTried = small.isEmpty();
    largeTried = large.isEmpty();
    begun = false;
  }

  int size() {
    return small.size() + large.size();
  }

  /** Puts a connection behind the others of its kind. */
  void add(Connection connection) {
    assert !connection.isWaiting();
    connection.waitingSinceNs = Math.max(1, patience.nowNs());
    connection.waits = connection.session.waitsBegun();
    boolean isSmall = connection.session.wantedBytes() <= SMALL_BYTES_MAX;
    (isSmall ? small : large).add(connection);
  }

  /**
   * Who is to be tried next in this turn, or null.
   *
   * @param more whether the turn has time for more than one of each queue
   */
  Connection next(boolean more) {
    WaitQueue queue = smallTried ? large : small;
    if (queue == large && largeTried) {
      return null;
    }
    Connection first = queue.first();
    if (first == null || begun && !more) {
      tried(queue);
      return next(more);
    }
    begun = true;
    if (patience.nowNs() - first.waitingSinceNs >= waitNsMax) {
      processor.giveUp(first.session);
    }
    return first;
  }

  /** True if it is the same request that waits on; then its queue has been tried in this turn. */
  boolean stillWaits(Connection connection) {
    if (connection.waits != connection.session.waitsBegun()) {
      return false;
    }
    tried(connection.queue);
    return true;
  }

  private void tried(WaitQueue queue) {
    begun = false;
    if (queue == small) {
      smallTried = true;
    } else {
      largeTried = true;
    }
  }

  /** For how long who waits longest has waited. */
  long longestNs() {
    return Math.max(waitedNs(small), waitedNs(large));
  }

  private long waitedNs(WaitQueue queue) {
    return queue.isEmpty() ? 0 : patience.nowNs() - queue.first().waitingSinceNs;
  }
}
