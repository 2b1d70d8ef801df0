package io.gannet.bench.micro;

import io.gannet.engine.hash.Hash64;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A key's hash where it lies. One a request; the differences are the key's length. */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HashBenchmark {
  private static final Hash64 HASH = Hash64.seeded(42);

  /** The usual key, a long one, the longest. */
  @Param({"12", "32", "250"})
  public int keyBytes;

  private MemorySegment key;

  /** A key of that length. */
  @Setup
  public void setUp() {
    key = Arena.ofAuto().allocate(keyBytes);
    key.fill((byte) 'k');
  }

  /** The hash. */
  @Benchmark
  public long hash() {
    return HASH.hash(key, 0, keyBytes);
  }
}
