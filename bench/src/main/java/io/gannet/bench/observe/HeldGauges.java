package io.gannet.bench.observe;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which of a Gannet's gauges stand for what it holds for clients, by their names: what is in use,
 * held, waiting, pinned or reserved, and connections. All of these are 0 when no client is there,
 * or has anything to wait for.
 */
final class HeldGauges {
  private static final Pattern HELD = Pattern.compile(
      "gannet_(?:connections|pins|reservations"
          + "|.*_(?:used|held|owed|pinned|paused|parked|pending|in_use|runnable)"
          + "|.*_waiting(?:_for_.*)?"
          + "|(?:.*_)?reserved(?:_.*)?|(?:.*_)?(?:held|pinned|waiting)_bytes)");

  /** Slabs and their places hold items, which nobody gives back. */
  private static final Pattern KEPT = Pattern.compile("gannet_(?:slabs_used|size_class_.*)");

  private HeldGauges() {}

  /** Those of a page of Prometheus' text format, summed over workers. */
  static Map<String, Double> of(String metrics) {
    Set<String> gauges = new HashSet<>();
    for (String line : metrics.split("\n")) {
      String[] words = line.split(" ");
      if (line.startsWith("# TYPE ") && words.length == 4 && words[3].equals("gauge")) {
        gauges.add(words[2]);
      }
    }
    Map<String, Double> held = new TreeMap<>(AdminMetrics.parse(metrics));
    held.keySet().removeIf(name -> !gauges.contains(name) || !isHeld(name));
    return held;
  }

  private static boolean isHeld(String name) {
    return HELD.matcher(name).matches() && !KEPT.matcher(name).matches();
  }
}
