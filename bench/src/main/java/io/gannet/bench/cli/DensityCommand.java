package io.gannet.bench.cli;

import io.gannet.bench.density.Contender;
import io.gannet.bench.density.Density;
import io.gannet.bench.density.DensityPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gannet bench density}. */
@Command(
    name = "density",
    header = "Weighs servers: what an item costs beyond its key and value.",
    description = {
      "Weighs servers from outside: what an item costs beyond its key and its value.",
      "",
      "Each is started with little memory and with much, the same keys are stored in both, more",
      "than either can hold, and every one is asked for again. What RSS and hugetlb pages grew by",
      "is divided among the items that came back more: half-empty and free segments count too.",
      "",
      "The rest of a JVM differs by megabytes from start to start, which is several bytes an item",
      "here: take the median of rounds, and see the column of the store, which is the mapping that",
      "is as large as the memory given.",
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench density",
      "  ./gannet bench density slimcache --rounds 5",
      "  ./gannet bench density segcache memcached --value-size 400 --much 512"
    })
final class DensityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WeighingWords words;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    DensityPlan plan = words.plan();
    List<Contender> contenders = words.contenders(plan);
    String table =
        Density.run(contenders, plan, line -> spec.commandLine().getErr().println("  " + line))
            .text();
    spec.commandLine().getOut().print(table);
    return 0;
  }

  /** Whom, and how. */
  @Heading("Weighing")
  static final class WeighingWords {
    @Parameters(
        paramLabel = "SERVER",
        arity = "0..*",
        description = "segcache, twemcache, slimcache, directcache or memcached. [all]")
    private List<String> names = List.of();

    @Option(
        names = "--little",
        paramLabel = "MIB",
        description = "The lesser memory. [${DEFAULT-VALUE}]")
    private int littleMib = 32;

    @Option(
        names = "--much",
        paramLabel = "MIB",
        description = "The greater. [${DEFAULT-VALUE}]")
    private int muchMib = 128;

    @Option(
        names = "--key-size",
        paramLabel = "BYTES",
        description = "Of each key. [${DEFAULT-VALUE}]")
    private int keyBytes = 20;

    @Option(
        names = "--value-size",
        paramLabel = "BYTES",
        description = "Of each value; slots, where there are any, are made for it. "
            + "[${DEFAULT-VALUE}]")
    private int valueBytes = 40;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Weighings with each memory. [${DEFAULT-VALUE}]")
    private int rounds = 3;

    @Option(
        names = "--rest",
        paramLabel = "TIME",
        converter = DurationWord.class,
        description = "Before a server is weighed, by the least of that time: a JVM's compiler "
            + "leaves 20 MB in the C heap, which ours give back every 5 s. [12s]")
    private Duration rest = Duration.ofSeconds(12);

    @Option(
        names = "--server-cpus",
        paramLabel = "LIST",
        converter = CpuListWord.class,
        description = "Where servers run, all of their threads; this process keeps off. [0]")
    private List<Integer> cpus = List.of(0);

    private DensityPlan plan() {
      try {
        return new DensityPlan(littleMib, muchMib, keyBytes, valueBytes, rounds, rest, cpus);
      } catch (IllegalArgumentException e) {
        throw new Misuse(e.getMessage());
      }
    }

    private List<Contender> contenders(DensityPlan plan) {
      List<Contender> all = Contender.all(SubjectOptions.launcher(), plan.itemBytes());
      Set<String> unknown = new TreeSet<>(names);
      all.forEach(contender -> unknown.remove(contender.name()));
      if (!unknown.isEmpty()) {
        throw new Misuse("no server is known as " + String.join(", ", unknown) + ", but "
            + String.join(", ", all.stream().map(Contender::name).toList()));
      }
      return all.stream()
          .filter(contender -> names.isEmpty() || names.contains(contender.name()))
          .toList();
    }
  }
}
