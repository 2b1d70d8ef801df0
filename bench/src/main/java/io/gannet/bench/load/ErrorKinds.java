package io.gannet.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What went wrong, and how often. Bounded, whatever a server says. */
final class ErrorKinds {
  private static final int KINDS_MAX = 32;
  private static final int WORST = 3;
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

  /** The most frequent ones with their counts. */
  String worst() {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(WORST)
        .map(entry -> entry.getValue() + " × " + entry.getKey())
        .collect(Collectors.joining("; "));
  }
}
