package io.gannet.engine.klog;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What one worker counts of its log. Its thread is the only writer. */
public final class KlogMetrics extends MetricGroup {
  /** In the ring to who writes. */
  public final Counter logged =
      counter("klog_logged_total", "klog_logged", "Requests that were handed to the command log.");

  /** Not even there. */
  public final Counter discarded =
      counter(
          "klog_discarded_total",
          "klog_discard",
          "Requests that found the ring of the command log full, and are not in it.");

  /** Of those, what the log does not tell yet. */
  public final Counter untold =
      gauge(
          "klog_untold", "klog_untold",
          "Requests that are not in the command log, which does not say so yet.");

  /** One of so many is logged; these are the others. */
  public final Counter skipped =
      counter(
          "klog_skipped_total", "klog_skip", "Requests that --klog-sample leaves out of the log.");
}
