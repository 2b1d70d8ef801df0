package io.gannet.bench.search;

/**
 * Which rate to try next. First a bracket: doubled while it goes well, halved while it does not.
 * Then the geometric middle of the bracket, until its ends are within the precision.
 *
 * <p>An answer once given is never asked again, so noise cannot make it wander: it ends after at
 * most {@code log2(span) + log2(log(2) / log(1 + precision))} answers.
 */
public final class Bisection {
  /** Halvings below the first rate before nothing is called attainable. */
  public static final int HALVINGS_MAX = 8;

  private final double precision;
  private final double lowest;
  private double next;
  private double met;
  private double failed = Double.POSITIVE_INFINITY;

  /**
   * Nothing tried yet.
   *
   * @param from the first rate
   * @param precision 0.05: the answer is within 5 % of a rate that failed
   */
  public Bisection(double from, double precision) {
    if (!(from > 0 && precision > 0)) {
      throw new IllegalArgumentException("from " + from + " to a precision of " + precision);
    }
    this.precision = precision;
    next = from;
    lowest = from / (1 << HALVINGS_MAX);
  }

  /** What to try now. */
  public double next() {
    return next;
  }

  /** Tells what came of {@link #next}. */
  public void answer(boolean meets) {
    if (meets) {
      met = next;
    } else {
      failed = next;
    }
    if (met == 0) {
      next = failed / 2;
    } else if (failed == Double.POSITIVE_INFINITY) {
      next = met * 2;
    } else {
      next = Math.sqrt(met * failed);
    }
  }

  /** Whether there is nothing left to try. */
  public boolean isOver() {
    return failed <= met * (1 + precision) || (met == 0 && next < lowest);
  }

  /** The highest rate that met the objective, or 0. */
  public double met() {
    return met;
  }

  /** The lowest rate that did not, or infinity. */
  public double failed() {
    return failed;
  }
}
