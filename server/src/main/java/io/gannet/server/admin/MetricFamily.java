package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.RowLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * All samples of one name in Prometheus' text format:
 *
 * <pre>
 *   # HELP gannet_gets_total Requests to get.
 *   # TYPE gannet_gets_total counter
 *   gannet_gets_total{worker="0"} 3
 * </pre>
 *
 * <p>Labels come as they are written between the brackets. Texts are encoded once.
 */
final class MetricFamily {
  /** Writes lines, without allocating. */
  private interface Sample {
    void write(TextBuffer text);
  }

  private final String name;
  private final byte[] head;
  private final List<Sample> samples = new ArrayList<>();

  MetricFamily(String name, String type, String help) {
    this.name = name;
    String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
    this.head =
        bytes("# HELP " + name + " " + escaped + "\n# TYPE " + name + " " + type + "\n");
  }

  /** {@code name="value"}. */
  static String labels(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }

  static String both(String labels, String more) {
    return labels.isEmpty() || more.isEmpty() ? labels + more : labels + "," + more;
  }

  private static byte[] line(String name, String labels) {
    return bytes(labels.isEmpty() ? name + " " : name + "{" + labels + "} ");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  void add(String labels, LongSupplier value, int decimals) {
    byte[] line = line(name, labels);
    samples.add(text -> text.put(line).put(value.getAsLong(), decimals).endLine());
  }

  /** A sample a row, of the rows that are told at the time. */
  void add(String labels, RowLabels rows, IntToLongFunction value) {
    byte[][] lines = new byte[rows.texts().size()][];
    samples.add(
        text -> {
          for (int row = 0; row < lines.length; row++) {
            if (rows.told().test(row)) {
              if (lines[row] == null) {
                String label = labels(rows.label(), rows.texts().get(row));
                lines[row] = line(name, both(label, labels));
              }
              text.put(lines[row]).put(value.applyAsLong(row)).endLine();
            }
          }
        });
  }

  void add(String labels, Histogram histogram) {
    byte[][] buckets = new byte[histogram.buckets()][];
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      String bound = labels("le", bound(histogram.bound(bucket)));
      buckets[bucket] = line(name + "_bucket", both(labels, bound));
    }
    byte[] count = line(name + "_count", labels);
    byte[] sum = line(name + "_sum", labels);
    samples.add(
        text -> {
          long counted = 0;
          for (int bucket = 0; bucket < buckets.length; bucket++) {
            counted += histogram.count(bucket);
            text.put(buckets[bucket]).put(counted).endLine();
          }
          text.put(count).put(counted).endLine();
          text.put(sum).put(histogram.sum()).endLine();
        });
  }

  private static String bound(long bound) {
    return bound == Long.MAX_VALUE ? "+Inf" : bound + ".0";
  }

  /** Writes all that there is to tell; nothing if there is no sample. */
  void write(TextBuffer text) {
    int from = text.length();
    text.put(head);
    int headEnd = text.length();
    for (Sample sample : samples) {
      sample.write(text);
    }
    if (text.length() == headEnd) {
      text.cut(from);
    }
  }
}
