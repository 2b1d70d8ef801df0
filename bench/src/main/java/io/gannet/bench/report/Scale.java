package io.gannet.bench.report;

import java.util.ArrayList;
import java.util.List;

/** An axis fitted to its values: where each lies between 0 and 1, and where the ticks are. */
final class Scale {
  private static final int TICKS = 6;
  private static final double NINES_END = 1e9;

  /**
   * A mark on an axis.
   *
   * @param label "" for a thin line without words
   */
  record Tick(double at, String label) {}

  private final Axis axis;
  private final double from;
  private final double to;

  private Scale(Axis axis, double from, double to) {
    this.axis = axis;
    this.from = from;
    this.to = to;
  }

  /** One that shows all values from {@code min} to {@code max}. */
  static Scale of(Axis axis, double min, double max) {
    double low = Double.isNaN(axis.min()) ? min : axis.min();
    double high = Double.isNaN(axis.max()) ? max : axis.max();
    return switch (axis.kind()) {
      case LINEAR -> linear(axis, low, high);
      case LOG -> logarithmic(axis, low, high, 10);
      case LOG2 -> logarithmic(axis, low, high, 2);
      case NINES -> new Scale(axis, 0, Math.max(1, nines(high)));
    };
  }

  private static Scale linear(Axis axis, double min, double max) {
    double low = Double.isNaN(axis.min()) ? Math.min(0, min) : min;
    double high = max > low ? max : low + 1;
    if (!Double.isNaN(axis.max())) {
      return new Scale(axis, low, high);
    }
    double step = step(high - low);
    double end = Math.ceil(high / step - 1e-9) * step;
    return new Scale(axis, Math.floor(low / step + 1e-9) * step, end);
  }

  private static Scale logarithmic(Axis axis, double min, double max, int base) {
    double low = min > 0 ? min : 1;
    double high = max > low ? max : low * base;
    boolean fixed = !Double.isNaN(axis.min()) && !Double.isNaN(axis.max());
    if (base == 2 && !fixed && high < 4 * low) { // so that there are ticks
      return new Scale(axis, Math.log10(low / 2), Math.log10(high * 2));
    }
    if (fixed || base == 2) {
      return new Scale(axis, Math.log10(low), Math.log10(high));
    }
    return new Scale(axis, Math.log10(niceBelow(low)), Math.log10(niceAbove(high)));
  }

  /** The greatest of 1, 2, 5 × 10^n that is not above. */
  private static double niceBelow(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    double lead = value / decade + 1e-9;
    return decade * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
  }

  private static double niceAbove(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    double lead = value / decade - 1e-9;
    return decade * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  /** A step of 1, 2 or 5 × 10^n that makes about {@link #TICKS} of a span. */
  private static double step(double span) {
    return niceAbove(span / TICKS);
  }

  /** How many nines a percentile has: 90 → 1, 99 → 2. */
  static double nines(double percent) {
    return -Math.log10(Math.max(1 - percent / 100, 1 / NINES_END));
  }

  /** Where a value lies: 0 at the beginning of the axis, 1 at its end; clamped. */
  double position(double value) {
    double place =
        switch (axis.kind()) {
          case LINEAR -> value;
          case LOG, LOG2 -> value > 0 ? Math.log10(value) : from;
          case NINES -> nines(value);
        };
    return Math.clamp((place - from) / (to - from), 0.0, 1.0);
  }

  /** The marks, from the beginning to the end. */
  List<Tick> ticks() {
    return switch (axis.kind()) {
      case LINEAR -> linearTicks();
      case LOG -> logTicks();
      case LOG2 -> log2Ticks();
      case NINES -> ninesTicks();
    };
  }

  private List<Tick> linearTicks() {
    List<Tick> ticks = new ArrayList<>();
    double step = step(to - from);
    long last = (long) Math.floor(to / step + 1e-9);
    for (long i = (long) Math.ceil(from / step - 1e-9); i <= last; i++) {
      ticks.add(tick(i * step));
    }
    return ticks;
  }

  private Tick tick(double value) {
    return new Tick(value, axis.format().apply(value));
  }

  /** 1, 2 and 5 have words where there is room, else only 1; the others are thin. */
  private List<Tick> logTicks() {
    List<Tick> ticks = new ArrayList<>();
    double decades = to - from;
    for (int n = (int) Math.floor(from + 1e-9); n <= to + 1e-9; n++) {
      for (int lead = 1; lead < 10; lead++) {
        double value = lead * Math.pow(10, n);
        double place = Math.log10(value);
        boolean words = lead == 1 || decades < 2.6 && (lead == 2 || lead == 5);
        if (place >= from - 1e-9 && place <= to + 1e-9 && (words || decades < 6)) {
          ticks.add(words ? tick(value) : new Tick(value, ""));
        }
      }
    }
    return ticks;
  }

  private List<Tick> log2Ticks() {
    List<Tick> ticks = new ArrayList<>();
    double log2 = Math.log10(2);
    int first = (int) Math.ceil(from / log2 - 1e-9);
    int last = (int) Math.floor(to / log2 + 1e-9);
    int each = Math.max(1, (last - first + TICKS) / (TICKS + 2));
    for (int n = first; n <= last; n += each) {
      ticks.add(tick(Math.pow(2, n)));
    }
    return ticks;
  }

  private List<Tick> ninesTicks() {
    List<Tick> ticks = new ArrayList<>(List.of(tick(0), tick(50)));
    for (int n = 1; n <= to + 1e-9; n++) {
      ticks.add(tick(Double.parseDouble(n == 1 ? "90" : "99." + "9".repeat(n - 2))));
    }
    return ticks;
  }
}
