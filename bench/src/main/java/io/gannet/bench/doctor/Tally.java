package io.gannet.bench.doctor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each verdict was given. */
public record Tally(Map<Verdict, Integer> counts) {

  /** Counts. */
  public static Tally of(List<Diagnosis> diagnoses) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
    diagnoses.forEach(diagnosis -> counts.merge(diagnosis.verdict(), 1, Integer::sum));
    return new Tally(counts);
  }

  /** How often this one was. */
  public int of(Verdict verdict) {
    return counts.get(verdict);
  }

  /** {@code 21 OK, 6 could be better, 1 wrong}; the other verdicts only if there are some. */
  public String text() {
    List<String> parts = new ArrayList<>();
    counts.forEach((verdict, count) -> {
      boolean always = verdict == Verdict.OK || verdict.asksForChange();
      if (always || count > 0) {
        parts.add(count + " " + verdict.words());
      }
    });
    return String.join(", ", parts);
  }
}
