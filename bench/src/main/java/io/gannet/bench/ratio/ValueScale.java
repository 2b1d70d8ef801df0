package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.List;

/**
 * How many times as large as recorded values are made. A trace of few or small items has a
 * footprint of some MiB: in a percent of that, slabs of 1 MiB are measured, or segments, or that
 * memory is counted in MiB, rather than which items are kept.
 */
public final class ValueScale {
  /** The least memory that measures a policy. */
  public static final long MEMORY_BYTES_MIN = 64 << 20;

  private ValueScale() {}

  /** The least factor ≥ 1 by which no share of the footprint is less than that; else 1. */
  public static double auto(Trace trace, List<MemorySize> sizes) {
    double share =
        sizes.stream().mapToDouble(MemorySize::share).filter(s -> s > 0).min().orElse(0);
    if (share == 0) {
      return 1;
    }
    long keyBytes = 0;
    for (int key = 0; key < trace.keys(); key++) {
      keyBytes += trace.keyBytes(key);
    }
    long valueBytes = trace.footprintBytes() - keyBytes;
    double wanted = MEMORY_BYTES_MIN / share - keyBytes;
    return valueBytes == 0 ? 1 : Math.max(1, wanted / valueBytes);
  }
}
