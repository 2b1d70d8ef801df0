package io.gannet.bench.cli;

import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.Subjects;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How a table of miss ratios is measured: a mixin. */
@Heading("Table")
final class TableWords {
  /** The tutorial, and ideals that no bar is about. */
  private static final List<String> LEFT_OUT = List.of("direct", "fifo");

  @Option(
      names = "--subjects",
      paramLabel = "LIST",
      split = ",",
      description = "Kinds of caches, as in ./gannet bench miss-ratio --help. [all that matter]")
  private List<String> subjects = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Caches measured at a time; each has memory of its own. [1]")
  private int threads = 1;

  @Option(
      names = "--keep",
      paramLabel = "FILE",
      description = "Keeps what was measured, and does not measure it again: who was interrupted "
          + "goes on.")
  private Path keep;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all chance: the same seed makes the same requests. [${DEFAULT-VALUE}]")
  private long seed = 1;

  /** In the order of the table. */
  List<Subject> subjects() {
    if (threads < 1) {
      throw new Misuse("--threads: " + threads + " is less than 1");
    }
    return subjects.isEmpty()
        ? Subjects.all(0).stream().filter(one -> !LEFT_OUT.contains(one.name())).toList()
        : Subjects.named(subjects, 0);
  }

  int threads() {
    return threads;
  }

  Path keep() {
    return keep;
  }

  long seed() {
    return seed;
  }
}
