package io.gannet.bench.beside;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a {@link Neighbour} saw of a server. Histograms are in nanoseconds. Written by one thread.
 */
public final class Seen {
  private static final int DIGITS = 3;

  /** It would have asked so often, had it been answered at once. */
  private static final long INTERVAL_NS = 1_000_000;

  private final Histogram waits = new Histogram(DIGITS);
  private final Histogram oversleeps = new Histogram(DIGITS);
  private final Map<String, Long> faults = new TreeMap<>();
  private long unanswered;

  Seen() {}

  void answered(long waitNs) {
    waits.recordValue(Math.max(0, waitNs));
  }

  void overslept(long lateNs) {
    oversleeps.recordValue(Math.max(0, lateNs));
  }

  /** It was waited for so long, and did not come. */
  void unanswered(long waitNs) {
    unanswered++;
    answered(waitNs);
    fault("no answer");
  }

  void fault(String kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  /** Requests, those without an answer included. */
  public long requests() {
    return waits.getTotalCount();
  }

  /**
   * From asking until the answer was whole, in a copy; of those without one, how long it was waited
   * for. A wait of 10 ms stands for those that would have asked 1, 2, … 9 ms later too: who is kept
   * waiting asks less often, and would find long waits rare ("coordinated omission", Tene).
   */
  public Histogram waits() {
    return waits.copyCorrectedForCoordinatedOmission(INTERVAL_NS);
  }

  /**
   * By how much the pause between two requests was longer than asked for, in a copy likewise: what
   * this thread waits for a CPU, its own process's collections included, is part of every wait
   * above.
   */
  public Histogram oversleeps() {
    return oversleeps.copyCorrectedForCoordinatedOmission(INTERVAL_NS);
  }

  /** Requests without an answer. */
  public long unanswered() {
    return unanswered;
  }

  /**
   * What must not happen to a client that does nothing wrong, and how often it did: {@code "closed
   * by the server" → 1}; those without an answer too.
   */
  public Map<String, Long> faults() {
    return faults;
  }
}
