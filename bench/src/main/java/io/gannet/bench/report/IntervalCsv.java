package io.gannet.bench.report;

import io.gannet.bench.load.Counts;
import io.gannet.bench.load.Interval;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A run as a row for each second; names as {@link LoadJson} has them. */
public final class IntervalCsv {
  private static final String HEAD =
      "from_s,to_s,requests_per_second,errors,dropped,hits,misses,hit_ratio,"
          + "p50_us,p99_us,p999_us,max_us,generator_busy";

  private IntervalCsv() {}

  /** Its text. */
  public static String of(List<Interval> intervals) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (Interval interval : intervals) {
      Counts counts = interval.counts();
      Histogram ns = interval.perceived();
      text.append(cell(interval.fromNs() / 1e9)).append(',').append(cell(interval.toNs() / 1e9));
      text.append(',').append(cell(Seconds.rate(interval))).append(',').append(counts.errors());
      text.append(',').append(counts.dropped()).append(',').append(counts.hits());
      text.append(',').append(counts.misses()).append(',');
      LoadReport.hitRatio(counts).ifPresent(ratio -> text.append(cell(ratio)));
      for (double percentile : new double[] {50, 99, 99.9, 100}) {
        text.append(',').append(cell(ns.getValueAtPercentile(percentile) / 1e3));
      }
      text.append(',').append(cell(interval.busy())).append('\n');
    }
    return text.toString();
  }

  private static String cell(double value) {
    return Figures.digits(value, 6);
  }
}
