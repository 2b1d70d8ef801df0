package io.gannet.bench.compare;

import io.gannet.bench.load.LoadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that a comparison has to say.
 *
 * @param provenance where it was measured, by stable names
 * @param servers what was started, by name
 * @param rounds asked for
 * @param outcomes one for each workload
 */
public record CompareReport(
    Map<String, String> provenance,
    Map<String, Server> servers,
    int rounds,
    List<Outcome> outcomes) {

  /**
   * A server that took part.
   *
   * @param command its words
   * @param version as it says itself, or ""
   * @param protocol by which it was asked
   */
  public record Server(String command, String version, String protocol) {}

  /**
   * One measure of one server under one workload.
   *
   * @param ratio to the baseline; empty for the baseline itself
   */
  public record Row(
      Outcome outcome,
      Measure measure,
      String subject,
      Optional<Spread> figures,
      Optional<Spread> ratio) {

    /** Whether this is what the others are compared with. */
    public boolean isBaseline() {
      return subject.equals(outcome.baseline());
    }

    /** In words: the baseline is no one's verdict. */
    public String verdict() {
      return isBaseline() ? "baseline" : outcome.verdict(subject, measure).toString();
    }
  }

  /** The rows of a workload, by measure and then subject, without measures that nobody has. */
  public static List<Row> rows(Outcome outcome) {
    List<Row> rows = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      List<Row> some = outcome.subjects().stream()
          .map(subject -> row(outcome, measure, subject))
          .toList();
      if (some.stream().anyMatch(row -> row.figures().isPresent())) {
        rows.addAll(some);
      }
    }
    return rows;
  }

  private static Row row(Outcome outcome, Measure measure, String subject) {
    boolean baseline = subject.equals(outcome.baseline());
    return new Row(
        outcome,
        measure,
        subject,
        outcome.tally().figures(subject, measure),
        baseline ? Optional.empty() : outcome.tally().ratio(subject, outcome.baseline(), measure));
  }

  /** What a workload is, in words. */
  public static String describe(Job job) {
    LoadPlan plan = job.plan();
    String pace = plan.arrivals().open()
        ? String.format(Locale.ROOT, ", %,.0f/s", plan.arrivals().perSecond())
        : ", closed loop";
    return plan.connections() + " connections × " + plan.depth() + pace + ", "
        + plan.workload().describe();
  }
}
