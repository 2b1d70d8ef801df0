package io.gannet.bench.micro;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A copy from one place in native memory to another, both in the first-level cache. 12 bytes are a
 * key, 64 a small value, 4096 a large one: the first two are calls, not bytes.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CopyBenchmark {
  private final MemorySegment from = Arena.ofAuto().allocate(4096, 64);
  private final MemorySegment to = Arena.ofAuto().allocate(4096, 64);

  /** Bytes. */
  @Param({"12", "64", "4096"})
  public int bytes;

  /** The way of every copy here. */
  @Benchmark
  public MemorySegment segmentCopy() {
    MemorySegment.copy(from, 0, to, 0, bytes);
    return to;
  }
}
