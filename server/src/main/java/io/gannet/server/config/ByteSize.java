package io.gannet.server.config;

import java.util.Locale;
import java.util.OptionalLong;

/** Sizes as people write them: {@code 1GiB}, {@code 64m}, {@code 4096}; by powers of 1024. */
public final class ByteSize {
  private static final String UNITS = "BKMGTP";

  private ByteSize() {}

  /**
   * Reads a size.
   *
   * @param bareUnit what a number without a unit counts in
   * @return its bytes; empty if it is none, or none that 63 bits hold
   */
  public static OptionalLong parse(String text, long bareUnit) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    long unit = unit(text.substring(digits).strip().toUpperCase(Locale.ROOT), bareUnit);
    if (digits == 0 || unit == 0) {
      return OptionalLong.empty();
    }
    try {
      long count = Long.parseLong(text, 0, digits, 10);
      return OptionalLong.of(Math.multiplyExact(count, unit));
    } catch (NumberFormatException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** What the unit is worth; 0 if it is none. {@code MB} is none: some read it as 10^6. */
  private static long unit(String unit, long bareUnit) {
    if (unit.isEmpty()) {
      return bareUnit;
    }
    int power = UNITS.indexOf(unit.charAt(0));
    boolean whole = unit.length() == 1 || power > 0 && unit.substring(1).equals("IB");
    return power >= 0 && whole ? 1L << 10 * power : 0;
  }

  /** Writes a size in the greatest unit that leaves it whole. */
  public static String format(long bytes) {
    int power = 0;
    while (power + 1 < UNITS.length() && bytes >= 1024 && bytes % 1024 == 0) {
      bytes /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(bytes) : bytes + UNITS.substring(power, power + 1) + "iB";
  }
}
