package io.gannet.server.admin;

import io.gannet.engine.metrics.Histogram;
import java.math.BigDecimal;

/**
 * The lines of one histogram in Prometheus' text format, encoded when they are first written: most
 * verbs of most servers never are.
 */
final class HistogramLines {
  private final String name;
  private final String labels;
  private final Histogram histogram;
  private final int decimals;
  private byte[][] buckets;
  private byte[] count;
  private byte[] sum;

  HistogramLines(String name, String labels, Histogram histogram, int decimals) {
    this.name = name;
    this.labels = labels;
    this.histogram = histogram;
    this.decimals = decimals;
  }

  private void encode() {
    buckets = new byte[histogram.buckets()][];
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      if (histogram.isMark(bucket)) {
        String le = MetricFamily.labels("le", bound(histogram.bound(bucket)));
        buckets[bucket] = MetricFamily.line(name + "_bucket", MetricFamily.both(labels, le));
      }
    }
    count = MetricFamily.line(name + "_count", labels);
    sum = MetricFamily.line(name + "_sum", labels);
  }

  private String bound(long bound) {
    if (bound == Long.MAX_VALUE) {
      return "+Inf";
    }
    return decimals == 0 ? bound + ".0" : BigDecimal.valueOf(bound, decimals).toPlainString();
  }

  void write(TextBuffer text) {
    if (buckets == null) {
      encode();
    }
    long counted = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      counted += histogram.count(bucket);
      if (buckets[bucket] != null) {
        text.put(buckets[bucket]).put(counted).endLine();
      }
    }
    text.put(count).put(counted).endLine();
    text.put(sum).put(histogram.sum(), decimals).endLine();
  }
}
