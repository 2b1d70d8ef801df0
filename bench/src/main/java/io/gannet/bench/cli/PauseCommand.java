package io.gannet.bench.cli;

import io.gannet.bench.pause.Pause;
import io.gannet.bench.pause.PausePlan;
import io.gannet.bench.pause.PauseResult;
import io.gannet.bench.pause.PauseTable;
import io.gannet.bench.ratio.Engine;
import io.gannet.bench.ratio.Engines;
import io.gannet.bench.ratio.SubjectException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench pause}. */
@Command(
    name = "pause",
    header = "Times every call to our storage engines while their memory is full.",
    description = {
      "Times every call to our storage engines while their memory is full; reports the longest.",
      "",
      "Gets, sets of new and of known keys, deletes and touches, of values whose sizes change as",
      "time passes; background work for 256 items after every 32 of them, as a worker does it.",
      "CPU time is a bound: a call's wall time, or the CPU time of the 16 calls around it if that",
      "is less. Rows of calls that did nothing, for as long, show what the machine adds by itself.",
      "'looked at' counts items, headers and slots, and no busy host changes that."
    },
    footer = {
      "",
      "Engines: those of miss-ratio that are ours, such as seg-merge, slab-lra, cuckoo-lfu.",
      "",
      "Examples:",
      "  ./gannet bench pause",
      "  ./gannet bench pause --engines seg-merge,slab-random --operations 100m",
      "  ./gannet bench pause --value-sizes 10 --longest"
    })
final class PauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WhatWords what;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    PausePlan plan = what.plan();
    PrintWriter out = spec.commandLine().getOut();
    out.print(PauseTable.head());
    out.flush();
    StringBuilder notes = new StringBuilder();
    int measured = 0;
    for (Engine engine : plan.engines()) {
      try {
        PauseResult result = Pause.of(plan, engine);
        out.print(PauseTable.rows(result));
        out.flush();
        notes.append(PauseTable.notes(result, what.longest));
        measured++;
      } catch (SubjectException e) {
        notes.append(engine.name() + ": not measured: " + e.getMessage() + "\n");
      }
    }
    out.print("\n" + notes);
    return measured > 0 ? 0 : 1;
  }

  /** What is measured. */
  @Heading("Measure")
  static final class WhatWords {
    private static final long MEMORY_MIN = 4 << 20;

    @Option(
        names = "--engines",
        paramLabel = "LIST",
        split = ",",
        description = "Which, see below. [all]")
    private List<String> engines = List.of();

    @Option(
        names = {"-m", "--memory"},
        paramLabel = "SIZE",
        converter = ByteSizeWord.class,
        description = "Of each. [256MiB]")
    private long memoryBytes = 256L << 20;

    @Option(
        names = {"-n", "--operations"},
        paramLabel = "N",
        converter = CountWord.class,
        description = "To be timed, of each. [2m]")
    private long operations = 2_000_000;

    @Option(
        names = "--value-sizes",
        paramLabel = "LIST",
        split = ",",
        description = "Of values; each engine gets those that it can hold. "
            + "[8,24,100,500,4000,60000]")
    private List<Integer> valueBytes = List.of(8, 24, 100, 500, 4_000, 60_000);

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of what is asked. [${DEFAULT-VALUE}]")
    private long seed = 1;

    @Option(
        names = "--longest",
        description = "Also tells of the longest calls what each of them was.")
    private boolean longest;

    private PausePlan plan() {
      boolean sizes = valueBytes.stream().allMatch(bytes -> bytes >= 0 && bytes <= 1 << 20);
      if (operations < 1 || memoryBytes < MEMORY_MIN || !sizes) {
        throw new Misuse(
            "--operations is 1 or more, --memory 4MiB or more, --value-sizes 0 to 1048576");
      }
      try {
        List<Engine> all = engines.isEmpty() ? Engines.all() : Engines.named(engines);
        return new PausePlan(all, memoryBytes, operations, valueBytes, seed);
      } catch (SubjectException e) {
        throw new Misuse("--engines: " + e.getMessage());
      }
    }
  }
}
