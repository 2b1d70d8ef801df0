package io.gannet.bench.doctor;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a host by all its checks. A new check is one entry in the table of its group. */
public final class Doctor {
  private static final List<Check> CHECKS =
      Stream.of(
              CpuChecks.ALL,
              CpuShareChecks.ALL,
              MemoryChecks.ALL,
              KernelChecks.ALL,
              NetworkChecks.ALL,
              JvmChecks.ALL)
          .flatMap(List::stream)
          .toList();

  private Doctor() {}

  /** All checks, group by group. */
  public static List<Check> checks() {
    return CHECKS;
  }

  /** Those whose id a pattern is found in, in the same order. */
  public static List<Check> checks(Pattern ids) {
    Predicate<String> wanted = ids.asPredicate();
    return CHECKS.stream().filter(check -> wanted.test(check.id())).toList();
  }

  /** Looks; nothing is changed. */
  public static List<Diagnosis> examine(Host host, Aim aim, List<Check> checks) {
    return checks.stream().map(check -> new Diagnosis(check, check.run(host, aim))).toList();
  }
}
