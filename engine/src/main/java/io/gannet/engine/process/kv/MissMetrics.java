package io.gannet.engine.process.kv;

import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.store.MissCause;

/** Why keys were not there: the causes add up to the misses, in each of the two columns. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public final class MissMetrics extends MetricGroup {
  /** Of keys that were asked for. */
  public final Counters gets =
      rowCounter("misses_total", "", "Keys asked for that were not there, by cause.");

  /** Of keys that were to be touched, as well or only. */
  public final Counters touches =
      rowCounter("touch_misses_total", "touch", "Touches of nothing, by cause.");

  /** No miss yet. */
  public MissMetrics() {
    super("", new RowLabels("misses_", "cause", MissCause.texts(), row -> true));
  }
}
