package io.gannet.ffi.uring;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The figures in docs: what things cost here, in nanoseconds, the median of several rounds.
 *
 * <pre>
 * mvn -q -pl ffi test-compile
 * java -p ffi/target/classes --patch-module io.gannet.ffi=ffi/target/test-classes \
 *     --enable-native-access=io.gannet.ffi -m io.gannet.ffi/io.gannet.ffi.uring.CostLoop
 * </pre>
 */
final class CostLoop {
  private static final int ROUNDS = 15;
  private static final int LOOPS = 1_000_000;
  private static final int ENTRIES = 256;

  private CostLoop() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    Libc.syscall(Syscall.GETPID, 0, 0, 0);
    System.out.printf("first system call: %.1f ms%n", (System.nanoTime() - start) / 1e6);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = Libc.newErrno(arena);
      report("getpid, errno memory of the ring", LOOPS, () -> getpid(errno));
      report("getpid, errno memory of the thread", LOOPS, CostLoop::getpidOfThread);
      report("getpid, errno memory per call", LOOPS, CostLoop::getpidOfArena);
      reportFill("fill a request, confined arena", arena);
    }
    try (Arena arena = Arena.ofShared()) {
      reportFill("fill a request, shared arena", arena);
    }
    try (Ring ring = Ring.open(RingOptions.defaults().withSqEntries(ENTRIES))) {
      ring.enable();
      System.out.println(ring.features().text());
      report("nop, 1 to an enter", LOOPS, () -> nops(ring, 1));
      report("nop, 32 to an enter", LOOPS, () -> nops(ring, 32));
      report("nop, 256 to an enter", LOOPS, () -> nops(ring, ENTRIES));
      report("cqReady of an empty queue", LOOPS, () -> ready(ring));
      report("taskrun, nothing to do", LOOPS, () -> taskrun(ring));
    }
  }

  private static void reportFill(String what, Arena arena) {
    Sqe sqe = new Sqe(arena.allocate(IoUringSqe.LAYOUT, ENTRIES));
    MemorySegment memory = arena.allocate(1 << 20);
    report(what, LOOPS, () -> fill(sqe, memory));
  }

  private static void report(String what, int loops, LongSupplier round) {
    double[] ns = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      long result = round.getAsLong();
      ns[i] = (double) (System.nanoTime() - start) / loops;
      if (result == Long.MIN_VALUE) {
        throw new AssertionError("never; but the result is used");
      }
    }
    double[] warm = Arrays.copyOfRange(ns, ROUNDS / 3, ROUNDS);
    Arrays.sort(warm);
    System.out.printf(Locale.ROOT, "%-42s %8.2f ns%n", what, warm[warm.length / 2]);
  }

  private static long getpid(MemorySegment errno) {
    long sum = 0;
    for (int i = 0; i < LOOPS; i++) {
      sum += Libc.syscall(errno, Syscall.GETPID, 0, 0, 0, 0, 0, 0);
    }
    return sum;
  }

  private static long getpidOfThread() {
    long sum = 0;
    for (int i = 0; i < LOOPS; i++) {
      sum += Libc.syscall(Syscall.GETPID, 0, 0, 0);
    }
    return sum;
  }

  private static long getpidOfArena() {
    long sum = 0;
    for (int i = 0; i < LOOPS; i++) {
      try (Arena arena = Arena.ofConfined()) {
        sum += Libc.syscall(Libc.newErrno(arena), Syscall.GETPID, 0, 0, 0, 0, 0, 0);
      }
    }
    return sum;
  }

  private static long fill(Sqe sqe, MemorySegment memory) {
    for (int i = 0; i < LOOPS; i++) {
      sqe.moveTo((i & (ENTRIES - 1)) * IoUringSqe.SIZE)
          .prepSend(i & 1023, memory, i & 0xffff, 64, 0x4000)
          .userData(i);
    }
    return 0;
  }

  private static long nops(Ring ring, int batch) {
    long sum = 0;
    for (int i = 0; i < LOOPS; i += batch) {
      for (int k = 0; k < batch; k++) {
        ring.getSqe().prepNop().userData(k);
      }
      ring.submitAndWait(batch);
      int ready = ring.cqReady();
      for (int k = 0; k < ready; k++) {
        sum += ring.cqe(k).userData();
      }
      ring.cqAdvance(ready);
    }
    return sum;
  }

  private static long ready(Ring ring) {
    long sum = 0;
    for (int i = 0; i < LOOPS; i++) {
      sum += ring.cqReady();
    }
    return sum;
  }

  private static long taskrun(Ring ring) {
    long count = 0;
    for (int i = 0; i < LOOPS; i++) {
      count += ring.taskrun() ? 1 : 0;
    }
    return count;
  }
}
