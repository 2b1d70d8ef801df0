package io.gannet.server.listener;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;

/** What the listener counts, of all its sockets and of each. Its thread is the only writer. */
public final class ListenerMetrics extends MetricGroup {
  private final Counter accepted =
      counter("connections_accepted_total", "total_connections", "Connections accepted.");

  private final Counter rejected =
      counter(
          "connections_rejected_total",
          "rejected_connections",
          "Connections refused because --max-connections were open.");

  private final Counter acceptErrors =
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

  private final Rows rows;

  /** With a row for each socket, of its name. */
  ListenerMetrics(List<String> names) {
    this.rows = part(new Rows(names));
  }

  /** Where each came in: {@code stats listeners}. */
  private static final class Rows extends MetricGroup {
    final Counters accepted =
        rowCounter("listener_accepted_total", "accepted", "Connections accepted here.");
    final Counters rejected =
        rowCounter(
            "listener_rejected_total",
            "rejected",
            "Connections refused here because --max-connections were open.");
    final Counters acceptErrors =
        rowCounter(
            "listener_accept_errors_total",
            "accept_errors",
            "Calls of accept(2) that failed here.");

    Rows(List<String> names) {
      super("listeners", new RowLabels("", "listener", names, row -> true));
    }
  }

  /** A connection was accepted at the socket of that number. */
  void accepted(int listener) {
    accepted.increment();
    rows.accepted.increment(listener);
  }

  /** It was refused, as there are too many. */
  void rejected(int listener) {
    rejected.increment();
    rows.rejected.increment(listener);
  }

  /** An accept failed. */
  void acceptFailed(int listener) {
    acceptErrors.increment();
    rows.acceptErrors.increment(listener);
  }
}
