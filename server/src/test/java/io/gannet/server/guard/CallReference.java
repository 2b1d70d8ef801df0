package io.gannet.server.guard;

import io.gannet.ffi.seccomp.SystemCall;
import io.gannet.ffi.seccomp.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference of system calls, as a page: what the filter has, and nothing besides. */
public final class CallReference {
  private CallReference() {}

  /** The page. */
  public static String page() {
    List<CallRule> rules = CallRules.of(new Surrounds(1, 0, 0, 0, Set.of()));
    StringBuilder page =
        new StringBuilder(
            """
            # Reference: system calls

            Generated from `CallRules`; `ReferenceTest` says when it is stale, and writes it with
            `-Dgannet.reference=write`.

            With `--seccomp` the kernel allows a server that serves these calls and no others, from
            any of its threads ([033](033-the-filter.md)). Calls with \u00b9 are of x86-64 alone: aarch64
            never had them. A number of another table (32 bits, x32) ends the process.

            ## Allowed where their arguments are such

            | call | where | elsewhere |
            |---|---|---|
            """);
    for (CallRule rule : rules) {
      if (!rule.isAlways() && !rule.isFatal()) {
        page.append("| ").append(name(rule.call())).append(" | ").append(rule.when());
        page.append(" | ").append(rule.otherwise()).append(" |\n");
      }
    }
    append(page, "## Always allowed", rules.stream().filter(CallRule::isAlways));
    append(page, "## Ends the process", rules.stream().filter(CallRule::isFatal));
    Verdict rest = CallRules.REST;
    return page.append("\n## All others\n\nare answered with ").append(rest).append(".\n").toString();
  }

  private static void append(StringBuilder page, String title, Stream<CallRule> rules) {
    page.append("\n").append(title).append("\n\n");
    page.append(
        rules.map(rule -> name(rule.call())).sorted().collect(Collectors.joining(",\n")));
    page.append(".\n");
  }

  private static String name(SystemCall call) {
    return "`" + call.inC() + "`" + (call.isOfX86() ? "\u00b9" : "");
  }
}
