package io.gannet.server.worker;

import io.gannet.server.worker.turn.Life;
import io.gannet.server.worker.turn.VisibleConnections;
import java.lang.foreign.MemorySegment;
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
  private final VisibleConnections seen;
  private final List<String> listeners;

  /**
   * @param listeners what each is called that connections come to
   */
  ConnectionsView(int worker, VisibleConnections seen, List<String> listeners) {
    this.worker = worker;
    this.seen = seen;
    this.listeners = listeners;
  }

  /** A connection, and how much it was seen to hold. */
  private record Candidate(long amount, ConnectionRow row) {
    static final Comparator<Candidate> LEAST_FIRST =
        Comparator.comparingLong(Candidate::amount)
            .thenComparing(candidate -> candidate.row.slot(), Comparator.reverseOrder());
  }

  /** How many connections there can be. */
  public int slots() {
    return seen.slots();
  }

  /** What each listener is called, by its number. */
  public List<String> listeners() {
    return listeners;
  }

  /** The number of the listener that a slot's client came to. */
  public int listener(int slot) {
    return seen.listener(slot);
  }

  /** True of one that is told what happens. */
  public boolean isWatching(int slot) {
    return seen.isWatching(slot);
  }

  /** True if its client came by a Unix socket, and so has no address of its own. */
  public boolean isUnix(int slot) {
    return seen.isUnix(slot);
  }

  /** True if its client has an IPv6 address. */
  public boolean isV6(int slot) {
    return seen.isV6(slot);
  }

  /**
   * Writes the client's address and port, in ASCII: {@code 127.0.0.1:4711}, {@code [::1]:4711}.
   *
   * @return the offset behind it
   */
  public long putPeer(int slot, MemorySegment memory, long offset) {
    return seen.putPeer(slot, memory, offset);
  }

  /** Where a slot's connection is in its life. */
  public Life life(int slot) {
    return seen.life(slot);
  }

  /** True while the kernel has replies of it to send. */
  public boolean isSending(int slot) {
    return seen.isSending(slot);
  }

  /** True while the rest of a value is to come. */
  public boolean awaitsValue(int slot) {
    return seen.awaitsValue(slot);
  }

  /** What its next request waits for. */
  public WaitsFor waitsFor(int slot) {
    return WaitsFor.of(seen, slot);
  }

  /** A number of it, 0 or more. */
  public long figure(ConnectionFigure figure, int slot) {
    return figure.of(seen, slot);
  }

  /** All that is known of it. */
  ConnectionRow row(int slot) {
    return ConnectionRow.of(worker, seen, slot, listeners.get(seen.listener(slot)));
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
    for (int slot = 0; slot < slots(); slot++) {
      long amount = life(slot) != Life.FREE ? by.amount(seen, slot) : 0;
      if (amount > 0 && (kept.size() < limit || amount > kept.peek().amount)) {
        kept.add(new Candidate(amount, row(slot)));
        if (kept.size() > limit) {
          kept.poll();
        }
      }
    }
  }
}
