package io.gannet.bench.cli;

import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Subjects;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.compare.Variants;
import io.gannet.bench.observe.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which servers are started, and where: a mixin. */
@Heading("Servers")
final class SubjectOptions {
  private static final List<String> USUAL = List.of("gannet", "memcached", "redis");
  /** Beyond those of a run: what the last one closed may not be gone yet. */
  static final int CONNECTIONS_SPARE = 1_000;

  @Parameters(
      paramLabel = "SERVER",
      arity = "0..*",
      description = "gannet (segcache), twemcache, slimcache, directcache, pingserver, "
          + "memcached, redis or valkey; memcached:meta by another protocol; gannet-unix and "
          + "memcached-unix at Unix sockets. [gannet memcached redis]")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "NAME=COMMAND",
      description = "Any other, with {port} in the command where its port belongs, {socket} where "
          + "the path of a Unix socket does, and {memory} for MiB: 'pelikan=pelikan_segcache "
          + "--port {port}'; a protocol follows the name, as in the last example.")
  private List<String> described = new ArrayList<>();

  @Option(
      names = "--variant",
      paramLabel = "NAME=OPTIONS",
      description = "Gannet with further options: 'calm=--spin-us 0'.")
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--variants",
      paramLabel = "QUESTION",
      description = "Gannet's own against each other: spin, hugepages, zero-copy, restrict-ring.")
  private String question = "";

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "What the others are compared with. [the first]")
  private String baseline = "";

  @Option(
      names = "--server-cpus",
      paramLabel = "LIST",
      converter = CpuListWord.class,
      description = "Where servers run, all of their threads; this process keeps off. [0]")
  private List<Integer> cpus = List.of(0);

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "What each may store. [${DEFAULT-VALUE}]")
  private int memoryMib = 1024;

  /** Where they run. */
  List<Integer> cpus() {
    return cpus;
  }

  /** What all are given alike. */
  Terms terms(int connections) {
    return new Terms(memoryMib, connections + CONNECTIONS_SPARE);
  }

  /** What starts Gannet. */
  static String launcher() {
    return SourceTree.launcher().map(Path::toString).orElse("./gannet");
  }

  /** All that take part, the baseline first. */
  List<Subject> subjects(Terms terms) {
    Subjects subjects = new Subjects(launcher(), terms);
    List<Subject> all = new ArrayList<>();
    try {
      boolean usual = names.isEmpty() && described.isEmpty() && ownVariants().isEmpty();
      (usual ? USUAL : names).forEach(name -> all.add(subjects.named(name)));
      described.forEach(text -> all.add(subjects.described(text)));
      ownVariants().forEach(text -> all.add(subjects.variant(text)));
    } catch (IllegalArgumentException e) {
      throw new Misuse(e.getMessage());
    }
    return baselineFirst(all);
  }

  private List<String> ownVariants() {
    List<String> all = new ArrayList<>(variants);
    if (!question.isEmpty()) {
      try {
        all.addAll(0, Variants.valueOf(question.toUpperCase(Locale.ROOT).replace('-', '_'))
            .descriptions(cpus));
      } catch (IllegalArgumentException e) {
        throw new Misuse("--variants: '" + question + "' is none of spin, hugepages, zero-copy, "
            + "restrict-ring; others by --variant NAME=OPTIONS");
      }
    }
    return all;
  }

  private List<Subject> baselineFirst(List<Subject> all) {
    Set<String> seen = new HashSet<>();
    for (Subject subject : all) {
      if (!seen.add(subject.name())) {
        throw new Misuse("two servers are named " + subject.name()
            + "; give one another name by --server or --variant");
      }
    }
    if (all.size() < 2) {
      throw new Misuse("one server alone cannot be compared; name another");
    }
    if (!baseline.isEmpty()) {
      Subject first = all.stream()
          .filter(subject -> subject.name().equals(baseline))
          .findFirst()
          .orElseThrow(() -> new Misuse("--baseline: no server is named " + baseline));
      all.remove(first);
      all.add(0, first);
    }
    return all;
  }
}
