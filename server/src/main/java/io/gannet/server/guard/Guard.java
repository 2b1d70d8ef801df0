package io.gannet.server.guard;

import io.gannet.engine.option.Option;
import io.gannet.ffi.seccomp.CallFilter;
import io.gannet.server.config.Configuration;
import io.gannet.server.config.OptionGroup;
import java.util.List;
import java.util.Optional;

/** The filter of system calls: asked for by option, installed when all else is there. */
public final class Guard {
  private static final Option SECCOMP =
      Option.onOff(
          "seccomp",
          false,
          "Once it serves, the kernel allows it only the system calls that it needs:"
              + " docs/syscalls.md lists them.");

  /** What can be said about it. */
  public static final OptionGroup OPTIONS = new OptionGroup("Guard", List.of(SECCOMP));

  private Guard() {}

  /**
   * From now on, and for good, all threads there are and are to be may make no other calls; if that
   * is asked for.
   *
   * @param own the address that is connected to
   * @return a line for the banner, if it is
   * @throws io.gannet.ffi.linux.LinuxException if the kernel does not take it, naming the cure
   */
  public static Optional<String> install(Configuration configuration, SealedAddress own) {
    if (!configuration.on(SECCOMP)) {
      return Optional.empty();
    }
    CallFilter filter = new CallFilter();
    List<CallRule> rules = CallRules.of(Surrounds.of(configuration, own));
    rules.forEach(rule -> filter.add(rule.call(), rule.ways(), rule.otherwise()));
    filter.install(CallRules.REST);
    long always = rules.stream().filter(CallRule::isAlways).count();
    long fatal = rules.stream().filter(CallRule::isFatal).count();
    return Optional.of(
        "  seccomp: " + always + " system calls, " + (rules.size() - always - fatal)
            + " as their arguments are; " + fatal + " end the process, others are refused");
  }
}
