package io.gannet.bench.report;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.Counts;
import io.gannet.bench.load.Interval;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.load.LoadResult;
import io.gannet.bench.observe.CpuUse;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.observe.RingUse;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch.Observation;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** Runs that never were. */
final class Reports {
  private static final long SEC_NS = 1_000_000_000L;
  private static final Provenance PROVENANCE =
      new Provenance(
          Map.of("command", "./gannet bench load --mix 'get=90 & set=10'", "peer", "memcached <1>"));

  private Reports() {}

  static LoadPlan plan(Arrivals arrivals) {
    SyntheticWorkload workload =
        new SyntheticWorkload(
            new SyntheticOptions(1_000, Sizes.parseKeys("32"), Sizes.parse("64"), Mix.GETS,
                Popularity.UNIFORM, Ttls.NONE, false, 1));
    return new LoadPlan(
        new InetSocketAddress("127.0.0.1", 11211), Protocol.MEMCACHED, 50, 1,
        arrivals, workload, true, Duration.ofSeconds(1), Duration.ofSeconds(5), 0, List.of(),
        Duration.ZERO, 1_000, false);
  }

  /** Latencies of 1 to {@code maxUs} µs, as often each. */
  static Histogram upTo(long maxUs) {
    Histogram histogram = new Histogram(60 * SEC_NS, 3);
    for (long us = 1; us <= maxUs; us++) {
      histogram.recordValue(us * 1_000);
    }
    return histogram;
  }

  private static List<Interval> intervals(Counts each) {
    List<Interval> intervals = new ArrayList<>();
    for (int second = -1; second < 5; second++) {
      intervals.add(
          new Interval(second * SEC_NS, (second + 1) * SEC_NS, each, upTo(100 + second), 0.5));
    }
    return intervals;
  }

  /** One in which nothing is amiss. */
  static LoadReport quiet(Arrivals arrivals) {
    Counts counts = new Counts(100_000, 0, 0, 90_000, 0, 10_000, 0, 5_000_000, 9_000_000);
    return of(arrivals, counts, 0.5, upTo(10), 0, Map.of(), OptionalDouble.of(80_000));
  }

  /** One in which everything is. */
  static LoadReport dire() {
    Counts counts = new Counts(5_000, 7, 9, 1_000, 4_000, 0, 0, 5_000_000, 9_000_000);
    return of(Arrivals.poisson(2_000), counts, 0.97, upTo(900), 2 * SEC_NS,
        Map.of("SERVER_ERROR out of memory", 7L), OptionalDouble.empty());
  }

  private static LoadReport of(
      Arrivals arrivals,
      Counts counts,
      double busy,
      Histogram slip,
      long othersNs,
      Map<String, Long> kinds,
      OptionalDouble ceiling) {
    LoadResult result =
        new LoadResult(plan(arrivals), 5 * SEC_NS, counts, upTo(1_000),
            arrivals.open() ? slip : new Histogram(3), upTo(1_010), intervals(counts),
            SEC_NS / 5, 20_000, busy, kinds);
    CpuUse cpu = new CpuUse(5 * SEC_NS, SEC_NS / 2, SEC_NS / 4, SEC_NS, 0, othersNs);
    Observation seen = new Observation(cpu, 64 << 20, Optional.of(new RingUse(1_000, 30_000)));
    ServerProcess self = new ServerProcess(ProcessHandle.current().pid());
    return new LoadReport("load", result, Optional.of(self), seen, ceiling, PROVENANCE,
        Optional.empty(), false);
  }
}
