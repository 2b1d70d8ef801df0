package io.gannet.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures as a table for people. Names that differ in one part, {@code items:5:number}, are told as
 * one table with a line for each of these parts; all others a line each.
 *
 * @param lines the first is the heading; all as long as it
 */
record StatTable(List<List<String>> lines) {
  /** A row's name: a prefix or none, what tells the row apart, the figure. */
  private static final Pattern OF_ROW = Pattern.compile("(items:)?([0-9]+):([a-z_]+)");

  private static final String GAP = "  ";

  /** The tables of one section. */
  static List<StatTable> of(Map<String, String> stats) {
    Map<String, SequencedMap<String, String>> rows = new LinkedHashMap<>();
    List<List<String>> others = new ArrayList<>();
    stats.forEach(
        (name, value) -> {
          Matcher row = OF_ROW.matcher(name);
          if (row.matches()) {
            rows.computeIfAbsent(row.group(2), id -> new LinkedHashMap<>())
                .put(row.group(3), value);
          } else {
            others.add(List.of(name, value));
          }
        });
    List<StatTable> tables = new ArrayList<>();
    if (!rows.isEmpty()) {
      tables.add(ofRows(rows));
    }
    if (!others.isEmpty()) {
      tables.add(new StatTable(others));
    }
    return tables;
  }

  private static StatTable ofRows(Map<String, SequencedMap<String, String>> rows) {
    List<String> figures = List.copyOf(rows.values().iterator().next().sequencedKeySet());
    List<List<String>> lines = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of(""));
    heading.addAll(figures);
    lines.add(heading);
    rows.forEach(
        (id, values) -> {
          List<String> line = new ArrayList<>(List.of(id));
          figures.forEach(figure -> line.add(values.getOrDefault(figure, "-")));
          lines.add(line);
        });
    return new StatTable(lines);
  }

  /** The first column flush left, the others flush right. */
  String text() {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(line.get(0)).append(" ".repeat(widths[0] - line.get(0).length()));
      for (int i = 1; i < widths.length; i++) {
        text.append(GAP).append(" ".repeat(widths[i] - line.get(i).length())).append(line.get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
