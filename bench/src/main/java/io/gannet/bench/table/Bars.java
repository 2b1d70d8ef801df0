package io.gannet.bench.table;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** What is promised of what a policy keeps, held against memcached and against ideals. */
final class Bars {
  static final String PEER = "memcached";
  static final String REFERENCE = "s3-fifo";
  static final List<String> BOUNDS = List.of("belady", "belady-size");

  /** More misses than memcached by no more than that. */
  static final double MISSES_MAX = 1.02;

  /** Of the way that exact S3-FIFO goes from memcached to the bound. */
  static final double WAY_MIN = 0.5;

  /** Fewer misses of Twitter's clusters, in the median … */
  static final double MISSES_MEDIAN_MAX = 0.85;

  /** … or the same in so much of the memory. */
  static final double LESS_MEMORY = 0.75;

  private Bars() {}

  /** The fewest misses of 100 gets of those who know the future; NaN if none was measured. */
  static double bound(TableRow row) {
    return BOUNDS.stream()
        .mapToDouble(row::missPercent)
        .filter(percent -> !Double.isNaN(percent))
        .min()
        .orElse(Double.NaN);
  }

  /** How much of the way from memcached to the bound a subject goes: 1 is all of it. */
  static double way(TableRow row, String subject) {
    double peer = row.missPercent(PEER);
    double all = peer - bound(row);
    return all > 0 ? (peer - row.missPercent(subject)) / all : Double.NaN;
  }

  /** Holds also where neither misses, and where it is not known. */
  static boolean missesTooMuch(TableRow row, String subject) {
    return row.missPercent(subject) > row.missPercent(PEER) * MISSES_MAX;
  }

  static boolean refusesMore(TableRow row, String subject) {
    return row.tally(subject).isPresent() && row.tally(PEER).isPresent()
        && row.tally(subject).get().refused() > row.tally(PEER).get().refused();
  }

  /** The middle of what is known; NaN if nothing is. */
  static double median(DoubleStream figures) {
    double[] sorted = figures.filter(Double::isFinite).toArray();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  static String verdict(boolean holds) {
    return holds ? "holds" : "missed";
  }
}
