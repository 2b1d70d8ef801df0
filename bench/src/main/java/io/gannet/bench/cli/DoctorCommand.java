package io.gannet.bench.cli;

import io.gannet.bench.doctor.Aim;
import io.gannet.bench.doctor.Check;
import io.gannet.bench.observe.CpuList;
import io.gannet.bench.doctor.Diagnosis;
import io.gannet.bench.doctor.Doctor;
import io.gannet.bench.doctor.DoctorJson;
import io.gannet.bench.doctor.DoctorText;
import io.gannet.bench.doctor.Host;
import io.gannet.bench.doctor.HostSummary;
import io.gannet.bench.doctor.Tally;
import io.gannet.bench.doctor.Verdict;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet doctor}: looks at this host as one that is to serve with low latency. */
@Command(
    name = "gannet doctor",
    description = {
      "Looks at this host as one that is to serve with low latency: what it finds, what that",
      "costs, and the command that changes it. It changes nothing itself.",
      "",
      "Run it where the server will run, as its user, in its container: limits are of a process."
    },
    footer = {
      "",
      "For example:",
      "  ./gannet doctor --cpus 2 --memory 16GiB     for a server pinned to CPU 2",
      "  ./gannet doctor --json --strict             for a script: ends with 1 if a thing is wrong",
      "",
      "Why these checks, and not others: bench/docs/150-doctor.md"
    })
@Heading("Report")
final class DoctorCommand implements Callable<Integer> {
  private static final String STDOUT = "-";

  @Spec private CommandSpec spec;
  @Mixin private Target target;
  @Mixin private CommonOptions common;

  @Option(
      names = "--json",
      arity = "0..1",
      paramLabel = "FILE",
      fallbackValue = STDOUT,
      description = "All of it, for programs; without a FILE instead of the text.")
  private String json;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "The checks whose id this is found in: --only 'thp|huge'")
  private String only = "";

  @Option(
      names = "--list",
      description = "Prints the checks' ids and titles, and looks at nothing.")
  private boolean list;

  @Option(names = "--all", description = "Explains what is OK too.")
  private boolean all;

  @Option(names = "--strict", description = "Ends with 1 if anything is wrong.")
  private boolean strict;

  /** What the host is to serve for. */
  @Heading("The server to be")
  static final class Target {
    @Option(
        names = "--cpus",
        paramLabel = "LIST",
        description = "The CPUs that it is pinned to, as 2 or 2-3. [not pinned]")
    private String cpus;

    @Option(
        names = "--memory",
        paramLabel = "SIZE",
        converter = ByteSizeWord.class,
        description = "Its --memory. [1GiB]")
    private long memoryBytes = 1L << 30;

    @Option(
        names = "--connections",
        paramLabel = "N",
        description = "How many clients it has at once. [10000]")
    private int connections = 10_000;

    private Aim aim() {
      BitSet pinned = pinned();
      if (memoryBytes <= 0 || connections <= 0) {
        throw new Misuse("--memory and --connections are at least 1");
      }
      return pinned.isEmpty()
          ? new Aim(Host.here().allowed(), false, memoryBytes, connections)
          : new Aim(pinned, true, memoryBytes, connections);
    }

    private BitSet pinned() {
      try {
        return cpus == null ? new BitSet() : CpuList.parse(cpus);
      } catch (IllegalArgumentException e) {
        throw new Misuse("--cpus: " + e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Check> checks = checks();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      checks.forEach(check -> out.printf("%-18s %s%n", check.id(), check.title()));
      return ExitCode.OK;
    }
    Host host = Host.here();
    Aim aim = target.aim();
    HostSummary summary = HostSummary.of(host);
    List<Diagnosis> diagnoses = Doctor.examine(host, aim, checks);
    if (!STDOUT.equals(json)) {
      new DoctorText(out, colours(), all).write(summary, aim, diagnoses);
    }
    if (json != null) {
      writeJson(out, summary, aim, diagnoses);
    }
    boolean failed = strict && Tally.of(diagnoses).of(Verdict.WRONG) > 0;
    return failed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Check> checks() {
    try {
      List<Check> checks = Doctor.checks(Pattern.compile(only));
      if (checks.isEmpty()) {
        throw new Misuse("--only " + only + " finds no check; --list shows their ids");
      }
      return checks;
    } catch (PatternSyntaxException e) {
      throw new Misuse("--only: " + e.getDescription() + " in " + only);
    }
  }

  private void writeJson(
      PrintWriter out, HostSummary summary, Aim aim, List<Diagnosis> diagnoses)
      throws IOException {
    if (STDOUT.equals(json)) {
      DoctorJson.write(out, summary, aim, diagnoses);
      return;
    }
    try (Writer file = Files.newBufferedWriter(Path.of(json))) {
      DoctorJson.write(file, summary, aim, diagnoses);
    }
  }

  private static boolean colours() {
    Console console = System.console();
    return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
  }
}
