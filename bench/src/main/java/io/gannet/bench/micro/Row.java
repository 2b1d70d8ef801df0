package io.gannet.bench.micro;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * A row of the last table.
 *
 * @param benchmark JMH's name of it
 * @param name class and method, without the package, and the parameters
 * @param unit of score and error, which is half of JMH's 99.9 % interval
 * @param cpuNs of it, by {@link CpuProfiler}
 * @param bytes allocated per operation; NaN if the profiler has not told
 */
record Row(
    String benchmark,
    String name,
    double score,
    double error,
    String unit,
    double cpuNs,
    double bytes,
    boolean isDataPlane) {
  /** What JMH itself allocates, some 6 KB an iteration, spread over thousands of operations. */
  private static final double BYTES_MAX = 1.0;

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  static Row of(RunResult result) {
    Result<?> primary = result.getPrimaryResult();
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    // JMH takes a whole batch of single shots for one operation.
    int batch = result.getParams().getMeasurement().getBatchSize();
    return new Row(
        result.getParams().getBenchmark(),
        name(result.getParams()),
        primary.getScore() / batch,
        primary.getScoreError() / batch,
        primary.getScoreUnit(),
        result.getSecondaryResults().get(CpuProfiler.LABEL).getScore() / batch,
        allocated == null ? Double.NaN : allocated.getScore() / batch,
        isDataPlane(result.getParams()));
  }

  private static String name(BenchmarkParams params) {
    String path = params.getBenchmark();
    int method = path.lastIndexOf('.');
    String name = path.substring(path.lastIndexOf('.', method - 1) + 1).replace("Benchmark.", ".");
    Map<String, String> values = new TreeMap<>();
    for (String key : params.getParamsKeys()) {
      values.put(key, params.getParam(key));
    }
    return values.isEmpty()
        ? name
        : values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" ", name + " ", ""));
  }

  private static boolean isDataPlane(BenchmarkParams params) {
    String path = params.getBenchmark();
    try {
      Class<?> type = Class.forName(path.substring(0, path.lastIndexOf('.')));
      return type.isAnnotationPresent(DataPlane.class);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** A row of the data plane that allocates, or of which it is not known. */
  boolean isOffence() {
    return isDataPlane && !(bytes < BYTES_MAX);
  }

  /** What JMH is to include to measure it again. */
  String pattern() {
    return "^" + Pattern.quote(benchmark) + "$";
  }

  static String table(List<Row> rows) {
    int width = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
    return rows.stream()
        .map(row -> row.line(width))
        .collect(Collectors.joining("\n"));
  }

  private String line(int width) {
    String plusMinus = Double.isNaN(error) ? "" : String.format(Locale.ROOT, "± %.2f", error);
    return String.format(Locale.ROOT, "%-" + width + "s %10.2f %-10s %s %10.2f cpu-ns %7.2f B/op",
        name, score, plusMinus, unit, cpuNs, bytes);
  }
}
