package io.gannet.bench.cli;

import io.gannet.bench.compare.CompareException;
import io.gannet.bench.compare.CompareReport;
import io.gannet.bench.compare.CompareText;
import io.gannet.bench.compare.Comparison;
import io.gannet.bench.compare.Fleet;
import io.gannet.bench.compare.Job;
import io.gannet.bench.compare.Outcome;
import io.gannet.bench.compare.RunningServer;
import io.gannet.bench.compare.ServerContestant;
import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.observe.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code gannet bench compare}. */
@Command(
    name = "compare",
    header = "Measures servers in turns: ratios of medians, with their spread.",
    description = {
      "Starts servers and measures them in turns; prints ratios with their spread.",
      "",
      "They run A B, B A, …, pinned, under the same load. Ratios are to the first one named; where",
      "the spread covers 1 it says \"not distinguishable\".",
      "",
      "Options of the load hold for all workloads; without --workload, --mix, --depth, --rate or",
      "--cachelib these are get-x1, get-x32, set-x1 and set-x32. Unless told otherwise a run takes",
      "--duration 2s, and --cpus is the first that is no server's.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench compare",
      "  ./gannet bench compare memcached gannet --workload get-x32 --html compare.html",
      "  ./gannet bench compare gannet memcached --rate 50k --rounds 9",
      "  ./gannet bench compare --variants spin --workload 'calm: get=100 rate=20k connections=1'",
      "  ./gannet bench compare redis --server 'keydb:resp=keydb-server --port {port}'"
    })
final class CompareCommand implements Callable<Integer> {
  private static final long PAUSE_MS = 1_000;

  @Spec private CommandSpec spec;
  @Mixin private SubjectOptions servers;
  @Mixin private RoundOptions rounds;
  @Mixin private ArrivalOptions arrivals;
  @Mixin private TrafficOptions traffic;
  @Mixin private WorkloadOptions workload;
  @Mixin private CompareOutput output;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    output.check();
    List<Job> jobs = jobs();
    int connections =
        jobs.stream().mapToInt(job -> job.plan().connections()).max().orElseThrow();
    Terms terms = servers.terms(connections);
    List<Subject> subjects = servers.subjects(terms);
    CompareReport report;
    try (Fleet fleet = new Fleet(terms, servers.cpus())) {
      report = measure(fleet, subjects, jobs);
    }
    spec.commandLine().getOut().print(CompareText.table(report));
    output.write(report);
    checkMeasured(report);
    return 0;
  }

  /** A script must not take a comparison that lacks a server for a good one. */
  private static void checkMeasured(CompareReport report) {
    Set<String> lacking = new LinkedHashSet<>();
    for (Outcome outcome : report.outcomes()) {
      outcome.subjects().stream()
          .filter(name -> outcome.tally().count(name) == 0)
          .forEach(name -> lacking.add(name + " under " + outcome.job().name()));
    }
    if (!lacking.isEmpty()) {
      throw new CompareException("not measured: " + String.join(", ", lacking),
          "see the notes above; where no round was quiet, raise --others-max");
    }
  }

  private CompareReport measure(Fleet fleet, List<Subject> subjects, List<Job> jobs) {
    Map<String, CompareReport.Server> described = new LinkedHashMap<>();
    List<ServerContestant> contestants = new ArrayList<>();
    for (Subject subject : subjects) {
      say("starting " + subject.name());
      RunningServer server = fleet.start(subject);
      ServerContestant contestant = new ServerContestant(fleet, server);
      described.put(subject.name(), contestant.describe());
      contestants.add(contestant);
    }
    Comparison comparison =
        new Comparison(List.copyOf(contestants), rounds.rules(PAUSE_MS), this::say);
    List<Outcome> outcomes = jobs.stream().map(comparison::run).toList();
    Map<String, String> provenance = Provenance
        .of(CommandWords.text(), jobs.get(0).plan().cpus())
        .with("server_cpus", servers.cpus().toString().replaceAll("[\\[\\] ]", ""))
        .facts();
    return new CompareReport(provenance, described, rounds.rounds(), outcomes);
  }

  private List<Job> jobs() {
    ParseResult parsed = spec.commandLine().getParseResult();
    List<String> words = new ArrayList<>(rounds.defaults(servers.cpus()));
    words.addAll(JobWords.given(parsed));
    JobWords jobs = new JobWords(words);
    boolean one = parsed.hasMatchedOption("--mix") || parsed.hasMatchedOption("--depth")
        || parsed.hasMatchedOption("--rate") || parsed.hasMatchedOption("--cachelib");
    return rounds.workloads(one).stream().map(jobs::job).toList();
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
