package io.gannet.bench.table;

import io.gannet.bench.ratio.Subject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tables as documents and terminals show them. */
final class Markdown {
  private Markdown() {}

  static String table(List<String> head, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(head));
    text.append(line(Collections.nCopies(head.size(), "---")));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  /** Which ones those are that are not ours, a line each; "" if all are. */
  static String versions(List<Subject> subjects) {
    return subjects.stream()
        .filter(subject -> !subject.version().isEmpty())
        .map(subject -> subject.version() + ".\n\n")
        .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** With so many digits behind the point; a dash for what is not known. */
  static String number(double value, int digits) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? "–"
        : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** How much more or less than the same: {@code +1.3 %}. */
  static String more(double ratio) {
    return Double.isNaN(ratio) || Double.isInfinite(ratio)
        ? "–"
        : String.format(Locale.ROOT, "%+.1f %%", (ratio - 1) * 100);
  }
}
