package io.gannet.engine.metrics;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Several things of a kind, a row each, of which the same figures are told: size classes, TTL
 * buckets. A row that says nothing is not told.
 *
 * @param prefix what a row's names in {@code stats} begin with: {@code items:}, or nothing
 * @param label Prometheus' name of the label: {@code size_class}
 * @param texts what tells each row apart: {@code 5}
 * @param told whether a row is to be told; from any thread, without allocating
 */
public record RowLabels(String prefix, String label, List<String> texts, IntPredicate told) {
  /** Keeps a copy of the texts. */
  public RowLabels {
    texts = List.copyOf(texts);
  }

  /** The same rows under names that begin otherwise. */
  public RowLabels withPrefix(String other) {
    return new RowLabels(other, label, texts, told);
  }

  /** What names of a row begin with, {@code items:5}. */
  public String head(int row) {
    return prefix + texts.get(row);
  }

  /** What follows the head: {@code :number}, or nothing for a figure without a name. */
  public static String tail(String stat) {
    return stat.isEmpty() ? "" : ":" + stat;
  }
}
