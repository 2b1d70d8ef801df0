package io.gannet.server.klog.cli;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each of very many words came, in bounded memory: those that are rare are forgotten
 * every now and then, so a count may be too low by one for each stretch of all words, and none too
 * high.
 *
 * @see <a href="https://dl.acm.org/doi/10.5555/1287369.1287400">Manku and Motwani, Approximate
 *     Frequency Counts over Data Streams</a>: lossy counting
 */
final class Frequencies {
  private final int stretch;
  private final Map<String, Count> counts = new HashMap<>();
  private long seen;

  /** With rare ones forgotten after each stretch of so many. */
  Frequencies(int stretch) {
    this.stretch = stretch;
  }

  /** How often a word came since it was last not known. */
  static final class Count {
    long count;
    long bytes;
    private final long missed;

    private Count(long missed) {
      this.missed = missed;
    }
  }

  /** A word came, with so many bytes. */
  void add(String word, long bytes) {
    Count count = counts.computeIfAbsent(word, one -> new Count(seen / stretch));
    count.count++;
    count.bytes += bytes;
    seen++;
    if (seen % stretch == 0) {
      counts.values().removeIf(one -> one.count + one.missed <= seen / stretch);
    }
  }

  /** Those that came most often, and how often. */
  List<Map.Entry<String, Count>> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Count> one) -> -one.getValue().count)
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .toList();
  }

  long seen() {
    return seen;
  }
}
