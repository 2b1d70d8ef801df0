package io.gannet.bench.cli;

import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.workload.Workload;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import picocli.CommandLine.Option;

/** How the load is made, whatever is asked: a mixin. */
@Heading("Load")
public final class TrafficOptions {
  private static final Duration DURATION = Duration.ofSeconds(5);
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration SPIN = Duration.ofMillis(10);

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      description = "Connections, of all load threads together. [${DEFAULT-VALUE}]")
  private int connections = 50;

  @Option(
      names = {"-d", "--depth"},
      paramLabel = "N",
      description = "Requests on their way per connection. [${DEFAULT-VALUE}]")
  private int depth = 1;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationWord.class,
      description = "How long to measure: 500ms, 5s, 2m. [5s; a trace: all of it]")
  private Duration duration;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      converter = DurationWord.class,
      description = "Load before that, which counts for nothing. [1s; a trace: none]")
  private Duration warmUp;

  @Option(
      names = "--requests",
      paramLabel = "N",
      converter = CountWord.class,
      description = "Ends the measuring early, after so many. [no limit]")
  private long requests;

  @Option(
      names = "--cpus",
      paramLabel = "LIST",
      converter = CpuListWord.class,
      description = "One load thread for each, pinned there: 1 or 1,3 or 2-5. [one, not pinned]")
  private List<Integer> cpus = List.of();

  @Option(
      names = "--verify",
      description = "Compares values byte by byte, not only their key and length.")
  private boolean verify;

  @Option(
      names = "--spin-us",
      paramLabel = "N",
      description =
          "With a rate: polls for so long before a request is due, instead of sleeping: a thread "
              + "that wakes is late. [load with --cpus: 10000; else 0]")
  private Integer spinUs;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      converter = CountWord.class,
      description =
          "With a rate: so many due requests may wait for a connection, further ones are "
              + "dropped and counted. [${DEFAULT-VALUE}]")
  private long backlog = 100_000;

  /** Connections of all threads. */
  public int connections() {
    return connections;
  }

  /** Requests on their way per connection. */
  public int depth() {
    return depth;
  }

  /** Measured. */
  public Duration duration() {
    return duration == null ? DURATION : duration;
  }

  /** CPUs of the load threads; empty: one that is not pinned. */
  public List<Integer> cpus() {
    return cpus;
  }

  /** The plan, polling before requests are due where a CPU is the load's own, unless told. */
  LoadPlan pollingOnOwnCpus(LoadPlan plan, BitSet serving) {
    boolean own = !cpus.isEmpty() && cpus.stream().noneMatch(serving::get);
    return spinUs == null && own ? plan.polling(SPIN) : plan;
  }

  /** All of it as a plan. */
  public LoadPlan plan(TargetOptions target, Arrivals arrivals, Workload workload, boolean fill) {
    return plan(target, arrivals, workload, WARM_UP, DURATION)
        .lasting(warmUp == null ? WARM_UP : warmUp, duration(), fill);
  }

  /** The same without a fill, with other times unless they were told. */
  LoadPlan plan(
      TargetOptions target,
      Arrivals arrivals,
      Workload workload,
      Duration warmUpElse,
      Duration durationElse) {
    check();
    return new LoadPlan(
        target.target(),
        target.protocol(),
        connections,
        depth,
        arrivals,
        workload,
        false,
        warmUp == null ? warmUpElse : warmUp,
        duration == null ? durationElse : duration,
        requests,
        cpus,
        Duration.ofNanos((spinUs == null ? 0 : spinUs) * 1_000L),
        Math.toIntExact(backlog),
        verify);
  }

  private void check() {
    atLeast("--connections", connections, 1);
    atLeast("--depth", depth, 1);
    atLeast("--spin-us", spinUs == null ? 0 : spinUs, 0);
    atLeast("--backlog", backlog, 1);
    if (backlog > Integer.MAX_VALUE) {
      throw new Misuse("--backlog: " + backlog + " is too many");
    }
    if (connections < cpus.size()) {
      throw new Misuse(
          "--connections: " + connections + " are fewer than the load threads, one for each of "
              + cpus.size() + " --cpus");
    }
    if (duration().isZero()) {
      throw new Misuse("--duration: nothing can be measured in no time");
    }
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new Misuse(option + ": " + value + " is less than " + least);
    }
  }
}
