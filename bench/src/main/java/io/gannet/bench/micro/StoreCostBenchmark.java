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
 * What {@code bench/store-cost} compares with a hash table in C ({@code table_bench.c}): the same
 * keys, values and batches, with and without hints. Its {@code cpu} is the figure.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreCostBenchmark {
  private static final int BATCH = 32;

  /** By the name of its product's storage. */
  @Param({"seg", "slab", "cuckoo"})
  public String store;

  /** How many; each is asked for as often as any other. */
  @Param({"100000", "3000000"})
  public int items;

  /** How much of the memory they take. */
  @Param({"90"})
  public int percent;

  /** What of a batch is loaded ahead. */
  @Param({"NONE", "INDEX", "BOTH"})
  public Hints hints;

  private StoreUnderLoad load;

  /** Stores them all. */
  @Setup
  public void setUp() {
    load = new StoreUnderLoad(store, items, percent, hints);
  }

  /** Gives the memory back. */
  @TearDown
  public void tearDown() {
    load.close();
  }

  /** A find and a copy of the value. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long get() {
    return load.getBatch(BATCH);
  }

  /** A new value for a key that is there, and the store's upkeep of the turn. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long set() {
    return load.setBatch(BATCH);
  }
}
