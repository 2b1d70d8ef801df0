package io.gannet.bench.cli;

import io.gannet.bench.compare.Job;
import io.gannet.bench.load.LoadPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Workloads in words. Each is parsed as if its words stood on the command line, behind those that
 * hold for all: {@code get=100 depth=32} is {@code --mix get=100 --depth 32}.
 */
final class JobWords {
  /** By name; the value is what the name stands for. */
  static final Map<String, String> NAMED = named();

  private static final Set<String> OPERATIONS = Set.of("get", "set", "delete");
  private static final Pattern LABELLED = Pattern.compile("([\\w.-]+):\\s+(.+)");

  private final List<String> common;

  /** The options that a plan is made of, as a command of their own. */
  private static final class PlanOptions {
    @Mixin private ArrivalOptions arrivals;
    @Mixin private TrafficOptions traffic;
    @Mixin private WorkloadOptions workload;
  }

  /** {@code common} hold for all workloads that do not say otherwise. */
  JobWords(List<String> common) {
    this.common = List.copyOf(common);
  }

  private static Map<String, String> named() {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("get-x1", "get=100 depth=1");
    named.put("get-x32", "get=100 depth=32");
    named.put("set-x1", "set=100 depth=1");
    named.put("set-x32", "set=100 depth=32");
    named.put("mixed", "get=90 set=10 depth=1");
    named.put("mixed-x32", "get=90 set=10 depth=32");
    return named;
  }

  /** The words of a command line that its plan options were given. */
  static List<String> given(ParseResult parsed) {
    CommandSpec known = CommandSpec.forAnnotatedObject(new PlanOptions());
    List<String> words = new ArrayList<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      if (known.findOption(option.longestName()) != null) {
        words.addAll(words(option));
      }
    }
    return words;
  }

  private static List<String> words(OptionSpec option) {
    if (option.arity().max() == 0) {
      boolean off = Boolean.FALSE.equals(option.getValue());
      return List.of(off ? option.longestName().replaceFirst("^--", "--no-")
          : option.longestName());
    }
    List<String> given = option.originalStringValues();
    return List.of(option.longestName(), given.get(given.size() - 1));
  }

  /** A workload by name, by its words, or by {@code NAME: WORDS}. */
  Job job(String text) {
    Matcher labelled = LABELLED.matcher(text);
    boolean label = labelled.matches();
    String name = label ? labelled.group(1) : text;
    List<String> words = new ArrayList<>(common);
    words.addAll(options(label ? labelled.group(2) : NAMED.getOrDefault(text, text)));
    return new Job(name, plan(text, words));
  }

  /** {@code get=90 set=10 depth=1} → {@code --mix get=90,set=10 --depth 1}. */
  private static List<String> options(String text) {
    List<String> mix = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals > 0 && OPERATIONS.contains(word.substring(0, equals))) {
        mix.add(word);
      } else if (!word.isEmpty()) {
        options.add("--" + word);
      }
    }
    if (!mix.isEmpty()) {
      options.add("--mix=" + String.join(",", mix));
    }
    return options;
  }

  private static LoadPlan plan(String text, List<String> words) {
    PlanOptions options = new PlanOptions();
    CommandLine line = new CommandLine(options);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOverwrittenOptionsAllowed(true);
    try {
      line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new Misuse("--workload '" + text + "': " + e.getMessage().replace("--", "")
          + "; known by name are " + String.join(", ", NAMED.keySet()));
    }
    return options.traffic.plan(new TargetOptions(), options.arrivals.arrivals(),
        options.workload.workload(), options.workload.fill());
  }
}
