package io.gannet.server;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Totals;
import io.gannet.engine.option.Option;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.server.admin.AdminView;
import io.gannet.server.admin.Stat;
import io.gannet.server.config.Configuration;
import io.gannet.server.product.Product;
import io.gannet.server.worker.ConnectionRow;
import io.gannet.server.worker.Holding;
import io.gannet.server.worker.turn.WalkReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A server as the admin and the protocol's {@code stats} see it. */
final class ServerView implements AdminView {
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long MS_PER_SEC = 1_000L;

  private final Product product;
  private final Configuration configuration;
  private final Server server;
  private final long startedNs = System.nanoTime();

  ServerView(Product product, Configuration configuration, Server server) {
    this.product = product;
    this.configuration = configuration;
    this.server = server;
  }

  @Override
  public String product() {
    return product.name();
  }

  @Override
  public Configuration configuration() {
    return configuration;
  }

  @Override
  public List<MetricGroup> metrics() {
    return server.controlMetrics();
  }

  @Override
  public List<List<MetricGroup>> workerMetrics() {
    return server.workerMetrics();
  }

  @Override
  public List<Stat> stats() {
    return List.of(
        new Stat("pid", Long.toString(pid())),
        new Stat("uptime", Long.toString(uptimeSec())),
        new Stat("time", Long.toString(wallSec())),
        new Stat("version", product.spokenVersion()),
        new Stat("gannet_version", Version.text()));
  }

  @Override
  public List<WalkReport> walk() {
    return server.walk();
  }

  @Override
  public List<ConnectionRow> connections(Holding by, int limit) {
    return server.connections(by, limit);
  }

  @Override
  public Optional<String> unhealthy() {
    return server.unhealthy();
  }

  /** Fills in what {@code stats} and {@code stats settings} tell, in memcached's order. */
  void fill(Statistics statistics) {
    statistics
        .section(Statistics.GENERAL)
        .add("pid", Long.toString(pid()))
        .add("uptime", Metric.Kind.GAUGE, this::uptimeSec)
        .add("time", Metric.Kind.GAUGE, ServerView::wallSec)
        .add("version", product.spokenVersion())
        .add("gannet_version", Version.text())
        .add("pointer_size", Integer.toString(Long.SIZE));
    addMetrics(statistics);
    Statistics.Section settings = statistics.section("settings");
    for (Option option : configuration.table().options()) {
      settings.add(option.name(), configuration.setting(option).text());
    }
  }

  private void addMetrics(Statistics statistics) {
    Stream.concat(metrics().stream(), Totals.of(workerMetrics()).stream())
        .forEach(group -> statistics.section(group.section()).add(group));
    Statistics.Section sizes = statistics.section("sizes");
    if (sizes.isEmpty()) {
      sizes.add("sizes_status", "disabled");
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private long uptimeSec() {
    return (System.nanoTime() - startedNs) / NS_PER_SEC;
  }

  private static long wallSec() {
    return System.currentTimeMillis() / MS_PER_SEC;
  }
}
