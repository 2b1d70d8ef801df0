package io.gannet.bench.cli;

import io.gannet.bench.observe.CpuList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** CPUs as the kernel lists them: {@code 1}, {@code 1,3}, {@code 2-5}. */
public final class CpuListWord implements ITypeConverter<List<Integer>> {
  @Override
  public List<Integer> convert(String text) {
    try {
      List<Integer> cpus = CpuList.parse(text).stream().boxed().toList();
      if (!cpus.isEmpty()) {
        return cpus;
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new TypeConversionException("'" + text + "' is no list of CPUs; write 1,3 or 2-5");
  }
}
