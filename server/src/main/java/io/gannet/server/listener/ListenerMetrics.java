package io.gannet.server.listener;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/** What the listener counts. Its thread is the only writer. */
public final class ListenerMetrics extends MetricGroup {
  /** Connections accepted. */
  public final Counter accepted =
      counter("connections_accepted_total", "total_connections", "Connections accepted.");

  /** Connections refused. */
  public final Counter rejected =
      counter(
          "connections_rejected_total",
          "rejected_connections",
          "Connections refused because --max-connections were open.");

  /** Failed accepts. */
  public final Counter acceptErrors =
      counter("accept_errors_total", null, "Calls of accept(2) that failed.");

  /** Failed hand-overs. */
  public final Counter handoverErrors =
      counter("handover_errors_total", null, "Connections that no worker could be told of.");

  /** Enters that the kernel had no means for. */
  public final Counter enterErrors =
      counter(
          "listener_enter_errors_total",
          null,
          "Calls of io_uring_enter(2) by the listener that the kernel had no memory for.");
}
