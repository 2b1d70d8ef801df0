package io.gannet.engine.store;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Why items were evicted: as many rows as a store has causes, which add up to its evictions. */
public final class EvictionCauses extends MetricGroup {
  /**
   * Causes.
   *
   * @param causes a word each
   * @param count how many items were evicted for a cause; from any thread
   */
  public EvictionCauses(List<String> causes, IntToLongFunction count) {
    super("", new RowLabels("evictions_", "cause", causes, row -> true));
    rowCounter(
        "items_evicted_by_cause_total", "", "Live items forgotten to make room, by cause.", count);
  }
}
