package io.gannet.bench.certify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of each disturbance, part by part of the requests, and the last of what has a name.
 *
 * @param requests that were answered in all
 * @param parts what was seen in each
 * @param last by disturbance, what came last of it, in the JVM's words
 */
public record Certificate(
    long requests, List<Map<Disturbance, Long>> parts, Map<Disturbance, List<String>> last) {
  private static final int LAST_MAX = 5;
  private static final int WIDTH_MAX = 100;

  static Certificate of(
      long requests, List<Sample> marks, Map<Disturbance, List<String>> before,
      Map<Disturbance, List<String>> after) {
    List<Map<Disturbance, Long>> parts = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      parts.add(marks.get(i).minus(marks.get(i - 1)).seen());
    }
    Map<Disturbance, List<String>> last = new EnumMap<>(Disturbance.class);
    after.forEach((kind, lines) -> {
      int from = Math.max(before.get(kind).size(), lines.size() - LAST_MAX);
      last.put(kind, List.copyOf(lines.subList(from, lines.size())));
    });
    return new Certificate(requests, List.copyOf(parts), last);
  }

  /** How much there was of it in all. */
  public long total(Disturbance one) {
    return parts.stream().mapToLong(part -> part.get(one)).sum();
  }

  /** What was not 0. */
  public List<Disturbance> failed() {
    return Arrays.stream(Disturbance.values())
        .filter(one -> one.isJudged() && total(one) != 0)
        .toList();
  }

  /** A table, and a verdict. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("After ready, %,d requests, in %d parts:%n%n".formatted(requests, parts.size()));
    text.append("%-16s %14s  ".formatted("", "in all"));
    for (int i = 1; i <= parts.size(); i++) {
      text.append(" %12s".formatted("part " + i));
    }
    text.append('\n');
    for (Disturbance one : Disturbance.values()) {
      text.append("%-16s %,14d  ".formatted(one.text(), total(one)));
      parts.forEach(part -> text.append(" %,12d".formatted(part.get(one))));
      text.append("  ").append(judgement(one)).append(", ").append(one.where()).append('\n');
    }
    failed().forEach(one -> appendLast(text, one));
    text.append('\n').append(verdict()).append('\n');
    return text.toString();
  }

  private String judgement(Disturbance one) {
    if (!one.isJudged()) {
      return "told";
    }
    return total(one) == 0 ? "ok" : "NOT 0";
  }

  private void appendLast(StringBuilder text, Disturbance one) {
    List<String> lines = last.getOrDefault(one, List.of());
    if (!lines.isEmpty()) {
      text.append("\nThe last ").append(one.text()).append(":\n");
      lines.forEach(
          line ->
              text.append("  ")
                  .append(line, 0, Math.min(line.length(), WIDTH_MAX))
                  .append('\n'));
    }
  }

  private String verdict() {
    List<String> failed = failed().stream().map(Disturbance::text).toList();
    return failed.isEmpty() ? "Silent." : "Not silent: " + String.join(", ", failed) + ".";
  }
}
