package io.gannet.ffi.seccomp;

import io.gannet.ffi.linux.Audit;
import io.gannet.ffi.linux.Identity;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Seccomp;
import io.gannet.ffi.linux.SeccompData;
import io.gannet.ffi.linux.SockFprog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which system calls may be made: a rule each, in the order in which the kernel goes through them,
 * and a verdict for all that have none; seccomp(2). Since 5.11 the kernel knows by the number alone
 * what becomes of calls whose arguments no rule looks at.
 *
 * <p>Numbers of other tables than this machine's end the process. What this machine has no number
 * for needs no rule, and gets none. One thread.
 */
public final class CallFilter {
  private static final String CALL = "seccomp(SECCOMP_SET_MODE_FILTER)";
  private static final String CURE =
      "serve without it, or allow seccomp(2) and prctl(2) in the filter that there is already";

  /** Numbers of the x32 table, which an x86-64 kernel may have, begin here; aarch64 has none. */
  private static final int X32 = 0x40000000;

  private final Program program = new Program();
  private final Set<SystemCall> ruled = EnumSet.noneOf(SystemCall.class);

  /** Without a rule. */
  public CallFilter() {
    program.load(SeccompData.ARCH);
    program.require(Audit.arch(), Verdict.KILL);
    program.load(SeccompData.NR);
    program.requireBelow(X32, Verdict.KILL);
  }

  /** Adds a rule that looks at no argument. */
  public void add(SystemCall call, Verdict verdict) {
    add(call, List.of(), verdict);
  }

  /**
   * Adds a rule.
   *
   * @param ways it is allowed where all conditions of one of these hold
   * @param otherwise what becomes of it elsewhere
   */
  public void add(SystemCall call, List<List<Condition>> ways, Verdict otherwise) {
    if (!ruled.add(call)) {
      throw new IllegalArgumentException("two rules for " + call);
    }
    if (call.isHere()) {
      program.ofNumber(
          call.number(),
          () -> {
            ways.forEach(program::allowIf);
            program.end(otherwise);
          });
    }
  }

  /**
   * From now on it holds for the calling thread, and for what that begins.
   *
   * @param rest what becomes of calls that have no rule
   * @throws LinuxException if the kernel does not take it
   */
  public void installHere(Verdict rest) {
    install(rest, 0);
  }

  /**
   * From now on it holds for all threads of this process.
   *
   * @throws LinuxException if the kernel does not take it, or a thread has a filter of its own
   */
  public void install(Verdict rest) {
    install(rest, Seccomp.SECCOMP_FILTER_FLAG_TSYNC);
  }

  private void install(Verdict rest, int flags) {
    program.end(rest);
    LinuxException.check(Identity.noNewPrivileges(), "prctl(PR_SET_NO_NEW_PRIVS)", CURE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fprog = arena.allocate(SockFprog.LAYOUT);
      SockFprog.set(fprog, program.toMemory(arena));
      int result = Seccomp.setModeFilter(flags, fprog);
      LinuxException.check(result, CALL, CURE);
      if (result > 0) {
        throw new IllegalStateException(CALL + ": thread " + result + " has a filter of its own");
      }
    }
  }

  /** How many instructions there are so far. */
  public int length() {
    return program.length();
  }
}
