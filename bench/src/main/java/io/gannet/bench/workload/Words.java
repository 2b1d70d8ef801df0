package io.gannet.bench.workload;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers out of option texts; what is wrong is named, and what is allowed beside it. */
public final class Words {
  private Words() {}

  static IllegalArgumentException wrong(String option, String word, String allowed) {
    return new IllegalArgumentException(
        option + ": '" + word + "' is not understood; allowed: " + allowed);
  }

  static int whole(String option, String word, int min, int max) {
    try {
      int number = Integer.parseInt(word.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw wrong(option, word, "a whole number, " + min + " to " + max);
  }

  static double real(String option, String word, double min, double max) {
    try {
      double number = Double.parseDouble(word.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of bounds.
    }
    throw wrong(option, word, "a number, " + number(min) + " to " + number(max));
  }

  /** Six digits at most, without a fraction where there is none. */
  public static String number(double value) {
    return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
