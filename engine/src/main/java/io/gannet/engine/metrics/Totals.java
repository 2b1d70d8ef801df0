package io.gannet.engine.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * What several groups of one class have together, one of each shard: counts and levels are summed,
 * of sizes and ages the largest is told, and a ratio is the sum of the one by that of the other. It
 * is computed when it is read, from any thread, without allocating.
 */
public final class Totals extends MetricGroup {
  private Totals(List<MetricGroup> same) {
    super(same.getFirst().section(), labels(same));
    declare(
        each(same, MetricGroup::metrics, Totals::metric),
        each(same, MetricGroup::ratios, Totals::ratio),
        each(same, MetricGroup::columns, Totals::column),
        each(same, MetricGroup::distributions, Totals::distribution));
  }

  /**
   * The groups of all shards together.
   *
   * @param shards of each shard the same groups in the same order
   */
  public static List<MetricGroup> of(List<List<MetricGroup>> shards) {
    if (shards.size() == 1) {
      return shards.getFirst();
    }
    List<MetricGroup> totals = new ArrayList<>();
    for (int i = 0; !shards.isEmpty() && i < shards.getFirst().size(); i++) {
      int group = i;
      totals.add(new Totals(shards.stream().map(shard -> shard.get(group)).toList()));
    }
    return totals;
  }

  private static RowLabels labels(List<MetricGroup> same) {
    RowLabels first = same.getFirst().labels();
    if (first == null) {
      return null;
    }
    RowLabels[] all = same.stream().map(MetricGroup::labels).toArray(RowLabels[]::new);
    return new RowLabels(
        first.prefix(), first.label(), first.texts(), row -> isToldByOne(all, row));
  }

  private static boolean isToldByOne(RowLabels[] all, int row) {
    for (RowLabels labels : all) {
      if (labels.told().test(row)) {
        return true;
      }
    }
    return false;
  }

  /** What is declared in one place of all groups, put together; place by place. */
  private static <T> List<T> each(
      List<MetricGroup> same, Function<MetricGroup, List<T>> of, Function<List<T>, T> together) {
    List<T> totals = new ArrayList<>();
    for (int i = 0; i < of.apply(same.getFirst()).size(); i++) {
      int place = i;
      totals.add(together.apply(same.stream().map(group -> of.apply(group).get(place)).toList()));
    }
    return totals;
  }

  private static Metric metric(List<Metric> same) {
    Metric first = same.getFirst();
    LongSupplier[] values = same.stream().map(Metric::value).toArray(LongSupplier[]::new);
    return new Metric(
        first.name(),
        first.stat(),
        first.kind(),
        first.decimals(),
        first.help(),
        total(first.kind(), values));
  }

  private static Ratio ratio(List<Ratio> same) {
    Ratio first = same.getFirst();
    LongSupplier[] values = same.stream().map(Ratio::value).toArray(LongSupplier[]::new);
    LongSupplier[] per = same.stream().map(Ratio::per).toArray(LongSupplier[]::new);
    return new Ratio(
        first.name(),
        first.stat(),
        first.help(),
        total(Metric.Kind.GAUGE, values),
        total(Metric.Kind.GAUGE, per));
  }

  private static LongSupplier total(Metric.Kind kind, LongSupplier[] values) {
    return () -> {
      long total = values[0].getAsLong();
      for (int i = 1; i < values.length; i++) {
        total = kind.together(total, values[i].getAsLong());
      }
      return total;
    };
  }

  private static Column column(List<Column> same) {
    Column first = same.getFirst();
    IntToLongFunction[] values =
        same.stream().map(Column::value).toArray(IntToLongFunction[]::new);
    return new Column(
        first.name(),
        first.stat(),
        first.kind(),
        first.decimals(),
        first.help(),
        total(first.kind(), values));
  }

  private static IntToLongFunction total(Metric.Kind kind, IntToLongFunction[] values) {
    return row -> {
      long total = values[0].applyAsLong(row);
      for (int i = 1; i < values.length; i++) {
        total = kind.together(total, values[i].applyAsLong(row));
      }
      return total;
    };
  }

  private static Distribution distribution(List<Distribution> same) {
    Distribution first = same.getFirst();
    List<Histogram> histograms = same.stream().map(Distribution::histogram).toList();
    return new Distribution(
        first.name(), first.label(), first.stat(), first.help(), new HistogramTotal(histograms));
  }
}
