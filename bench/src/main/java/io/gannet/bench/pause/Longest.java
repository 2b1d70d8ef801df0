package io.gannet.bench.pause;

import io.gannet.bench.pause.PauseResult.LongCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The calls with the most CPU time, and what each of them had to do. Allocates nothing. */
final class Longest {
  private static final int KEPT = 5;

  private final Call[] calls = new Call[KEPT];
  private final long[] cpuNs = new long[KEPT];
  private final long[] wallNs = new long[KEPT];
  private final long[] steps = new long[KEPT];
  private int least;

  void reset() {
    Arrays.fill(cpuNs, 0);
    least = 0;
  }

  /** Keeps it if it is among the longest. */
  void offer(Call call, long spentNs, long tookNs, long lookedAt) {
    if (spentNs <= cpuNs[least]) {
      return;
    }
    calls[least] = call;
    cpuNs[least] = spentNs;
    wallNs[least] = tookNs;
    steps[least] = lookedAt;
    for (int i = 0; i < KEPT; i++) {
      least = cpuNs[i] < cpuNs[least] ? i : least;
    }
  }

  /** The longest first. */
  List<LongCall> all() {
    List<LongCall> all = new ArrayList<>();
    for (int i = 0; i < KEPT; i++) {
      if (cpuNs[i] > 0) {
        String call = calls[i].name().toLowerCase(Locale.ROOT);
        all.add(new LongCall(call, cpuNs[i], wallNs[i], steps[i]));
      }
    }
    all.sort(Comparator.comparingLong(LongCall::cpuNs).reversed());
    return all;
  }
}
