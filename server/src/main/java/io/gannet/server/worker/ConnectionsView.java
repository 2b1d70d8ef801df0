package io.gannet.server.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A worker's connections, seen from outside: who holds what. Any thread.
 *
 * <p>It reads what the worker writes, without asking it: a million connections are looked at while
 * it serves, and it does nothing for that. So what another thread is told may be a moment old, and
 * what is told of one may mix what was before and after a request, or a client and the next one of
 * its slot. But nothing is read that was not written, as a 64-bit JVM writes ints and longs whole,
 * and who looks for those that hold much, and go on holding it, is not misled. The worker itself
 * reads what is. Nothing is allocated but for rows.
 */
public final class ConnectionsView {
  private final int worker;
  private final ConnectionTable table;
  private final PatienceClock patience;

  ConnectionsView(int worker, ConnectionTable table, PatienceClock patience) {
    this.worker = worker;
    this.table = table;
    this.patience = patience;
  }

  /** A connection, and how much it was seen to hold. */
  private record Candidate(long amount, ConnectionRow row) {
    static final Comparator<Candidate> LEAST_FIRST =
        Comparator.comparingLong(Candidate::amount)
            .thenComparing(candidate -> candidate.row.slot(), Comparator.reverseOrder());
  }

  /** How many connections there can be. */
  public int slots() {
    return table.slots();
  }

  /** The IPv4 address of a slot's client, its four bytes in an int; 0 if it is not known. */
  public int peerAddress(int slot) {
    return table.slot(slot).peerAddress;
  }

  /** The client's port. */
  public int peerPort(int slot) {
    return table.slot(slot).peerPort;
  }

  /** Where a slot's connection is in its life. */
  public Life life(int slot) {
    return table.slot(slot).life();
  }

  /** What its next request waits for. */
  public WaitsFor waitsFor(int slot) {
    return WaitsFor.of(table.slot(slot));
  }

  /** A number of it, 0 or more. */
  public long figure(ConnectionFigure figure, int slot) {
    return figure.of(table.slot(slot), patience.nowSec());
  }

  /** All that is known of it. */
  ConnectionRow row(int slot) {
    return ConnectionRow.of(worker, table.slot(slot), patience.nowSec());
  }

  /**
   * Those that hold most of something, who holds most first; of those that hold none, none.
   *
   * @param views of all workers
   * @param limit how many at most, 1 or more
   */
  public static List<ConnectionRow> largest(List<ConnectionsView> views, Holding by, int limit) {
    PriorityQueue<Candidate> kept = new PriorityQueue<>(Candidate.LEAST_FIRST);
    for (ConnectionsView view : views) {
      view.offer(by, limit, kept);
    }
    List<ConnectionRow> rows = new ArrayList<>(kept.size());
    while (!kept.isEmpty()) {
      rows.add(kept.poll().row);
    }
    return rows.reversed();
  }

  private void offer(Holding by, int limit, PriorityQueue<Candidate> kept) {
    int nowSec = patience.nowSec();
    for (int slot = 0; slot < slots(); slot++) {
      long amount = life(slot) != Life.FREE ? by.amount(table.slot(slot), nowSec) : 0;
      if (amount > 0 && (kept.size() < limit || amount > kept.peek().amount)) {
        kept.add(new Candidate(amount, row(slot)));
        if (kept.size() > limit) {
          kept.poll();
        }
      }
    }
  }
}
