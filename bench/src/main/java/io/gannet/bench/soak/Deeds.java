package io.gannet.bench.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What clients did, and what was wrong with what they were told. Any thread. */
public final class Deeds {
  /** So many kinds of faults are told apart. */
  private static final int FAULTS_MAX = 20;

  /** What is counted. */
  public enum Deed {
    CONNECTIONS,
    STORED,
    HITS,
    MISSES,
    DELETED,
    TOUCHED,
    COUNTED,
    /** There was no memory. */
    REFUSED,
    /** Went in the middle of something. */
    DEATHS
  }

  private final Map<Deed, Long> counts = new EnumMap<>(Deed.class);
  private final Map<String, Long> faults = new TreeMap<>();

  Deeds() {
    for (Deed deed : Deed.values()) {
      counts.put(deed, 0L);
    }
  }

  void count(Deed deed) {
    count(deed, 1);
  }

  synchronized void count(Deed deed, long times) {
    counts.merge(deed, times, Long::sum);
  }

  synchronized void fault(String what) {
    if (faults.size() < FAULTS_MAX || faults.containsKey(what)) {
      faults.merge(what, 1L, Long::sum);
    }
  }

  /** How often each was done. */
  public synchronized Map<Deed, Long> counts() {
    return new EnumMap<>(counts);
  }

  /** What no client may be told or be done to, and how often it was. */
  public synchronized Map<String, Long> faults() {
    return new TreeMap<>(faults);
  }
}
