package io.gannet.server.guard;

import io.gannet.ffi.seccomp.Condition;
import io.gannet.ffi.seccomp.SystemCall;
import io.gannet.ffi.seccomp.Verdict;
import java.util.List;

/**
 * What becomes of one system call.
 *
 * @param call which
 * @param when it is allowed, in words; empty if it always is
 * @param ways the same for the kernel: all conditions of one of these hold
 * @param otherwise what becomes of it elsewhere
 */
record CallRule(SystemCall call, String when, List<List<Condition>> ways, Verdict otherwise) {
  private static final String NEVER = "never";

  static CallRule always(SystemCall call) {
    return new CallRule(call, "", List.of(), Verdict.ALLOW);
  }

  static CallRule never(SystemCall call, Verdict verdict) {
    return new CallRule(call, NEVER, List.of(), verdict);
  }

  /** Allowed in one way. */
  static CallRule when(
      SystemCall call, String when, Verdict otherwise, Condition... conditions) {
    return new CallRule(call, when, List.of(List.of(conditions)), otherwise);
  }

  boolean isAlways() {
    return when.isEmpty();
  }

  /** Whether it ends the process in any case. */
  boolean isFatal() {
    return when.equals(NEVER) && otherwise.equals(Verdict.KILL);
  }
}
