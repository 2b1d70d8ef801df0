package io.gannet.bench.compare;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Sched;
import java.io.File;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Which CPUs processes run on. A child inherits those of the thread that starts it. */
final class Affinity {
  private static final File OWN_THREADS = new File("/proc/self/task");

  private Affinity() {}

  /** Starts a process whose threads, all of them and from the first instruction, stay there. */
  static Process start(ProcessBuilder builder, List<Integer> cpus) throws IOException {
    BitSet before = new BitSet();
    check(Sched.sched_getaffinity(0, before), "this thread's CPUs are not known");
    pin(0, setOf(cpus));
    try {
      return builder.start();
    } finally {
      pin(0, before);
    }
  }

  /**
   * Keeps this process off the server's CPUs, its compiler and collector included; does nothing
   * where no other is allowed.
   *
   * @return where it was before, for {@link #restore}
   */
  static BitSet keepOff(List<Integer> cpus) {
    BitSet before = new BitSet();
    check(Sched.sched_getaffinity(0, before), "this thread's CPUs are not known");
    BitSet others = (BitSet) before.clone();
    others.andNot(setOf(cpus));
    if (!others.isEmpty()) {
      restore(others);
    }
    return before;
  }

  /** Lets all threads of this process run there. */
  static void restore(BitSet cpus) {
    String[] threads = OWN_THREADS.list();
    for (String thread : threads == null ? new String[0] : threads) {
      // One that has ended meanwhile needs no CPU.
      Sched.sched_setaffinity(Integer.parseInt(thread), cpus);
    }
  }

  private static void pin(int tid, BitSet cpus) {
    check(Sched.sched_setaffinity(tid, cpus), "cannot pin to CPUs " + cpus);
  }

  private static void check(int result, String what) {
    if (result < 0) {
      throw new CompareException(
          what + ": " + Errno.name(-result), "--server-cpus takes CPUs that this process may use");
    }
  }

  private static BitSet setOf(List<Integer> cpus) {
    BitSet set = new BitSet();
    cpus.forEach(set::set);
    return set;
  }
}
