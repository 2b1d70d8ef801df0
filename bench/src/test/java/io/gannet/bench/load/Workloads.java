package io.gannet.bench.load;

import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import io.gannet.bench.workload.Workload;

/** Workloads for tests. */
final class Workloads {
  private Workloads() {}

  /** A thousand keys, half gets and half sets. */
  static Workload halfSets() {
    return synthetic(1000, "64", "get=50,set=50", false);
  }

  /** Keys that are only read. */
  static Workload gets(long keys) {
    return synthetic(keys, "64", "get=100", false);
  }

  /** Keys of large values are others: a key has values of one length only. */
  static Workload synthetic(long keys, String valueBytes, String mix, boolean fillOnMiss) {
    return new SyntheticWorkload(
        new SyntheticOptions(
            keys,
            Sizes.parseKeys(valueBytes.length() > 3 ? "33" : "32"),
            Sizes.parse(valueBytes),
            Mix.parse(mix),
            new Popularity.Uniform(),
            Ttls.NONE,
            fillOnMiss,
            1));
  }
}
