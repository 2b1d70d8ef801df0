package io.gannet.bench.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as the server reads them: {@code 1GiB}, {@code 64m}, {@code 4096}; by powers of 1024. */
public final class ByteSizeWord implements ITypeConverter<Long> {
  private static final String UNITS = "KMGT";
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?(?:([KMGT])(?:IB)?|B?)");

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      int power = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
      if (count <= Long.MAX_VALUE >> 10 * power) {
        return count << 10 * power;
      }
    }
    throw new TypeConversionException("'" + text + "' is no size; write 1GiB, 64MiB or 4096");
  }
}
