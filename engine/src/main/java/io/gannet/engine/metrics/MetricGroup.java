package io.gannet.engine.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * The metrics of one room: a subclass declares each as a field, and whoever tells it to the outside
 * tells what is declared (see {@link Telling}).
 *
 * <pre>{@code
 * public final class WorkerMetrics extends MetricGroup {
 *   public final Counter turns = counter("worker_turns_total", null, "Turns of the loop.");
 * }
 * }</pre>
 *
 * <p>A group is one section of {@code stats}, and may have figures in rows: then it is given their
 * {@link RowLabels}. A room with several sections has several groups, of which one is made of the
 * others.
 */
public abstract class MetricGroup {
  private final String section;
  private final RowLabels labels;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<Distribution> distributions = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private final List<Info> infos = new ArrayList<>();
  private final List<SinceReset> counts = new ArrayList<>();
  private final List<MetricGroup> parts = new ArrayList<>();

  /** Of the general section, without rows. */
  protected MetricGroup() {
    this("", null);
  }

  /**
   * A group.
   *
   * @param section what is said behind {@code stats} to be told it; "" for the general one
   * @param labels the rows of {@link #columns}; null if there are none
   */
  protected MetricGroup(String section, RowLabels labels) {
    this.section = section;
    this.labels = labels;
  }

  /** What is said behind {@code stats}, "" for the general section. */
  public final String section() {
    return section;
  }

  /** The rows of {@link #columns}; null if there are no columns. */
  public final RowLabels labels() {
    return labels;
  }

  /** Every metric declared, in order of declaration. Any thread. */
  public final List<Metric> metrics() {
    return Collections.unmodifiableList(metrics);
  }

  /** Every figure that is one by another. */
  public final List<Ratio> ratios() {
    return Collections.unmodifiableList(ratios);
  }

  /** Every figure that there is of each row. */
  public final List<Column> columns() {
    return Collections.unmodifiableList(columns);
  }

  /** Every histogram. */
  public final List<Distribution> distributions() {
    return Collections.unmodifiableList(distributions);
  }

  /** This group and all that it is made of. */
  public final List<MetricGroup> all() {
    List<MetricGroup> all = new ArrayList<>();
    all.add(this);
    parts.forEach(part -> all.addAll(part.all()));
    return all;
  }

  /** Tells what is declared, without that of its parts: all of it at once, in this order. */
  public final void tell(Teller teller) {
    facts.forEach(teller::fact);
    infos.forEach(teller::info);
    if (!columns.isEmpty()) {
      teller.rows(labels, columns());
    }
    metrics.forEach(teller::metric);
    ratios.forEach(ratio -> teller.metric(ratio.told()));
    distributions.forEach(teller::distribution);
  }

  /** From now on counts are told from what they are now. Any thread; allocates nothing. */
  public final void reset() {
    for (int i = 0; i < counts.size(); i++) {
      counts.get(i).reset();
    }
    for (int i = 0; i < distributions.size(); i++) {
      distributions.get(i).histogram().reset();
    }
  }

  /** Makes another group a part of this one. */
  protected final <G extends MetricGroup> G part(G group) {
    parts.add(group);
    return group;
  }

  /** Declares a count that only grows. */
  protected final Counter counter(String name, String stat, String help) {
    Counter counter = new Counter();
    counter(name, stat, help, counter::get);
    return counter;
  }

  /** Declares a count that is computed when it is read; {@code value} must bear any thread. */
  protected final void counter(String name, String stat, String help, LongSupplier value) {
    counter(name, stat, 0, help, value);
  }

  /** Likewise, with the point before the last so many decimals. */
  protected final void counter(
      String name, String stat, int decimals, String help, LongSupplier value) {
    SinceReset count = since(new SinceReset(value));
    metrics.add(new Metric(name, stat, Metric.Kind.COUNTER, decimals, help, count));
  }

  /**
   * Declares a count of others, which no reset touches.
   *
   * @param decimals behind how many digits the point is
   */
  protected final void lifetime(
      String name, String stat, int decimals, String help, LongSupplier value) {
    metrics.add(new Metric(name, stat, Metric.Kind.LIFETIME, decimals, help, value));
  }

  /** Declares a text that is told in {@code stats}. */
  protected final void fact(String stat, String text, String help) {
    facts.add(new Fact(stat, text, help));
  }

  /** Declares texts that Prometheus is told. */
  protected final void info(String name, String help, SequencedMap<String, String> labels) {
    infos.add(new Info(name, help, labels));
  }

  private SinceReset since(SinceReset count) {
    counts.add(count);
    return count;
  }

  /** Declares a figure that its writer sets. */
  protected final Counter gauge(String name, String stat, String help) {
    Counter counter = new Counter();
    gauge(name, stat, help, counter::get);
    return counter;
  }

