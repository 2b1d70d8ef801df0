package io.gannet.bench.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Counts as people write them: {@code 100000}, {@code 100k}, {@code 1.5m}; by powers of 1000. */
public final class CountWord implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([kmg]?)");

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text.replace("_", "").toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no count; write 50000, 50k or 1.5m");
    }
    double unit = unit(matcher.group(2));
    return Math.round(Double.parseDouble(matcher.group(1)) * unit);
  }

  private static double unit(String letter) {
    return switch (letter) {
      case "k" -> 1e3;
      case "m" -> 1e6;
      case "g" -> 1e9;
      default -> 1;
    };
  }
}
