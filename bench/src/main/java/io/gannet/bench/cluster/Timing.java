package io.gannet.bench.cluster;

import io.gannet.bench.ratio.WorkingSet;
import io.gannet.bench.trace.Trace;
import java.time.Duration;

/**
 * How fast time passes in a workload that is far smaller than what it is like: so that as large a
 * part of all that is asked for lives at a time as the row says.
 */
final class Timing {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final double LONGEST_SEC = 1000.0 * 24 * 60 * 60;
  private static final int STEPS_MAX = 24;
  private static final double NEAR = 0.1;

  private Timing() {}

  /** The requests over such a time that {@code liveShare} of the footprint lives at a time. */
  static Trace of(Trace trace, double liveShare) {
    double wanted = liveShare * trace.footprintBytes();
    double low = SHORTEST.toSeconds();
    double high = LONGEST_SEC;
    Trace timed = trace.lasting(SHORTEST);
    for (int step = 0; step < STEPS_MAX && high / low > 1 + NEAR; step++) {
      double middle = Math.sqrt(low * high);
      Trace tried = trace.lasting(Duration.ofMillis((long) (middle * 1000)));
      if (WorkingSet.peakBytes(tried) >= wanted) {
        low = middle;
        timed = tried;
      } else {
        high = middle;
      }
    }
    return timed;
  }
}
