package io.gannet.bench.load;

import java.util.Map;
import java.util.TreeMap;

/** What went wrong, and how often. Bounded, whatever a server says. */
final class ErrorKinds {
  private static final int KINDS_MAX = 100;
  private static final String OTHERS = "others";

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String kind, long count) {
    boolean isNew = !counts.containsKey(kind) && counts.size() >= KINDS_MAX;
    counts.merge(isNew ? OTHERS : kind, count, Long::sum);
  }

  void addAll(ErrorKinds others, String prefix) {
    others.counts.forEach((kind, count) -> add(prefix + kind, count));
  }

  void clear() {
    counts.clear();
  }

  Map<String, Long> asMap() {
    return Map.copyOf(counts);
  }

  /** The most frequent one with its count, or "". */
  String worst() {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .orElse("");
  }
}
