package io.gannet.bench.pause;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.HdrHistogram.Histogram;

/**
 * Times single calls, by wall and by CPU. Reading the thread's CPU time is a system call, half a
 * microsecond; so it is read once for a batch, and a call's CPU time is said to be its wall time or
 * that of its whole batch, whichever is less. A batch ends with a call that took long. So what is
 * said is never less than what was spent, and more by what a few quick calls need.
 *
 * <p>One thread, the one that is timed. Allocates nothing.
 */
final class Stopwatch {
  private static final int BATCH_MAX = 16;
  private static final long LONG_NS = 10_000;

  private static final long NS_MAX = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Call[] calls = new Call[BATCH_MAX];
  private final long[] wallNs = new long[BATCH_MAX];
  private final long[] steps = new long[BATCH_MAX];
  private int count;
  private long startNs;
  private long batchCpuNs;

  final Histogram wall = new Histogram(1, NS_MAX, DIGITS);
  final Histogram cpu = new Histogram(1, NS_MAX, DIGITS);
  final Longest longest = new Longest();
  private long stepsMax;

  /** Forgets all. */
  void reset() {
    count = 0;
    wall.reset();
    cpu.reset();
    longest.reset();
    stepsMax = 0;
  }

  /** The most things that a call looked at. */
  long stepsMax() {
    return stepsMax;
  }

  /** A call begins. */
  void begin() {
    if (count == 0) {
      batchCpuNs = threads.getCurrentThreadCpuTime();
    }
    startNs = System.nanoTime();
  }

  /** The call has ended; it looked at so many things. The next one begins here, unless told. */
  void end(Call call, long lookedAt) {
    long now = System.nanoTime();
    long tookNs = now - startNs;
    calls[count] = call;
    wallNs[count] = tookNs;
    steps[count++] = lookedAt;
    startNs = now;
    if (count == BATCH_MAX || tookNs > LONG_NS) {
      endBatch();
    }
  }

  /** To be called before the thread does anything else that takes long. */
  void endBatch() {
    long cpuNs = threads.getCurrentThreadCpuTime();
    long spentNs = cpuNs - batchCpuNs;
    batchCpuNs = cpuNs;
    for (int i = 0; i < count; i++) {
      record(i, Math.min(wallNs[i], spentNs));
    }
    count = 0;
  }

  private void record(int i, long cpuNs) {
    wall.recordValue(Math.clamp(wallNs[i], 0, NS_MAX));
    cpu.recordValue(Math.clamp(cpuNs, 0, NS_MAX));
    stepsMax = Math.max(stepsMax, steps[i]);
    longest.offer(calls[i], cpuNs, wallNs[i], steps[i]);
  }
}
