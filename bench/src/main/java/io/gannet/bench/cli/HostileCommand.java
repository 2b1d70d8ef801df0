package io.gannet.bench.cli;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Subjects;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.hostile.Case;
import io.gannet.bench.hostile.Cases;
import io.gannet.bench.hostile.Episode;
import io.gannet.bench.hostile.GivenVenue;
import io.gannet.bench.hostile.HostileJson;
import io.gannet.bench.hostile.HostilePlan;
import io.gannet.bench.hostile.HostileTable;
import io.gannet.bench.hostile.Siege;
import io.gannet.bench.hostile.StartedVenue;
import io.gannet.bench.hostile.Venue;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.observe.ServerWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gannet bench hostile}. */
@Command(
    name = "hostile",
    header = "Attacks servers: what a well-behaved client sees meanwhile.",
    description = {
      "Attacks servers in turns, a case at a time, while a well-behaved client asks: what it saw,",
      "what the server held before, during and after, and whether all was given back.",
      "",
      "The first server named is judged, the last is what its latencies are compared with. It ends",
      "with 1 if an answer did not come or was wrong, or something was not given back."
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench hostile",
      "  ./gannet bench hostile --case idle --case writers-4 --seconds 3",
      "  ./gannet bench hostile gannet --seconds 1",
      "  ./gannet bench hostile --target 127.0.0.1:11211 --json hostile.json"
    })
final class HostileCommand implements Callable<Integer> {
  private static final String YARDSTICK = "memcached";

  @Spec private CommandSpec spec;
  @Mixin private Words words;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (words.isListed) {
      Cases.all(words.seed).forEach(one -> out.printf("%-16s %s%n", one.name(), one.what()));
      return ExitCode.OK;
    }
    OutputFiles.check(words.json);
    HostilePlan plan = words.plan();
    List<Venue> venues = words.venues(plan);
    List<Episode> episodes = new ArrayList<>();
    try (EarlyEnd end = new EarlyEnd()) {
      out.print(HostileTable.head());
      run(plan, venues, out, end, episodes);
      out.print(HostileTable.foot());
      out.flush();
      if (words.json != null) {
        Files.writeString(words.json, HostileJson.of(provenance(plan), episodes));
      }
    } finally {
      venues.forEach(Venue::close);
    }
    String judged = venues.get(0).name();
    boolean isWell =
        episodes.stream().allMatch(one -> !one.server().equals(judged) || one.isWell());
    return isWell ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** An end before its time leaves out the case that it came into: its servers end as well. */
  private static void run(
      HostilePlan plan, List<Venue> venues, PrintWriter out, EarlyEnd end, List<Episode> all)
      throws InterruptedException {
    Siege siege = new Siege(plan.warmUp(), plan.duration());
    for (List<Case> stretch : plan.stretches()) {
      for (int round = 1; round <= plan.rounds(); round++) {
        boolean isLast = round == plan.rounds();
        for (Case one : stretch) {
          List<Episode> turns = new ArrayList<>();
          for (Venue venue : venues) {
            turns.add(siege.run(one, venue));
          }
          if (end.isAsked()) {
            return;
          }
          tell(turns, isLast, out, all);
        }
      }
    }
  }

  /** Of the rounds before the last only what went wrong. */
  private static void tell(
      List<Episode> turns, boolean isLast, PrintWriter out, List<Episode> all) {
    if (isLast || !turns.stream().allMatch(Episode::isWell)) {
      out.print(HostileTable.rows(turns));
      out.flush();
      all.addAll(turns);
    }
  }

  private static Provenance provenance(HostilePlan plan) {
    return Provenance.of(CommandWords.text(), List.of())
        .with("server_cpus", plan.serverCpus().toString().replaceAll("[\\[\\] ]", ""));
  }

  /** Whom, and how. */
  @Heading("Attack")
  static final class Words {
    @Parameters(
        paramLabel = "SERVER",
        arity = "0..*",
        description = "gannet (segcache), twemcache, memcached. [gannet memcached]")
    private List<String> names = List.of("gannet", YARDSTICK);

    @Option(
        names = "--case",
        paramLabel = "NAME",
        description = "Only this one; again for another. [all]")
    private List<String> cases = List.of();

    @Option(names = "--list", description = "Says which there are.")
    private boolean isListed;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        converter = DurationWord.class,
        description = "Of each attack. [5]")
    private Duration duration = Duration.ofSeconds(5);

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Goes through all that one server can take so often; the last is told. [1]")
    private int rounds = 1;

    @Option(
        names = "--warm-up",
        paramLabel = "N",
        converter = DurationWord.class,
        description = "Seconds of the same attack before it: what a server learns is learnt. [0]")
    private Duration warmUp = Duration.ZERO;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Of the case that draws: the same again. [by the clock]")
    private long seed = System.nanoTime();

    @Option(
        names = "--target",
        paramLabel = "HOST:PORT|unix:PATH",
        description = "One that runs already, instead of those that are started here.")
    private String target = "";

    @Option(
        names = "--gannet",
        paramLabel = "PATH",
        description = "The launcher that starts Gannet, of another tree. [this one's]")
    private String launcher = SubjectOptions.launcher();

    @Option(
        names = "--memory",
        paramLabel = "MIB",
        description = "What each may store. [${DEFAULT-VALUE}]")
    private int memoryMib = 64;

    @Option(
        names = "--server-cpus",
        paramLabel = "LIST",
        converter = CpuListWord.class,
        description = "Where servers run, all of their threads; this process keeps off. [0]")
    private List<Integer> cpus = List.of(0);

    @Option(names = "--json", paramLabel = "FILE", description = "All of it, for programs.")
    private Path json;

    private HostilePlan plan() {
      if (rounds < 1) {
        throw new Misuse("--rounds wants 1 or more, not " + rounds);
      }
      Set<String> unknown = new TreeSet<>(cases);
      List<Case> all = Cases.all(seed);
      all.forEach(one -> unknown.remove(one.name()));
      if (!unknown.isEmpty()) {
        throw new Misuse("no case is called " + String.join(", ", unknown) + "; see --list");
      }
      List<Case> chosen = all.stream()
          .filter(one -> cases.isEmpty() || cases.contains(one.name()))
          .toList();
      return new HostilePlan(chosen, rounds, warmUp, duration, memoryMib, cpus);
    }

    private List<Venue> venues(HostilePlan plan) {
      if (!target.isEmpty()) {
        SocketAddress address = HostPort.server("--target", target, "127.0.0.1", 11211);
        ServerWatch watch = ServerWatch.of(address, Protocol.MEMCACHED, 0, Optional.empty());
        return List.of(new GivenVenue(watch.peer().orElse(target), watch));
      }
      List<Venue> venues = new ArrayList<>();
      for (String name : names) {
        subject(name, new Terms(plan.memoryMib(), 1));
        venues.add(new StartedVenue(name, terms -> subject(name, terms), plan));
      }
      return List.copyOf(venues);
    }

    private Subject subject(String name, Terms terms) {
      try {
        Subject subject = new Subjects(launcher, terms).named(name);
        // As it comes: for throughput it is measured with longer turns.
        return name.equals(YARDSTICK) ? subject.with(name, List.of("-R", "20")) : subject;
      } catch (IllegalArgumentException e) {
        throw new Misuse(e.getMessage());
      }
    }
  }
}
