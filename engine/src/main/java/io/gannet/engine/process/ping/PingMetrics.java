package io.gannet.engine.process.ping;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What a ping processor counts. */
public final class PingMetrics extends MetricGroup {
  /** Lines answered. */
  public final Counter requests = counter("requests_total", null, "Requests executed.");
}
