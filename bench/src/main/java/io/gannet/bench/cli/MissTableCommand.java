package io.gannet.bench.cli;

import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.table.MissTable;
import io.gannet.bench.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench miss-table}. */
@Command(
    name = "miss-table",
    header = "Misses under deadlines and overwrites: every policy, a table, bars.",
    description = {
      "Misses of every policy of every engine, and of memcached, over {no TTL, ten TTLs from a",
      "minute to a day, a day's, an hour with jitter} × overwrites × memory; as Markdown, with",
      "what one who knows the future would miss, and whether what is promised is kept.",
      "",
      "Any trace will do: deadlines and overwrites are made. Where none is told, it is 600,000",
      "requests by zipf:0.9,once:10. See ./gannet bench miss-ratio --help.",
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench miss-table --threads 2",
      "  ./gannet bench miss-table --trace orm-busy-2m.txt.gz --trace-requests 500k",
      "  ./gannet bench miss-table --popularity zipf:0.9 --subjects seg-merge,memcached,s3-fifo",
      "  ./gannet bench miss-table --trace w106.txt.gz --keep w106.cells   # goes on where it was"
    })
final class MissTableCommand implements Callable<Integer> {
  private static final Duration SPAN = Duration.ofHours(4);

  /** Where no trace is told. */
  private static final String POPULARITY = "zipf:0.9,once:10";

  @Spec private CommandSpec spec;
  @Mixin private TraceWords trace;
  @Mixin private TableWords table;

  @Option(
      names = "--overwrites",
      paramLabel = "LIST",
      split = ",",
      converter = ShareWord.class,
      description = "Shares of the requests. [0%%,30%%,70%%]")
  private List<Double> overwrites = List.of(0.0, 0.3, 0.7);

  @Option(
      names = "--sizes",
      paramLabel = "LIST",
      description = "Of memory: %% of all keys and values. [1%%,5%%,10%%,25%%]")
  private String sizes = "1%,5%,10%,25%";

  @Option(
      names = "--span",
      paramLabel = "TIME",
      converter = DurationWord.class,
      description = "How long the trace takes. [4h]")
  private Duration span = SPAN;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Makes values so many times as large: auto, off, 10, as in miss-ratio. [auto]")
  private String scale = "auto";

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    MissTable.Plan plan = plan();
    MissTable result =
        MissTable.measure(plan, line -> spec.commandLine().getErr().println("  " + line));
    spec.commandLine().getOut().print(result.text());
    return 0;
  }

  private MissTable.Plan plan() {
    try {
      List<MemorySize> memory = MemorySize.parseAll(sizes);
      List<Subject> subjects = table.subjects();
      Trace plain = trace.load(table.seed(), POPULARITY).lasting(span);
      Trace scaled = plain.scaled(ScaleWord.factor(scale, plain, memory));
      return new MissTable.Plan(
          scaled, overwrites, memory, subjects, table.threads(), table.seed(), table.keep());
    } catch (IllegalArgumentException | SubjectException e) {
      throw new Misuse(e.getMessage());
    }
  }
}
