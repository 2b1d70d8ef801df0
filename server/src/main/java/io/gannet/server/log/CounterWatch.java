package io.gannet.server.log;

import static io.gannet.server.log.Severity.ERROR;
import static io.gannet.server.log.Severity.INFO;
import static io.gannet.server.log.Severity.WARN;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes events of counters: who was refused, closed or dropped was counted by the thread that did
 * it, and that is all it has to do. A look each second tells what has moved; of each kind one line
 * in ten seconds, with how often since the line before, however many there are. One thread.
 */
public final class CounterWatch {
  /** A kind that goes on is told so often. */
  private static final int LOOKS_BETWEEN = 10;

  private static final List<Occurrence> OCCURRENCES =
      List.of(
          new Occurrence(
              "connections_rejected_total",
              WARN,
              "clients were refused: --max-connections are open"),
          new Occurrence(
              "listener_disabled_total",
              WARN,
              "times nobody was accepted for a moment: no descriptors (ulimit -n) or no memory"),
          new Occurrence(
              "handover_errors_total",
              ERROR,
              "clients were dropped: no worker could be told of them"),
          new Occurrence(
              "connections_idle_closed_total",
              INFO,
              "connections were closed after --idle-timeout"),
          new Occurrence(
              "connections_stalled_closed_total",
              WARN,
              "connections were closed: they neither read what they had asked for nor sent on a"
                  + " value"),
          new Occurrence(
              "connections_unanswered_closed_total",
              ERROR,
              "connections were closed: the worker whose keys they asked for gave no answer"),
          new Occurrence(
              "replies_cut_total", INFO, "connections were reset at the end, with replies unsent"),
          new Occurrence(
              "memcache_foreign_total",
              INFO,
              "connections were closed: they speak another protocol"),
          new Occurrence(
              "memcache_hopeless_total", INFO, "connections were closed: their line has no end"),
          new Occurrence(
              "memcache_no_memory_total",
              WARN,
              "values found no memory: SERVER_ERROR out of memory (see --memory, --wait-timeout)"),
          new Occurrence(
              "memcache_too_large_total", INFO, "values were larger than --item-size-max"),
          new Occurrence(
              "klog_discarded_total",
              WARN,
              "requests are not in the command log: its ring was full (--klog-ring-size)"),
          new Occurrence("klog_lost_total", WARN, "requests are not in the command log: no disk"),
          new Occurrence(
              "slow_requests_total", WARN, "requests took --slow-us or longer (see stats slow)"),
          new Occurrence(
              "worker_starved_total", INFO, "turns took over 100 ms because the host had the CPU"),
          new Occurrence(
              "ring_enter_errors_total", WARN, "calls of io_uring_enter failed and were repeated"),
          new Occurrence("ring_stale_cqes_total", ERROR, "CQEs were of nobody: please report it"));

  /** One kind: its counters, and what was told of them. */
  private static final class Watched {
    private final Occurrence occurrence;
    private final List<Metric> counters;
    private final Supplier<String> detail;
    private long told;
    private int silence;

    Watched(Occurrence occurrence, List<Metric> counters, Supplier<String> detail) {
      this.occurrence = occurrence;
      this.counters = counters;
      this.detail = detail;
      this.told = sum();
    }

    private long sum() {
      long sum = 0;
      for (Metric counter : counters) {
        sum += counter.value().getAsLong();
      }
      return sum;
    }

    void look(EventLog log) {
      long now = sum();
      silence = Math.max(0, silence - 1);
      if (now < told) { // stats reset
        told = now;
      }
      if (now > told && silence == 0) {
        String text = (now - told) + " " + occurrence.text() + detail.get();
        log.tell(occurrence.severity(), occurrence.event(), text);
        told = now;
        silence = LOOKS_BETWEEN;
      }
    }
  }

  private final List<Watched> watched = new ArrayList<>();
  private final EventLog log;

  /** Begins with what these have counted so far, which is not told. */
  public CounterWatch(List<MetricGroup> groups, EventLog log) {
    this(groups, log, Map.of());
  }

  /**
   * The same.
   *
   * @param details what is said behind the text of some counters, by their names
   */
  public CounterWatch(
      List<MetricGroup> groups, EventLog log, Map<String, Supplier<String>> details) {
    this.log = log;
    Map<String, List<Metric>> byName = new HashMap<>();
    for (MetricGroup group : groups) {
      for (Metric metric : group.metrics()) {
        byName.computeIfAbsent(metric.name(), absent -> new ArrayList<>()).add(metric);
      }
    }
    for (Occurrence occurrence : OCCURRENCES) {
      List<Metric> counters = byName.get(occurrence.metric());
      if (counters != null) {
        Supplier<String> detail = details.getOrDefault(occurrence.metric(), () -> "");
        watched.add(new Watched(occurrence, counters, detail));
      }
    }
  }

  /** Looks, and tells what has moved. */
  public void look() {
    watched.forEach(one -> one.look(log));
  }
}
