package io.gannet.bench.observe;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sched;
import java.io.File;
import java.io.IOException;
import java.util.BitSet;

/** Which CPUs processes run on. A child inherits those of the thread that starts it. */
public final class Affinity {
  private static final File OWN_THREADS = new File("/proc/self/task");

  private Affinity() {}

  /** Starts a process whose threads, all of them and from the first instruction, stay there. */
  public static Process start(ProcessBuilder builder, BitSet cpus) throws IOException {
    BitSet before = new BitSet();
    check(Sched.sched_getaffinity(0, before), "sched_getaffinity");
    pin(0, cpus);
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
  public static BitSet keepOff(BitSet cpus) {
    BitSet before = new BitSet();
    check(Sched.sched_getaffinity(0, before), "sched_getaffinity");
    BitSet others = CpuList.without(before, cpus);
    if (!others.isEmpty()) {
      restore(others);
    }
    return before;
  }

  /** Lets all threads of this process run there. */
  public static void restore(BitSet cpus) {
    String[] threads = OWN_THREADS.list();
    for (String thread : threads == null ? new String[0] : threads) {
      // One that has ended meanwhile needs no CPU.
      Sched.sched_setaffinity(Integer.parseInt(thread), cpus);
    }
  }

  private static void pin(int tid, BitSet cpus) {
    check(Sched.sched_setaffinity(tid, cpus), "sched_setaffinity " + CpuList.text(cpus));
  }

  private static void check(int result, String what) {
    LinuxException.check(result, what, "CPUs that this process may use: taskset -p $$");
  }
}
