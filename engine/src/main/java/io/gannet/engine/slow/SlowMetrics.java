package io.gannet.engine.slow;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What one worker counts of slow requests. Its thread is the only writer. */
public final class SlowMetrics extends MetricGroup {
  /** As long as the threshold, or longer. */
  public final Counter slow =
      counter(
          "slow_requests_total", "slow_requests", "Requests that took --slow-us or longer.");

  /** Nobody knows how long. */
  public final Counter unjudged =
      counter(
          "slow_unjudged_total",
          "slow_unjudged",
          "Requests whose answer or value was awaited while as many others were as can be kept:"
              + " how long they took is not known.");
}
