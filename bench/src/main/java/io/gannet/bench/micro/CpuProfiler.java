package io.gannet.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time of an operation beside its time: of the Java threads, so without the compiler's. The two
 * are the same on an idle host; on a busy one only this is the operation's.
 */
public final class CpuProfiler implements InternalProfiler {
  static final String LABEL = "cpu";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long beforeNs;

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    beforeNs = cpuNs();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double ns = (double) (cpuNs() - beforeNs) / result.getMetadata().getAllOps();
    return List.of(new ScalarResult(LABEL, ns, "ns/op", AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "CPU time of the Java threads";
  }

  private static long cpuNs() {
    long ns = 0;
    for (long thread : THREADS.getAllThreadIds()) {
      ns += Math.max(0, THREADS.getThreadCpuTime(thread)); // -1: it ended meanwhile
    }
    return ns;
  }
}
