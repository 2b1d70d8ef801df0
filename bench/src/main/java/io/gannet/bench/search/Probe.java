package io.gannet.bench.search;

import io.gannet.bench.report.Figures;
import java.util.Locale;

/**
 * A run at one rate, and what came of it.
 *
 * @param askedPerSecond the rate that was asked for
 * @param achievedPerSecond what was answered
 * @param latencyNs the objective's percentile of the perceived latency
 * @param errors refused, wrong or lost
 * @param dropped due and never sent
 * @param busy share of the time that the busiest load thread was on a CPU; NaN when it spins, and
 *     so is always busy
 * @param verdict whether it met the objective, or why not
 */
public record Probe(
    double askedPerSecond,
    double achievedPerSecond,
    long latencyNs,
    long errors,
    long dropped,
    double busy,
    Verdict verdict) {

  /** Answered less than this share of what was asked: the rate was not held. */
  static final double HELD_MIN = 0.99;

  /** So far behind that no noise explains it. */
  static final double OVERLOADED_MAX = 0.90;

  /** A load thread that is this busy is the limit itself. */
  static final double BUSY_MAX = 0.90;

  /** What came of it. */
  public enum Verdict {
    MEETS("meets it"),
    LATE("too late"),
    BEHIND("rate not held"),
    DROPS("requests dropped"),
    ERRORS("errors"),
    GENERATOR("the generator is the limit");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Judges what was measured, the plainest reason first.
   *
   * @param chancePerSecond by how much chance alone may make the arrivals fewer than asked
   */
  public static Probe judged(
      Objective objective,
      double askedPerSecond,
      double chancePerSecond,
      double achievedPerSecond,
      long latencyNs,
      long errors,
      long dropped,
      double busy) {
    Verdict verdict = Verdict.MEETS;
    // What was not answered in time counts as an error too: the rate comes first.
    if (achievedPerSecond < HELD_MIN * askedPerSecond - chancePerSecond) {
      verdict = Verdict.BEHIND;
    } else if (errors > 0) {
      verdict = Verdict.ERRORS;
    } else if (dropped > 0) {
      verdict = Verdict.DROPS;
    } else if (!objective.isMetBy(latencyNs)) {
      verdict = Verdict.LATE;
    }
    boolean ofGenerator = busy > BUSY_MAX;
    if (verdict != Verdict.MEETS && verdict != Verdict.ERRORS && ofGenerator) {
      verdict = Verdict.GENERATOR;
    }
    return new Probe(
        askedPerSecond, achievedPerSecond, latencyNs, errors, dropped, busy, verdict);
  }

  /** Whether it met the objective. */
  public boolean meets() {
    return verdict == Verdict.MEETS;
  }

  /** Whether it failed in a way that a moment's noise can cause. */
  public boolean maybeNoise() {
    return !meets()
        && verdict != Verdict.ERRORS
        && achievedPerSecond >= OVERLOADED_MAX * askedPerSecond;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,12.0f/s asked %,12.0f/s achieved %10s   %s",
        askedPerSecond,
        achievedPerSecond,
        Figures.timeUs(latencyNs / 1000.0),
        verdict);
  }
}
