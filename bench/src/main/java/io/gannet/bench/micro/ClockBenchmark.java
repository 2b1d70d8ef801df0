package io.gannet.bench.micro;

import io.gannet.engine.time.CoarseClock;
import java.util.concurrent.TimeUnit;
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
 * What it costs to know the time. A turn reads the clock once ({@link #nanoTime}) and tells the
 * engine ({@link #advance}); each request then asks for {@link #nowSec}.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ClockBenchmark {
  private final CoarseClock clock = new CoarseClock(0, 0);
  private long nowNs;

  /** The kernel's monotonic clock, through the vDSO where the clock source allows. */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime();
  }

  /** Telling the engine. */
  @Benchmark
  public long advance() {
    clock.advance(nowNs += 1000);
    return clock.nowNs();
  }

  /** Asking the engine. */
  @Benchmark
  public int nowSec() {
    return clock.nowSec();
  }
}
