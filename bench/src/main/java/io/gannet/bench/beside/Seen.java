package io.gannet.bench.beside;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a {@link Neighbour} saw of a server. Histograms are in nanoseconds. Written by one thread.
 */
public final class Seen {
  private static final int DIGITS = 3;

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

  /** From asking until the answer was whole; of those without one, how long it was waited for. */
  public Histogram waits() {
    return waits;
  }

  /**
   * By how much the pause between two requests was longer than asked for: what this thread waits
   * for a CPU, its own process's collections included, is part of every wait above.
   */
  public Histogram oversleeps() {
    return oversleeps;
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
