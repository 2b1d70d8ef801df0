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
 * What a store takes for one item of a 12-byte key and 64 bytes of value, in a memory that the
 * items fill to {@link #percent}. {@link #get} is how the server asks: 32 keys at once, their cache
 * misses overlapping; {@link #getAlone} how it would be one by one, and the gap between the two
 * grows with {@link #items}: 10^5 fit into a cache, 10^7 (1 to 2 GiB of memory) into none. Writing
 * a key's 12 bytes is in every row. A store that only appends is soon full of what {@link #set}
 * replaced, and then pays for cleaning too, whatever the percentage was.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreBenchmark {
  private static final int BATCH = 32;

  /** By the name of its product's storage. */
  @Param({"seg", "slab", "cuckoo"})
  public String store;

  /** How many; each is asked for as often as any other. */
  @Param({"100000", "10000000"})
  public int items;

  /** How much of the memory they take. */
  @Param({"50", "90"})
  public int percent;

  private StoreUnderLoad load;

  /** Stores them all. */
  @Setup
  public void setUp() {
    load = new StoreUnderLoad(store, items, percent);
  }

  /** Gives the memory back. */
  @TearDown
  public void tearDown() {
    load.close();
  }

  /** One of 32 in a turn. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long get() {
    return load.getBatch(BATCH);
  }

  /** One, and then the next. */
  @Benchmark
  public long getAlone() {
    return load.getOne();
  }

  /** A new value for a key that is there, and the store's upkeep of the turn. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long set() {
    return load.setBatch(BATCH);
  }
}
