package io.gannet.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The command behind {@code bench/micro}: JMH with subsets of rows by name, the allocation profiler
 * always on, a JSON file, and a short table at the end. Ends with 1 when a row of the data plane
 * allocates, or when one failed, and with 2 when the words are wrong.
 */
public final class Micro {
  private static final String LIST = "--list";
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final int SECOND_WARM_UPS = 2;
  private static final String USAGE =
      """
      usage: bench/micro [SUBSET | PATTERN...] [JMH option...]
      What a call or a layout costs, in nanoseconds and bytes allocated (JMH).

      subsets, each a word for some rows:
      %s
        --list    the rows
        -h        JMH's options, of which these are the most useful:
                  -f N forks (2), -wi N, -w T warm-ups, -i N, -r T measurements (5 of 1s),
                  -p NAME=V,V only these parameters, -rff FILE the JSON (bench/target/micro.json)
      examples:
        bench/micro quick                    # within a minute
        bench/micro store -p items=100000    # any row or parameter
        bench/micro 'Hash|Copy' -f 1
      """;

  private Micro() {}

  /** Runs, and ends the process. */
  public static void main(String[] words) throws Exception {
    System.exit(run(List.of(words)));
  }

  private static int run(List<String> words) throws IOException {
    if (words.isEmpty() || words.contains("--help")) {
      (words.isEmpty() ? System.err : System.out).print(usage());
      return words.isEmpty() ? 2 : 0;
    }
    try {
      CommandLineOptions options = new CommandLineOptions(expand(words).toArray(new String[0]));
      if (options.shouldHelp()) {
        options.showHelp();
        return 0;
      }
      if (options.shouldList()) {
        new Runner(options).list();
        return 0;
      }
      return measure(options);
    } catch (NoBenchmarksException e) {
      System.err.println("bench/micro: no row matches " + words + "; --list names them");
      return 2;
    } catch (CommandLineOptionException e) {
      System.err.println("bench/micro: " + e.getMessage() + "; -h names JMH's options");
      return 2;
    } catch (RunnerException e) {
      System.err.println("bench/micro: " + e.getMessage());
      return 1;
    }
  }

  private static String usage() {
    StringBuilder subsets = new StringBuilder();
    for (Subset subset : Subset.ALL) {
      subsets.append(String.format("  %-8s  %s%n", subset.name(), subset.about()));
    }
    return String.format(USAGE, subsets);
  }

  /** The words in JMH's own terms: a subset's rows, and those of its options that are not given. */
  static List<String> expand(List<String> words) {
    List<String> expanded = new ArrayList<>(words);
    boolean list = expanded.removeIf(LIST::equals);
    Optional<Subset> subset = expanded.stream().findFirst().flatMap(Subset::named);
    if (subset.isPresent()) {
      expanded.removeFirst();
      expanded.addAll(0, subset.get().rows());
      addDefaults(expanded, subset.get().defaults());
    }
    if (list) {
      expanded.add("-l");
    }
    return expanded;
  }

  private static void addDefaults(List<String> words, List<String> defaults) {
    List<String> given = List.copyOf(words);
    for (int i = 0; i < defaults.size(); i += 2) {
      String option = defaults.get(i);
      String value = defaults.get(i + 1);
      String parameter = value.substring(0, value.indexOf('=') + 1);
      boolean isGiven = option.equals("-p")
          ? given.stream().anyMatch(word -> word.startsWith(parameter))
          : given.contains(option);
      if (!isGiven) {
        words.addAll(List.of(option, value));
      }
    }
  }

  private static int measure(CommandLineOptions options) throws IOException, RunnerException {
    Path json = Path.of(options.getResult().orElse("bench/target/micro.json"));
    if (json.getParent() != null) {
      Files.createDirectories(json.getParent());
    }
    List<String> jvmArgs = new ArrayList<>(options.getJvmArgsAppend().orElse(List.of()));
    jvmArgs.add(NATIVE_ACCESS);
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(json.toString())
            .jvmArgsAppend(jvmArgs.toArray(new String[0]));
    List<Row> rows = rows(builder.build());
    System.out.printf("%n%s%nJSON: %s%n", Row.table(rows), json);
    List<Row> offences = rows.stream().filter(Row::isOffence).toList();
    return offences.isEmpty() ? 0 : verdict(again(options, jvmArgs, offences));
  }

  private static List<Row> rows(Options options) throws RunnerException {
    return new Runner(options).run().stream().map(Row::of).toList();
  }

  /** Code that is not compiled yet allocates what compiled code does not: so it gets more time. */
  private static List<Row> again(Options options, List<String> jvmArgs, List<Row> offences)
      throws RunnerException {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .jvmArgsAppend(jvmArgs.toArray(new String[0]))
            .warmupIterations(SECOND_WARM_UPS)
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(TimeValue.seconds(1));
    offences.stream().map(Row::pattern).distinct().forEach(builder::include);
    return rows(builder.build());
  }

  private static int verdict(List<Row> rows) {
    List<Row> offences = rows.stream().filter(Row::isOffence).toList();
    for (Row row : offences) {
      System.out.printf("ALLOCATES %.1f B/op on the data plane: %s%n", row.bytes(), row.name());
    }
    return offences.isEmpty() ? 0 : 1;
  }
}
