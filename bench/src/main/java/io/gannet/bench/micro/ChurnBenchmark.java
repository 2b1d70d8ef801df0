package io.gannet.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A store that is full, to which only new keys come: every set is paid for by an eviction. Compare
 * with {@link StoreBenchmark#set}.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChurnBenchmark {
  private static final int BATCH = 32;
  private static final int FULL_PERCENT = 100;

  /** By the name of its product's storage. */
  @Param({"seg", "slab", "cuckoo"})
  public String store;

  /** How many items the memory is made for. */
  @Param({"100000", "10000000"})
  public int items;

  private StoreUnderLoad load;

  /** Fills the store. */
  @Setup
  public void setUp() {
    load = new StoreUnderLoad(store, items, FULL_PERCENT);
  }

  /** Gives the memory back. */
  @TearDown
  public void tearDown() {
    load.close();
  }

  /** One of 32 new keys in a turn, and the store's upkeep of the turn. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long set() {
    return load.setNewBatch(BATCH);
  }
}
