package io.gannet.bench.compare;

import static io.gannet.bench.report.Figures.count;
import static io.gannet.bench.report.Figures.three;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A comparison as text: for a terminal, as Markdown, as CSV. */
public final class CompareText {
  private static final String LINE = "  %-16s %-18s %12s  %-7s %-17s %s%n";
  private static final int WHOLE_MIN = 1000;

  private CompareText() {}

  /** For people at a terminal. */
  public static String table(CompareReport report) {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : report.outcomes()) {
      text.append(outcome.job().name()).append(": ");
      text.append(CompareReport.describe(outcome.job())).append('\n');
      text.append(line("", "", "median", "ratio", "spread", ""));
      Measure last = null;
      for (CompareReport.Row row : CompareReport.rows(outcome)) {
        String title = row.measure() == last ? "" : row.measure().title();
        last = row.measure();
        text.append(line(title, row.subject(), figure(row.figures()), ratio(row.ratio()),
            spread(row.ratio()), row.verdict()));
      }
      outcome.notes().forEach(note -> text.append("  ! ").append(note).append('\n'));
      text.append('\n');
    }
    return text.append(legend(report)).toString();
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, LINE, cells).replaceAll("[ ]+(\\R)$", "$1");
  }

  /** How to read it. */
  static String legend(CompareReport report) {
    double confidence = report.outcomes().stream()
        .flatMap(outcome -> CompareReport.rows(outcome).stream())
        .flatMap(row -> row.ratio().stream())
        .mapToDouble(Spread::confidence)
        .min()
        .orElse(Double.NaN);
    if (Double.isNaN(confidence)) {
      return "No ratios: it takes two servers that were measured in the same round.\n";
    }
    return String.format(
        Locale.ROOT,
        "Ratios are to the baseline, the median of those of %d rounds; with %.0f %% confidence the "
            + "true%nmedian lies in the spread. Where that covers 1 the two are not "
            + "distinguishable.%n%s",
        report.rounds(), confidence * 100,
        confidence < Spread.CONFIDENCE ? "Fewer than five rounds: the spread says little.\n" : "");
  }

  /** For a README. */
  public static String markdown(CompareReport report) {
    StringBuilder text = new StringBuilder();
    text.append("| workload | measure | server | median | ratio | spread | |\n");
    text.append("|---|---|---|---:|---:|---|---|\n");
    for (Outcome outcome : report.outcomes()) {
      for (CompareReport.Row row : CompareReport.rows(outcome)) {
        List<String> cells = List.of(outcome.job().name(), row.measure().title(), row.subject(),
            figure(row.figures()), ratio(row.ratio()), spread(row.ratio()), row.verdict());
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
      }
    }
    text.append('\n').append(legend(report));
    report.outcomes().forEach(outcome -> outcome.notes().forEach(
        note -> text.append("\n- ").append(outcome.job().name()).append(": ").append(note)));
    return text.append('\n').toString();
  }

  /** For spreadsheets: a row for each measure of each server. */
  public static String csv(CompareReport report) {
    StringBuilder text = new StringBuilder(
        "workload,measure,server,rounds,median,min,max,ratio,ratio_low,ratio_high,verdict\n");
    for (Outcome outcome : report.outcomes()) {
      for (CompareReport.Row row : CompareReport.rows(outcome)) {
        Optional<Spread> figures = row.figures();
        Optional<Spread> ratio = row.ratio();
        List<String> cells = List.of(
            '"' + outcome.job().name().replace("\"", "\"\"") + '"',
            row.measure().key(), row.subject(),
            figures.map(spread -> Integer.toString(spread.count())).orElse("0"),
            plain(figures.map(Spread::median)), plain(figures.map(Spread::min)),
            plain(figures.map(Spread::max)), plain(ratio.map(Spread::median)),
            plain(ratio.map(Spread::low)), plain(ratio.map(Spread::high)), row.verdict());
        text.append(String.join(",", cells)).append('\n');
      }
    }
    return text.toString();
  }

  private static String plain(Optional<Double> value) {
    return value.map(number -> String.format(Locale.ROOT, "%.6g", number)).orElse("");
  }

  static String figure(Optional<Spread> figures) {
    return figures
        .map(Spread::median)
        .map(value -> value >= WHOLE_MIN ? count(value) : three(value))
        .orElse("–");
  }

  /** Three, zeros at the end included, so that ratios below each other are as precise. */
  static String digits(double ratio) {
    if (!(ratio > 0) || ratio >= WHOLE_MIN) {
      return three(ratio);
    }
    BigDecimal rounded = new BigDecimal(ratio).round(new MathContext(3));
    int places = 3 - rounded.precision() + rounded.scale();
    return rounded.setScale(Math.max(0, places), RoundingMode.HALF_EVEN).toPlainString();
  }

  static String ratio(Optional<Spread> ratio) {
    return ratio.map(spread -> digits(spread.median())).orElse("");
  }

  static String spread(Optional<Spread> ratio) {
    return ratio.map(spread -> digits(spread.low()) + ".." + digits(spread.high())).orElse("");
  }
}
