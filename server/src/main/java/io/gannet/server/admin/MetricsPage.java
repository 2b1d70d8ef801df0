package io.gannet.server.admin;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every metric in Prometheus' text format, each worker's under its label. */
final class MetricsPage {
  private static final String PREFIX = "gannet_";
  private static final String TOTAL = "_total";

  /** One figure of a metric. */
  private record Point(Metric metric, Labels labels) {
    double value() {
      return metric.value().getAsLong();
    }
  }

  private final Map<String, List<Point>> points = new LinkedHashMap<>();

  private MetricsPage() {}

  static Page of(AdminView view) {
    MetricsPage page = new MetricsPage();
    page.add(view.metrics(), Labels.EMPTY);
    List<List<MetricGroup>> workers = view.workerMetrics();
    for (int worker = 0; worker < workers.size(); worker++) {
      page.add(workers.get(worker), Labels.of("worker", Integer.toString(worker)));
    }
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    snapshots.metricSnapshot(info(view));
    page.points.values().forEach(of -> snapshots.metricSnapshot(snapshot(of)));
    return write(snapshots.build());
  }

  private void add(List<MetricGroup> groups, Labels labels) {
    for (MetricGroup group : groups) {
      for (Metric metric : group.metrics()) {
        points
            .computeIfAbsent(metric.name(), name -> new ArrayList<>())
            .add(new Point(metric, labels));
      }
    }
  }

  private static MetricSnapshot info(AdminView view) {
    Labels labels = Labels.of("product", view.product());
    return InfoSnapshot.builder()
        .name(PREFIX + "product")
        .help("What runs.")
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }

  private static MetricSnapshot snapshot(List<Point> points) {
    Metric metric = points.get(0).metric();
    return switch (metric.kind()) {
      case COUNTER -> counter(metric, points);
      case GAUGE -> gauge(metric, points);
    };
  }

  /** The library appends {@code _total} itself. */
  private static MetricSnapshot counter(Metric metric, List<Point> points) {
    String name = metric.name();
    String stem = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    CounterSnapshot.Builder counter = CounterSnapshot.builder();
    counter.name(PREFIX + stem).help(metric.help());
    for (Point point : points) {
      counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(point.labels())
              .value(point.value())
              .build());
    }
    return counter.build();
  }

  private static MetricSnapshot gauge(Metric metric, List<Point> points) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder();
    gauge.name(PREFIX + metric.name()).help(metric.help());
    for (Point point : points) {
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(point.labels())
              .value(point.value())
              .build());
    }
    return gauge.build();
  }

  private static Page write(MetricSnapshots snapshots) {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder().build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Page(200, writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }
}
