package io.gannet.bench.micro;

import io.gannet.engine.metrics.Counter;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What counting costs: {@link #counter} is what the server does, some per request; {@link
 * #histogram} what the load generator does, one per reply.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MetricBenchmark {
  private static final long HOUR_NS = 3_600_000_000_000L;

  private final Counter counter = new Counter();
  private final Histogram histogram = new Histogram(HOUR_NS, 3);
  private long random = 88_172_645_463_325_252L;

  /** A plain store that any thread may read. */
  @Benchmark
  public Counter counter() {
    counter.increment();
    return counter;
  }

  /** A value between 1 us and 1 ms, as latencies are. */
  @Benchmark
  public Histogram histogram() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    histogram.recordValue(1000 + (random & 0xf_ffff));
    return histogram;
  }
}
