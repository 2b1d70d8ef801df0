package io.gannet.bench.report;

import java.util.function.DoubleFunction;

/**
 * One direction of a picture.
 *
 * @param label what it counts, with its unit
 * @param min where it begins, or NaN for where the values do
 * @param max where it ends, or NaN
 * @param format how a tick reads
 */
public record Axis(
    Kind kind, String label, double min, double max, DoubleFunction<String> format) {

  /** How values become distances. */
  public enum Kind {
    /** Evenly. */
    LINEAR,
    /** By factors of ten; values above 0. */
    LOG,
    /** By factors of two; values above 0. */
    LOG2,
    /** Percentiles, 0 to 100, each further nine as wide as the one before. */
    NINES
  }

  /** Evenly spaced; begins at 0 unless told otherwise. */
  public static Axis linear(String label) {
    return new Axis(Kind.LINEAR, label, Double.NaN, Double.NaN, Figures::si);
  }

  /** By factors of ten. */
  public static Axis log(String label) {
    return new Axis(Kind.LOG, label, Double.NaN, Double.NaN, Figures::si);
  }

  /** By factors of two. */
  public static Axis log2(String label) {
    return new Axis(Kind.LOG2, label, Double.NaN, Double.NaN, Figures::si);
  }

  /** Sizes in bytes, by factors of two: 64MiB, 128MiB, … */
  public static Axis bytes(String label) {
    return log2(label).format(Figures::bytes);
  }

  /** Percentiles, 0 to 100: 90, 99, 99.9, 99.99, … */
  public static Axis nines(String label) {
    return new Axis(Kind.NINES, label, Double.NaN, Double.NaN, Figures::percentile);
  }

  /** Times given in µs, by factors of ten: 100 µs, 1 ms, … */
  public static Axis latencyUs(String label) {
    return log(label).format(Figures::timeUs);
  }

  /** From here to there, whatever the values. */
  public Axis range(double from, double to) {
    return new Axis(kind, label, from, to, format);
  }

  /** With other words at its ticks. */
  public Axis format(DoubleFunction<String> words) {
    return new Axis(kind, label, min, max, words);
  }
}
