package io.gannet.engine.watch;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What one worker counts of what it tells watchers. Its thread is the only writer. */
public final class WatchMetrics extends MetricGroup {
  /** In the ring to who makes lines of them. */
  public final Counter written =
      counter("watch_events_total", "log_worker_written", "Events that were told for watchers.");

  /** Not even there. */
  public final Counter dropped =
      counter(
          "watch_events_dropped_total",
          "log_worker_dropped",
          "Events that found the ring to who tells watchers full.");

  WatchMetrics() {}
}
