package io.gannet.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scraper would complain about in Prometheus' text format. */
public final class MetricsText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\.)*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(?:\\{((?:" + LABEL + ",?)*)\\})? (-?[0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");

  /** Units that promtool wants written out, and in the base unit. */
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "s", "ms", "us", "ns", "sec", "msec", "usec", "nsec", "b", "kb", "mb", "gb", "tb",
          "kib", "mib", "gib", "milliseconds", "microseconds", "nanoseconds", "minutes", "hours",
          "days", "kilobytes", "megabytes", "gigabytes", "percent");

  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helped = new HashSet<>();
  private final Set<String> samples = new HashSet<>();

  /** By series, the last cumulative bucket. */
  private final Map<String, Double> buckets = new HashMap<>();

  private MetricsText() {}

  /**
   * Fails unless each line is a sample or a comment, each metric has its type and help before its
   * samples, no sample is there twice, counters are named so and nothing else is, units are base
   * units, no number has an exponent, and buckets add up. With promtool, it agrees.
   */
  public static void check(String text) {
    assertTrue(text.endsWith("\n"), "the last line has no end");
    MetricsText metrics = new MetricsText();
    text.lines().forEach(metrics::checkLine);
    Promtool.check(text);
  }

  private void checkLine(String line) {
    Matcher comment = COMMENT.matcher(line);
    if (comment.matches()) {
      boolean type = comment.group(1).equals("TYPE");
      boolean fresh =
          type
              ? types.put(comment.group(2), comment.group(3)) == null
              : helped.add(comment.group(2));
      assertTrue(fresh, "told twice: " + line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    assertTrue(sample.matches(), "no sample: " + line);
    String labels = sample.group(2) == null ? "" : sample.group(2);
    assertTrue(samples.add(sample.group(1) + labels), "twice: " + line);
    checkType(sample.group(1), labels, Double.parseDouble(sample.group(3)));
  }

  private void checkType(String name, String labels, double value) {
    String type = types.get(name);
    if (type == null) {
      String stem = name.replaceFirst("_(bucket|sum|count)$", "");
      assertEquals("histogram", types.get(stem), name + " has no type");
      checkHistogram(stem, name.substring(stem.length()), labels, value);
      name = stem;
    } else {
      assertEquals(type.equals("counter"), name.endsWith("_total"), name + " is a " + type);
      assertFalse(name.matches(".*_(count|sum|bucket|info_total)"), name + " is no histogram");
    }
    for (String word : name.split("_")) {
      assertFalse(ABBREVIATIONS.contains(word), name + " has no unit that Prometheus writes out");
    }
    assertTrue(helped.contains(name), name + " has no help");
  }

  private void checkHistogram(String stem, String part, String labels, double value) {
    String series = stem + labels.replaceFirst(",?le=\"[^\"]*\"", "");
    if (part.equals("_bucket")) {
      Double before = buckets.put(series, value);
      assertTrue(before == null || before <= value, "buckets of " + series + " do not add up");
    } else if (part.equals("_count")) {
      assertNotNull(buckets.get(series), series + " has no bucket");
      assertEquals(buckets.get(series), value, "count of " + series);
    }
  }
}
