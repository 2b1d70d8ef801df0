package io.gannet.bench.compare;

import java.util.List;

/**
 * What came of a job.
 *
 * @param subjects all names, the baseline first
 * @param tally their figures, as far as they counted
 * @param notes what a reader has to know: runs that did not count, and why
 */
public record Outcome(Job job, List<String> subjects, Tally tally, List<String> notes) {
  /** The one that the others are compared with. */
  public String baseline() {
    return subjects.get(0);
  }

  /** What can be said of a subject against the baseline. */
  public Verdict verdict(String subject, Measure measure) {
    return tally
        .ratio(subject, baseline(), measure)
        .map(ratio -> Verdict.of(measure, ratio))
        .orElse(Verdict.NOT_MEASURED);
  }
}
