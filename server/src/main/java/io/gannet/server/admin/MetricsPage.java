package io.gannet.server.admin;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Ratio;
import io.gannet.engine.metrics.RowLabels;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every metric in Prometheus' text format, each worker's under its label. */
final class MetricsPage {
  private static final String PREFIX = "gannet_";
  private static final String TOTAL = "_total";

  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

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
    page.counters.values().forEach(one -> snapshots.metricSnapshot(one.build()));
    page.gauges.values().forEach(one -> snapshots.metricSnapshot(one.build()));
    page.histograms.values().forEach(one -> snapshots.metricSnapshot(one.build()));
    return write(snapshots.build());
  }

  private static MetricSnapshot info(AdminView view) {
    Labels labels = Labels.of("product", view.product());
    return InfoSnapshot.builder()
        .name(PREFIX + "product")
        .help("What runs.")
        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }

  private void add(List<MetricGroup> groups, Labels labels) {
    for (MetricGroup group : groups) {
      for (Metric metric : group.metrics()) {
        double value = metric.value().getAsLong();
        add(metric.name(), metric.kind(), metric.help(), labels, value);
      }
      for (Ratio ratio : group.ratios()) {
        gauge(ratio.name(), ratio.help(), labels, quotient(ratio));
      }
      for (Column column : group.columns()) {
        add(column, group.labels(), labels);
      }
      for (Distribution distribution : group.distributions()) {
        histogram(distribution, labels);
      }
    }
  }

  private static double quotient(Ratio ratio) {
    long per = ratio.per().getAsLong();
    return per == 0 ? 0 : (double) ratio.value().getAsLong() / per;
  }

  private void add(Column column, RowLabels rows, Labels labels) {
    for (int row = 0; column.name() != null && row < rows.texts().size(); row++) {
      if (rows.told().test(row)) {
        Labels ofRow = labels.merge(Labels.of(rows.label(), rows.texts().get(row)));
        double value = column.value().applyAsLong(row);
        add(column.name(), column.kind(), column.help(), ofRow, value);
      }
    }
  }

  private void add(String name, Metric.Kind kind, String help, Labels labels, double value) {
    switch (kind) {
      case COUNTER -> counter(name, help, labels, value);
      case GAUGE -> gauge(name, help, labels, value);
    }
  }

  /** The library appends {@code _total} itself. */
  private void counter(String name, String help, Labels labels, double value) {
    String stem = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    counters
        .computeIfAbsent(
            name, absent -> CounterSnapshot.builder().name(PREFIX + stem).help(help))
        .dataPoint(
            CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build());
  }

  private void gauge(String name, String help, Labels labels, double value) {
    gauges
        .computeIfAbsent(name, absent -> GaugeSnapshot.builder().name(PREFIX + name).help(help))
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  private void histogram(Distribution distribution, Labels labels) {
    histograms
        .computeIfAbsent(
            distribution.name(),
            name -> HistogramSnapshot.builder().name(PREFIX + name).help(distribution.help()))
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets(distribution.histogram()))
                .sum(distribution.histogram().sum())
                .build());
  }

  private static ClassicHistogramBuckets buckets(Histogram histogram) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int bucket = 0; bucket < histogram.buckets(); bucket++) {
      long bound = histogram.bound(bucket);
      double upper = bound == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : bound;
      buckets.bucket(upper, histogram.count(bucket));
    }
    return buckets.build();
  }

  private static Page write(MetricSnapshots snapshots) {
    PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder().build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Page(200, writer.getContentType(), body.toByteArray(), null);
  }
}
