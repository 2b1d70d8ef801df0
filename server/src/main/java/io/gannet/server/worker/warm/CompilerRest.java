package io.gannet.server.worker.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * For how long the JVM's compilers have had nothing to do. Each look costs a system call or two, so
 * there is one in {@link #LOOK_NS} at most; a compilation shorter than that may be overlooked, and
 * there is more than one where there is much to do.
 *
 * <p>proc(5), {@code stat}: a thread that waits for a CPU is R as one that has it, so that on a
 * busy host a compiler that nobody lets run does not seem to rest.
 */
final class CompilerRest {
  private static final long LOOK_NS = 2_000_000;
  private static final Path TASKS = Path.of("/proc/self/task");

  /** {@code comm} keeps 15 letters of {@code C2 CompilerThread0}, in brackets. */
  private static final String NAME = "(?s).*\\(C[12] CompilerThre\\) (.).*";

  private static final String ASLEEP = "S";

  private final List<Path> compilers;
  private long lookedNs;
  private long sinceNs;

  CompilerRest(List<Path> compilers, long nowNs) {
    this.compilers = compilers;
    this.lookedNs = nowNs;
    this.sinceNs = nowNs;
  }

  /** Those of this JVM. */
  static CompilerRest of(long nowNs) {
    List<Path> compilers = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      tasks.map(task -> task.resolve("stat"))
          .filter(stat -> !state(stat).isEmpty())
          .forEach(compilers::add);
    } catch (IOException e) {
      throw new IllegalStateException(TASKS + " can't be read", e);
    }
    return new CompilerRest(compilers, nowNs);
  }

  /** How many compilers there are. */
  int count() {
    return compilers.size();
  }

  /** Up to now. */
  long lastingNs(long nowNs) {
    if (nowNs - lookedNs > LOOK_NS) {
      lookedNs = nowNs;
      if (!compilers.stream().allMatch(stat -> state(stat).equals(ASLEEP))) {
        sinceNs = nowNs;
      }
    }
    return nowNs - sinceNs;
  }

  /** Of a compiler; "" if it is none. Whoever has ended meanwhile is asleep. */
  static String state(Path stat) {
    try {
      return stateOf(Files.readString(stat, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return ASLEEP;
    }
  }

  static String stateOf(String stat) {
    return stat.matches(NAME) ? stat.replaceFirst(NAME, "$1") : "";
  }
}
