package io.gannet.server.admin;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Ratio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Every metric in Prometheus' text format, version 0.0.4, each worker's under its label. What does
 * not change is laid out once; a scrape then allocates its reply and little else, as a collection
 * of garbage stops the workers. Any thread.
 */
final class MetricsPage {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String PREFIX = "gannet_";

  private final AdminView view;
  private final ReentrantLock writing = new ReentrantLock();
  private final TextBuffer text = new TextBuffer();
  private List<MetricGroup> groups = List.of();
  private List<List<MetricGroup>> workerGroups = List.of();
  private Map<String, MetricFamily> families = Map.of();

  MetricsPage(AdminView view) {
    this.view = view;
  }

  Page page() {
    writing.lock();
    try {
      layOutIfNew();
      text.cut(0);
      families.values().forEach(family -> family.write(text));
      return new Page(200, CONTENT_TYPE, text.toBytes(), null);
    } finally {
      writing.unlock();
    }
  }

  /** There are more groups once the server has started. */
  private void layOutIfNew() {
    List<MetricGroup> groupsNow = view.metrics();
    List<List<MetricGroup>> workerGroupsNow = view.workerMetrics();
    if (groupsNow.equals(groups) && workerGroupsNow.equals(workerGroups) && !families.isEmpty()) {
      return;
    }
    groups = groupsNow;
    workerGroups = workerGroupsNow;
    families = new LinkedHashMap<>();
    family("product_info", "gauge", "What runs.")
        .add(MetricFamily.labels("product", view.product()), () -> 1);
    groups.forEach(group -> add(group, ""));
    for (int worker = 0; worker < workerGroups.size(); worker++) {
      String labels = MetricFamily.labels("worker", Integer.toString(worker));
      workerGroups.get(worker).forEach(group -> add(group, labels));
    }
  }

  private void add(MetricGroup group, String labels) {
    for (Metric metric : group.metrics()) {
      family(metric.name(), type(metric.kind()), metric.help()).add(labels, metric.value());
    }
    for (Ratio ratio : group.ratios()) {
      family(ratio.name(), "gauge", ratio.help()).add(labels, ratio);
    }
    for (Column column : group.columns()) {
      if (column.name() != null) {
        family(column.name(), type(column.kind()), column.help())
            .add(labels, group.labels(), column.value());
      }
    }
    for (Distribution distribution : group.distributions()) {
      family(distribution.name(), "histogram", distribution.help())
          .add(labels, distribution.histogram());
    }
  }

  private MetricFamily family(String name, String type, String help) {
    return families.computeIfAbsent(name, absent -> new MetricFamily(PREFIX + name, type, help));
  }

  private static String type(Metric.Kind kind) {
    return switch (kind) {
      case COUNTER -> "counter";
      case GAUGE, MAXIMUM -> "gauge";
    };
  }
}
