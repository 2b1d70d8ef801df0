package io.gannet.server.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's {@code /metrics} told at one moment.
 *
 * @param nanos when, of {@link System#nanoTime}
 * @param series by the metric's name, in the server's order
 */
record Scrape(long nanos, Map<String, List<Series>> series) {
  /** A name, its labels or none, a number. */
  private static final Pattern LINE =
      Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line of them. */
  record Series(Map<String, String> labels, double value) {}

  /** Takes Prometheus' text format apart, version 0.0.4; what is no series is passed over. */
  static Scrape of(long nanos, String text) {
    Map<String, List<Series>> series = new HashMap<>();
    for (String line : text.split("\n")) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        series
            .computeIfAbsent(parts.group(1), name -> new ArrayList<>())
            .add(new Series(labels(parts.group(2)), Double.parseDouble(number(parts.group(3)))));
      }
    }
    return new Scrape(nanos, series);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  /** Prometheus says +Inf, Java Infinity. */
  private static String number(String text) {
    return text.replace("Inf", "Infinity");
  }

  boolean tells(String name) {
    return series.containsKey(name);
  }

  /** A label of the metric's first series; "" if there is none. */
  String label(String name, String label) {
    List<Series> all = series.getOrDefault(name, List.of());
    return all.isEmpty() ? "" : all.getFirst().labels().getOrDefault(label, "");
  }

  /** All of a metric's series together; 0 if there is none. */
  double sum(String name) {
    return series.getOrDefault(name, List.of()).stream().mapToDouble(Series::value).sum();
  }

  /** The same for each value of a label, in the server's order. */
  SequencedMap<String, Double> sums(String name, String label) {
    SequencedMap<String, Double> sums = new LinkedHashMap<>();
    for (Series one : series.getOrDefault(name, List.of())) {
      sums.merge(one.labels().getOrDefault(label, ""), one.value(), Double::sum);
    }
    return sums;
  }

  /** The series of a metric that have this label's value. */
  Scrape where(String name, String label, String value) {
    List<Series> some =
        series.getOrDefault(name, List.of()).stream()
            .filter(one -> value.equals(one.labels().get(label)))
            .toList();
    return new Scrape(nanos, Map.of(name, some));
  }
}
