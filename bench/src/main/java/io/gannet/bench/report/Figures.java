package io.gannet.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people like to read them. */
public final class Figures {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Figures() {}

  /** Three significant digits, never an exponent: 0.0123, 4.56, 1230. */
  public static String three(double value) {
    return digits(value, 3);
  }

  /** The same with another number of digits. */
  public static String digits(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "–";
    }
    if (Math.abs(value) >= Math.pow(10, digits)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return value == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Three digits and the thousands as a letter: 950, 1.2k, 35M. */
  public static String si(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return three(value / 1e9) + "G";
    }
    if (size >= 1e6) {
      return three(value / 1e6) + "M";
    }
    return size >= 1e3 ? three(value / 1e3) + "k" : three(value);
  }

  /** Whole, in groups of three: 1,234,567. */
  public static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A time given in µs, in the unit that suits it: 85 µs, 1.2 ms, 3 s. */
  public static String timeUs(double us) {
    if (us >= 1e6) {
      return three(us / 1e6) + " s";
    }
    return us >= 1e3 ? three(us / 1e3) + " ms" : three(us) + " µs";
  }

  /** By powers of 1024: 64 MiB. */
  public static String bytes(double bytes) {
    int unit = 0;
    while (bytes >= 1024 && unit + 1 < BYTE_UNITS.length) {
      bytes /= 1024;
      unit++;
    }
    return three(bytes) + " " + BYTE_UNITS[unit];
  }

  /** A share, 0 to 1, in percent: 99.7 %. */
  public static String share(double share) {
    return three(share * 100) + " %";
  }

  /** A percentile's name, 0 to 100: 50, 99.9. */
  public static String percentile(double percent) {
    return new BigDecimal(Double.toString(percent)).stripTrailingZeros().toPlainString() + " %";
  }
}
