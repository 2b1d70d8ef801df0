package io.gannet.engine.reuse;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/** The misses that there would be with other memory: a row each, an eighth of it to eightfold. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public final class ReuseMetrics extends MetricGroup {
  /** The rows, by what memory is multiplied by. */
  private static final List<String> TEXTS = List.of("0.125", "0.25", "0.5", "1", "2", "4", "8");

  private static final int SMALLEST_SHIFT = 3;
  static final int POINTS = TEXTS.size();

  /** Counts have so many binary places. */
  private static final int PLACES = 8;

  private static final List<String> NAMED = List.of("half", "this", "double", "quadruple");
  private static final int FIRST_NAMED = 2;

  private final Counters bytes = rowGauge("reuse_memory_bytes", "bytes", "So much memory.");
  private final Counters misses = new Counters(POINTS);

  /** Keys that are followed. */
  final Counter keys = gauge("reuse_keys", "keys", "Keys whose requests are followed.");

  /**
   * Nothing was asked yet.
   *
   * @param gets how many keys were asked for; from any thread
   */
  public ReuseMetrics(LongSupplier gets) {
    super("mrc", new RowLabels("", "memory", TEXTS, row -> true));
    IntToLongFunction told =
        rowCounter("reuse_misses_total", "misses",
            "Keys asked for that a cache by least recent use would have missed, by its memory.",
            row -> misses.get(row) >> PLACES);
    counter("reuse_gets_total", "gets", "Keys asked for.", gets);
    for (int i = 0; i < NAMED.size(); i++) {
      int row = FIRST_NAMED + i;
      ratio("reuse_miss_ratio_" + NAMED.get(i) + "_memory", NAMED.get(i) + ":miss_ratio",
          "Misses by least recent use with so much memory, by keys asked for.",
          () -> told.applyAsLong(row), told("gets"));
    }
  }

  /** The memory that there is. */
  void memory(long memoryBytes) {
    for (int row = 0; row < POINTS; row++) {
      bytes.set(row, (memoryBytes << row) >> SMALLEST_SHIFT);
    }
  }

  /** Bytes of the largest memory of all. */
  long bytesMax() {
    return bytes.get(POINTS - 1);
  }

  /** A request for a key was met, with so many bytes to be kept for it to be a hit. */
  void met(long distanceBytes, double weight) {
    long count = (long) (weight * (1 << PLACES));
    for (int row = 0; row < POINTS && distanceBytes > bytes.get(row); row++) {
      misses.add(row, count);
    }
  }
}
