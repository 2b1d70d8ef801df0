package io.gannet.engine.process.kv;

import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;

/** How long keys and values are that clients ask for and send: {@code stats lengths}. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public final class SizeMetrics extends MetricGroup {
  private static final int KEY_SHIFT_MAX = 8;
  private static final int VALUE_SHIFT_MAX = 27;

  /** Keys. */
  final Histogram keys =
      histogram("request_key_bytes", "key_bytes", "Bytes of keys, of one request in 67.",
          Histogram.ofPowers(KEY_SHIFT_MAX));

  /** Values. */
  final Histogram values =
      histogram("request_value_bytes", "value_bytes",
          "Bytes of values that came, or were found in this shard, of one request in 67.",
          Histogram.ofPowers(VALUE_SHIFT_MAX));

  /** Nothing was asked yet. */
  public SizeMetrics() {
    super("lengths", null);
  }
}
