package io.gannet.server.admin;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Info;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.Teller;
import io.gannet.engine.metrics.Telling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Every metric in Prometheus' text format, version 0.0.4, each worker's under its label. What does
 * not change is laid out once; a scrape then allocates its reply and little else, as a collection
 * of garbage stops the workers. Any thread.
 */
final class MetricsPage {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PREFIX = "gannet_";

  /** What every process or JVM tells is told under the names that everyone looks for. */
  private static final List<String> EVERYONES = List.of("process_", "jvm_");

  private final AdminView view;
  private final ReentrantLock writing = new ReentrantLock();
  private final TextBuffer text = new TextBuffer();
  private Telling telling;
  private Map<String, MetricFamily> families = Map.of();

  MetricsPage(AdminView view) {
    this.view = view;
  }

  Page page() {
    writing.lock();
    try {
      layOutIfNew(view.telling());
      text.cut(0);
      families.values().forEach(family -> family.write(text));
      return new Page(200, CONTENT_TYPE, text.toBytes(), null);
    } finally {
      writing.unlock();
    }
  }

  /** There is more to tell once the server has started. */
  private void layOutIfNew(Telling now) {
    if (now == telling) {
      return;
    }
    telling = now;
    families = new LinkedHashMap<>();
    now.once().forEach(group -> group.tell(new Layout("")));
    for (int worker = 0; worker < now.workers().size(); worker++) {
      Layout layout = new Layout(MetricFamily.labels("worker", Integer.toString(worker)));
      now.workers().get(worker).forEach(group -> group.tell(layout));
    }
  }

  /** The name as it is told. */
  static String told(String name) {
    return EVERYONES.stream().anyMatch(name::startsWith) ? name : PREFIX + name;
  }

  private MetricFamily family(String name, String type, String help) {
    return families.computeIfAbsent(name, absent -> new MetricFamily(told(name), type, help));
  }

  private static String type(Metric.Kind kind) {
    return kind.grows() ? "counter" : "gauge";
  }

  /** Lays out what is declared under some labels. */
  private final class Layout implements Teller {
    private final String labels;

    Layout(String labels) {
      this.labels = labels;
    }

    @Override
    public void info(Info info) {
      String told =
          info.labels().entrySet().stream()
              .map(label -> MetricFamily.labels(label.getKey(), label.getValue()))
              .collect(Collectors.joining(","));
      family(info.name(), "gauge", info.help()).add(MetricFamily.both(told, labels), () -> 1, 0);
    }

    @Override
    public void metric(Metric metric) {
      if (metric.name() != null) {
        family(metric.name(), type(metric.kind()), metric.help())
            .add(labels, metric.value(), metric.decimals());
      }
    }

    @Override
    public void rows(RowLabels rows, List<Column> columns) {
      for (Column column : columns) {
        if (column.name() != null) {
          family(column.name(), type(column.kind()), column.help())
              .add(labels, rows, column);
        }
      }
    }

    @Override
    public void distribution(Distribution distribution) {
      family(distribution.name(), "histogram", distribution.help())
          .add(labels, distribution);
    }
  }
}
