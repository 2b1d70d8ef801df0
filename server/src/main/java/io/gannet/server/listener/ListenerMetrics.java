package io.gannet.server.listener;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;

/**
 * What the listener counts, of all its sockets and of each. Its thread is the only writer, but of
 * what the kernel is asked for by those who tell it.
 */
public final class ListenerMetrics extends MetricGroup {
  private static final int US_DECIMALS = 6;
  private static final long NS_PER_US = 1000;

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

  private final Counter disabled =
      counter(
          "listener_disabled_total",
          "listen_disabled_num",
          "Times that nobody was accepted for a while, for want of descriptors or memory.");

  private final Counter disabledUs = new Counter();
  private final Rows rows;

  /**
   * With a row for each socket, of its name.
   *
   * @param connectionsMax how many may be open
   */
  ListenerMetrics(List<String> names, int connectionsMax) {
    this.rows = part(new Rows(names));
    gauge("connections_max", "max_connections", "How many connections may be open.",
        () -> connectionsMax);
    gauge("listener_accepting", "accepting_conns", "Whether connections are accepted: 1 or 0.",
        rows::isAccepting);
    counter("listener_disabled_seconds_total", null, US_DECIMALS,
        "Time in which nobody was accepted at a socket.", disabledUs::get);
    counter(null, "time_in_listen_disabled_us", "The same in microseconds.", disabledUs::get);
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

    final Counters waiting =
        rowGauge(
            "listener_queue",
            "queue",
            "Connections that waited in the kernel to be accepted, when last looked; 0 of a Unix"
                + " socket.");
    final Counters waitingMax =
        rowMaximum("listener_queue_max", "queue_max", "How many may; 0 of a Unix socket.");

    /** When it stopped to accept, or 0. */
    private final Counters disabledSinceNs;

    Rows(List<String> names) {
      super("listeners", new RowLabels("", "listener", names, row -> true));
      disabledSinceNs = new Counters(names.size());
    }

    private long isAccepting() {
      for (int row = 0; row < disabledSinceNs.rows(); row++) {
        if (disabledSinceNs.get(row) != 0) {
          return 0;
        }
      }
      return 1;
    }
  }

  /** So many wait to be accepted there. Any thread of control. */
  void waiting(int listener, ListenSocket.Queue queue) {
    rows.waiting.set(listener, queue.waiting());
    rows.waitingMax.set(listener, queue.max());
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

  /** Nobody is accepted there until there is more to accept them with. */
  void disabled(int listener, long nowNs) {
    disabled.increment();
    rows.disabledSinceNs.set(listener, nowNs);
  }

  /** It is tried again. */
  void enabled(int listener, long nowNs) {
    disabledUs.add((nowNs - rows.disabledSinceNs.get(listener)) / NS_PER_US);
    rows.disabledSinceNs.set(listener, 0);
  }
}
