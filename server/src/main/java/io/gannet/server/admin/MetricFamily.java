package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.RowLabels;
import java.util.ArrayList;
import java.util.List;
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

  static byte[] line(String name, String labels) {
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
  void add(String labels, RowLabels rows, Column column) {
    byte[][] lines = new byte[rows.texts().size()][];
    samples.add(
        text -> {
          for (int row = 0; row < lines.length; row++) {
            if (rows.told().test(row)) {
              if (lines[row] == null) {
                String label = labels(rows.label(), rows.texts().get(row));
                lines[row] = line(name, both(label, labels));
              }
              long value = column.value().applyAsLong(row);
              text.put(lines[row]).put(value, column.decimals()).endLine();
            }
          }
        });
  }

  /** Buckets, count and sum; one of several only once there is something in it. */
  void add(String labels, Distribution distribution) {
    boolean isOneOfSeveral = distribution.label() != null;
    String own = isOneOfSeveral ? labels(distribution.label(), distribution.stat()) : "";
    Histogram histogram = distribution.histogram();
    HistogramLines lines =
        new HistogramLines(name, both(own, labels), histogram, distribution.decimals());
    samples.add(
        text -> {
          if (!isOneOfSeveral || histogram.count() > 0) {
            lines.write(text);
          }
        });
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
