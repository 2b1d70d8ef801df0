package io.gannet.bench.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Shares as people write them: {@code 30%} or {@code 0.3}. */
public final class ShareWord implements ITypeConverter<Double> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?) ?(%?)");

  @Override
  public Double convert(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) : -1;
    double share = matcher.matches() && !matcher.group(2).isEmpty() ? number / 100 : number;
    if (share < 0 || share > 1) {
      throw new TypeConversionException("'" + text + "' is no share; write 30% or 0.3");
    }
    return share;
  }
}