  /** Declares a figure that is computed when it is read; {@code value} must bear any thread. */
  protected final void gauge(String name, String stat, String help, LongSupplier value) {
    metrics.add(new Metric(name, stat, Metric.Kind.GAUGE, help, value));
  }

  /** Likewise, with the point before the last so many decimals. */
  protected final void gauge(
      String name, String stat, int decimals, String help, LongSupplier value) {
    metrics.add(new Metric(name, stat, Metric.Kind.GAUGE, decimals, help, value));
  }

  /** Declares a figure that its writer sets, and of which the largest of all shards is told. */
  protected final Counter maximum(String name, String stat, String help) {
    Counter counter = new Counter();
    maximum(name, stat, help, counter::get);
    return counter;
  }

  /** Declares a figure that is computed when it is read, likewise. */
  protected final void maximum(String name, String stat, String help, LongSupplier value) {
    maximum(name, stat, 0, help, value);
  }

  /** Likewise, with the point before the last so many decimals. */
  protected final void maximum(
      String name, String stat, int decimals, String help, LongSupplier value) {
    metrics.add(new Metric(name, stat, Metric.Kind.MAXIMUM, decimals, help, value));
  }

  /** Declares a figure by another; both must bear any thread. */
  protected final void ratio(
      String name, String stat, String help, LongSupplier value, LongSupplier per) {
    ratios.add(new Ratio(name, stat, help, value, per));
  }

  /** Declares a histogram. */
  protected final Histogram histogram(
      String name, String stat, String help, Histogram histogram) {
    return histogram(name, null, stat, help, histogram);
  }

  /** Declares one of several histograms of a name, which the label {@code stat} tells apart. */
  protected final Histogram histogram(
      String name, String label, String stat, String help, Histogram histogram) {
    distributions.add(new Distribution(name, label, stat, help, histogram));
    return histogram;
  }

  /** What is told under a name in {@code stats} that was declared here before. */
  protected final LongSupplier told(String stat) {
    return metrics.stream()
        .filter(metric -> stat.equals(metric.stat()))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** Declares a count of each row that only grows. */
  protected final Counters rowCounter(String name, String stat, String help) {
    return rows(name, stat, Metric.Kind.COUNTER, help);
  }

  /** Declares a figure of each row that its writer sets. */
  protected final Counters rowGauge(String name, String stat, String help) {
    return rows(name, stat, Metric.Kind.GAUGE, help);
  }

  /** Declares a figure of each row that its writer sets; the largest of all shards is told. */
  protected final Counters rowMaximum(String name, String stat, String help) {
    return rows(name, stat, Metric.Kind.MAXIMUM, help);
  }

  /** Declares a figure of each row that is computed when it is read, likewise. */
  protected final void rowMaximum(
      String name, String stat, String help, IntToLongFunction value) {
    columns.add(new Column(name, stat, Metric.Kind.MAXIMUM, help, value));
  }

  /** Declares a figure of each row that is computed when it is read, by any thread. */
  protected final void rowGauge(
      String name, String stat, String help, IntToLongFunction value) {
    columns.add(new Column(name, stat, Metric.Kind.GAUGE, help, value));
  }

  /** Likewise, with the point before the last so many decimals. */
  protected final void rowGauge(
      String name, String stat, int decimals, String help, IntToLongFunction value) {
    columns.add(new Column(name, stat, Metric.Kind.GAUGE, decimals, help, value));
  }

  /**
   * Declares a count of each row that is computed when it is read, by any thread.
   *
   * @return what is told of a row: what it is since the last reset
   */
  protected final IntToLongFunction rowCounter(
      String name, String stat, String help, IntToLongFunction value) {
    return rowCounter(name, stat, 0, help, value);
  }

  /** Likewise, with the point before the last so many decimals. */
  protected final IntToLongFunction rowCounter(
      String name, String stat, int decimals, String help, IntToLongFunction value) {
    SinceReset counts = since(new SinceReset(labels.texts().size(), value));
    columns.add(new Column(name, stat, Metric.Kind.COUNTER, decimals, help, counts));
    return counts;
  }

  /** Declares a count of others of each row, which no reset touches. */
  protected final void rowLifetime(
      String name, String stat, String help, IntToLongFunction value) {
    columns.add(new Column(name, stat, Metric.Kind.LIFETIME, help, value));
  }

  /** Declares what other groups declare. */
  void declare(
      List<Metric> metrics, List<Ratio> ratios, List<Column> columns, List<Distribution> more) {
    this.metrics.addAll(metrics);
    this.ratios.addAll(ratios);
    this.columns.addAll(columns);
    this.distributions.addAll(more);
  }

  private Counters rows(String name, String stat, Metric.Kind kind, String help) {
    Counters counters = new Counters(labels.texts().size());
    if (kind == Metric.Kind.COUNTER) {
      rowCounter(name, stat, help, counters::get);
    } else {
      columns.add(new Column(name, stat, kind, help, counters::get));
    }
    return counters;
  }
}
