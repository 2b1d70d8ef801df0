package io.gannet.bench.cli;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.compare.CompareException;
import io.gannet.bench.compare.Fleet;
import io.gannet.bench.compare.RunningServer;
import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Subjects;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import io.gannet.bench.soak.Deeds.Deed;
import io.gannet.bench.soak.Soak;
import io.gannet.bench.soak.SoakPlan;
import io.gannet.bench.soak.SoakResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gannet bench soak}. */
@Command(
    name = "soak",
    header = "Does everything for long: is there a lie, does anything grow?",
    description = {
      "Has clients do everything in all dialects, in less memory than their items need, and go in",
      "the middle of requests. Values say what they are: a stale or a foreign one is a lie.",
      "",
      "It ends with 1, and says of what, if there was a lie, an answer that is none, or none; if",
      "resident memory or descriptors grew; or if something is held when all have left."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench soak",
      "  ./gannet bench soak twemcache --duration 30m",
      "  ./gannet bench soak --target 127.0.0.1:11211 --seed 1"
    })
final class SoakCommand implements Callable<Integer> {
  private static final int CONNECTIONS_MAX = 1_024;
  private static final double NS_PER_MS = 1e6;

  @Spec private CommandSpec spec;
  @Mixin private Words words;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!words.target.isEmpty()) {
      SocketAddress address = HostPort.server("--target", words.target, "127.0.0.1", 11211);
      return run(address, 0);
    }
    Terms terms = new Terms(words.memoryMib, CONNECTIONS_MAX);
    Subject subject = words.subject(terms);
    try (Fleet fleet = new Fleet(terms, words.cpus)) {
      RunningServer server = fleet.start(subject);
      fleet.turnOf(server);
      // What listens may be a child of what was started.
      long pid = ServerProcess.listeningOn(server.address())
          .map(ServerProcess::pid)
          .orElse((long) server.pid());
      return run(server.address(), pid);
    } catch (CompareException e) {
      throw new Misuse(e.getMessage());
    }
  }

  private int run(SocketAddress address, long pid) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ServerWatch watch = ServerWatch.of(address, Protocol.MEMCACHED, pid, Optional.empty());
    SoakPlan plan = new SoakPlan(address, words.duration, words.seed, words.clients);
    out.printf(Locale.ROOT, "%s, %d clients for %d s, seed %d%n",
        watch.peer().orElse(words.target), plan.clients(), plan.duration().toSeconds(),
        plan.seed());
    out.flush();
    SoakResult result;
    try (EarlyEnd end = new EarlyEnd()) {
      result = new Soak(plan, watch, end::isAsked).run();
      tell(result, out);
    }
    return result.wrongs().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static void tell(SoakResult result, PrintWriter out) {
    result.deeds().counts().forEach((Deed deed, Long count) ->
        out.printf(Locale.ROOT, "  %-12s %,14d%n", deed.name().toLowerCase(Locale.ROOT), count));
    out.printf(Locale.ROOT, "  %-12s %,14d answered, p99.9 in %.1f ms%n", "neighbour",
        result.neighbour().requests(),
        result.neighbour().waits().getValueAtPercentile(99.9) / NS_PER_MS);
    SoakResult.Footprint early = result.early();
    SoakResult.Footprint late = result.late();
    if (late.residentBytes() > 0) {
      out.printf(Locale.ROOT, "  %-12s %,14d KiB after a fifth, %,d KiB at the end%n", "RSS",
          early.residentBytes() >> 10, late.residentBytes() >> 10);
      out.printf(Locale.ROOT, "  %-12s %,14d after a fifth, %d at the end%n", "descriptors",
          early.descriptors(), late.descriptors());
    }
    result.wrongs().forEach(wrong -> out.println("  WRONG        " + wrong));
    out.println(result.wrongs().isEmpty() ? "all is well" : "not well");
    out.flush();
  }

  /** Whom, and how. */
  @Heading("Soak")
  static final class Words {
    @Parameters(
        paramLabel = "SERVER",
        arity = "0..1",
        description = "gannet (segcache), twemcache, memcached. [gannet]")
    private String name = "gannet";

    @Option(
        names = "--target",
        paramLabel = "HOST:PORT|unix:PATH",
        description = "One that runs already, instead of one that is started here.")
    private String target = "";

    @Option(
        names = "--duration",
        paramLabel = "TIME",
        converter = DurationWord.class,
        description = "How long. [60s]")
    private Duration duration = Duration.ofSeconds(60);

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of what clients do; when is the machine's. [by the clock]")
    private long seed = System.nanoTime();

    @Option(names = "--clients", paramLabel = "N", description = "At once. [${DEFAULT-VALUE}]")
    private int clients = 8;

    @Option(
        names = "--workers",
        paramLabel = "N",
        description = "Of a Gannet that is started. [${DEFAULT-VALUE}]")
    private int workers = 2;

    @Option(
        names = "--gannet",
        paramLabel = "PATH",
        description = "The launcher that starts Gannet, of another tree. [this one's]")
    private String launcher = SubjectOptions.launcher();

    @Option(
        names = "--memory",
        paramLabel = "MIB",
        description = "What it may store: less than all items. [${DEFAULT-VALUE}]")
    private int memoryMib = 32;

    @Option(
        names = "--server-cpus",
        paramLabel = "LIST",
        converter = CpuListWord.class,
        description = "Where it runs; this process keeps off, if it can. [0,1]")
    private List<Integer> cpus = List.of(0, 1);

    private Subject subject(Terms terms) {
      if (clients < 1 || workers < 1) {
        throw new Misuse("--clients and --workers want 1 or more");
      }
      try {
        Subject subject = new Subjects(launcher, terms).named(name);
        boolean isGannet = !name.equals("memcached");
        return isGannet
            ? subject.with(name, List.of("--workers", Integer.toString(workers)))
            : subject;
      } catch (IllegalArgumentException e) {
        throw new Misuse(e.getMessage());
      }
    }
  }
}
