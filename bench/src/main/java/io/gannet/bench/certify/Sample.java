package io.gannet.bench.certify;

import java.util.EnumMap;
import java.util.Map;

/** How much there was of each disturbance up to a moment. */
record Sample(Map<Disturbance, Long> seen) {
  /** What came since an earlier one. */
  Sample minus(Sample earlier) {
    Map<Disturbance, Long> difference = new EnumMap<>(Disturbance.class);
    seen.forEach((one, count) -> difference.put(one, count - earlier.of(one)));
    return new Sample(difference);
  }

  long of(Disturbance one) {
    return seen.get(one);
  }
}
