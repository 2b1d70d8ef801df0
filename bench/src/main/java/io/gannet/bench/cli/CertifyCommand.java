package io.gannet.bench.cli;

import io.gannet.bench.certify.Certificate;
import io.gannet.bench.certify.Certify;
import io.gannet.bench.certify.CertifyException;
import io.gannet.bench.certify.CertifyPlan;
import io.gannet.bench.certify.Disturbance;
import io.gannet.bench.observe.SourceTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gannet certify}: whether a server's workers are left alone while they serve. */
@Command(
    name = "gannet certify",
    description = {
      "Starts a server, has it serve, and tells what disturbed its workers after it was ready:",
      "bytes allocated, safepoints, page faults, deoptimisations, compilations.",
      "",
      "If no word is of the warm-up it is one that ends when the compilers rest:",
      "--warm-up-rest-ms 500.",
      "",
      "Ends with 1 if one of them is not 0 that is not excepted."
    },
    footer = {
      "",
      "For example:",
      "  ./gannet certify                                  segcache, 10 million requests",
      "  ./gannet certify --requests 1g twemcache --memory 4GiB --pages 2m",
      "",
      "What each line is, and which of them are 0 today: server/docs/023-the-certificate.md"
    })
final class CertifyCommand implements Callable<Integer> {
  private static final String PING = "pingserver";
  private static final List<String> RESTED = List.of("--warm-up-rest-ms", "500");

  @Spec private CommandSpec spec;
  @Mixin private What what;
  @Mixin private CommonOptions common;

  /** What is certified. */
  @Heading("Certify")
  static final class What {
    @Option(
        names = "--requests",
        paramLabel = "N",
        converter = CountWord.class,
        description = "To be served. [10m]")
    private long requests = 10_000_000;

    @Option(
        names = "--parts",
        paramLabel = "N",
        description = "In so many parts, each told by itself. [${DEFAULT-VALUE}]")
    private int parts = 4;

    @Option(
        names = "--except",
        paramLabel = "LINE",
        split = ",",
        description = "What it does not fail for, as it is called in the table: compilations.")
    private List<String> except = new ArrayList<>();

    @Parameters(
        paramLabel = "PRODUCT [OPTIONS]",
        description = "The server, as it is started. [segcache]")
    private List<String> words = new ArrayList<>();
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      CertifyPlan plan = plan();
      List<Disturbance> excepted = what.except.stream().map(CertifyCommand::named).toList();
      Certificate certificate =
          Certify.run(plan, part -> err.printf("part %d of %d%n", part, what.parts));
      out.print(String.join(" ", plan.words()) + "\n" + certificate.text());
      boolean fails = !certificate.failed().stream().allMatch(excepted::contains);
      return fails ? ExitCode.SOFTWARE : ExitCode.OK;
    } catch (CertifyException e) {
      err.println("gannet: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static Disturbance named(String text) {
    return Arrays.stream(Disturbance.values())
        .filter(one -> one.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new Misuse("--except knows no line " + text));
  }

  private CertifyPlan plan() {
    if (what.parts < 1 || what.requests < what.parts) {
      throw new Misuse("--parts is 1 or more, and --requests at least as many");
    }
    String launcher = System.getProperty(SourceTree.LAUNCHER_PROPERTY);
    if (launcher == null) {
      throw new Misuse("only the launcher gannet of a source tree knows how to start a server");
    }
    List<String> words =
        new ArrayList<>(what.words.isEmpty() ? List.of("segcache") : what.words);
    if (words.stream().noneMatch(word -> word.contains("warm-up"))) {
      words.addAll(RESTED);
    }
    return new CertifyPlan(
        launcher, words, words.getFirst().equals(PING), what.requests, what.parts);
  }
}
