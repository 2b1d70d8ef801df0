package io.gannet.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** CPUs as the kernel lists them: {@code 1}, {@code 1,3}, {@code 2-5}. */
public final class CpuListWord implements ITypeConverter<List<Integer>> {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  @Override
  public List<Integer> convert(String text) {
    TreeSet<Integer> cpus = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        throw new TypeConversionException("'" + text + "' is no list of CPUs; write 1,3 or 2-5");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return new ArrayList<>(cpus);
  }
}
