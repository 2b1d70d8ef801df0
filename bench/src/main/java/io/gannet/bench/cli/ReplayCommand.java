package io.gannet.bench.cli;

import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceOptions;
import io.gannet.bench.trace.TraceWorkload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench replay}. */
@Command(
    name = "replay",
    header = "Replays a trace against a server: its hit ratio over time.",
    description = {
      "Replays a trace against one server; reports its hit ratio over time beside what load does.",
      "",
      "Who misses stores, as a client of a cache does. With --speed requests are made at the",
      "trace's own times, else as fast as the server answers."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench replay --trace w106.txt.gz --target 127.0.0.1:11211",
      "  ./gannet bench replay --trace cluster052.csv --speed 10 --html replay.html"
    })
@Heading("Trace")
final class ReplayCommand implements Callable<Integer> {
  private static final Duration NO_LIMIT = Duration.ofDays(7);

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(
      names = {"-t", "--trace"},
      required = true,
      paramLabel = "FILE",
      description = "The trace, plain or .gz.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "Of the trace: ${COMPLETION-CANDIDATES}. [auto]",
      completionCandidates = TraceFormatNames.class)
  private String format = TraceOptions.AUTO;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "At the trace's own times, X times as fast: 1, 10. [as fast as possible]")
  private double speed;

  @Option(names = "--as-fast-as-possible", description = "That, said aloud.")
  private boolean fast;

  @Option(
      names = "--trace-requests",
      paramLabel = "N",
      converter = CountWord.class,
      description = "Only so many from its start. [all]")
  private long traceRequests;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      description = "Of keys whose size the trace does not tell. [${DEFAULT-VALUE}]")
  private int keyBytes = TraceOptions.defaults().keyBytes();

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = "Of values whose size the trace does not tell. [${DEFAULT-VALUE}]")
  private int valueBytes = TraceOptions.defaults().valueBytes();

  @Option(
      names = "--fill-on-miss",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "A get that misses is followed by a set of its key. [on]")
  private boolean fillOnMiss = true;

  @Mixin private TrafficOptions traffic;
  @Mixin private OutputOptions output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (speed < 0 || fast && speed > 0) {
      throw new Misuse("--speed: " + speed + " is no speed, or not beside --as-fast-as-possible");
    }
    if (!Files.isReadable(file)) {
      throw new Misuse("--trace: there is no file " + file);
    }
    output.check();
    Arrivals arrivals = speed > 0 ? Arrivals.trace(speed) : Arrivals.closed();
    Trace trace = Trace.load(file, new TraceOptions(format, traceRequests, keyBytes, valueBytes));
    TraceWorkload workload = new TraceWorkload(trace, fillOnMiss);
    LoadPlan plan = traffic.plan(target, arrivals, workload, Duration.ZERO, duration(trace));
    CommandLine line = spec.commandLine();
    LoadRun run = new LoadRun("replay", plan, target.watch(), output, false);
    return run.run(line.getOut(), line.getErr(), trace.requests());
  }

  /** The trace's own, or for ever: it ends by itself. */
  private Duration duration(Trace trace) {
    if (speed == 0 || trace.requests() == 0) {
      return NO_LIMIT;
    }
    long lastNs = (long) (trace.atNs(trace.requests() - 1) / speed);
    return Duration.ofNanos(lastNs).plusSeconds(1);
  }
}
