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
 * What it costs to read an item of a store that belongs to another thread, beside a find and a copy
 * by its owner: 32 keys of 12 bytes at once, values of 64. {@link #set} is what readers cost an
 * owner who has some, beside {@link StoreCostBenchmark#set}, who has none.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ForeignBenchmark {
  private static final int BATCH = 32;
  private static final int PERCENT = 90;

  /** How many; each is asked for as often as any other. */
  @Param({"100000", "3000000"})
  public int items;

  /** Which. */
  @Param({"seg", "slab"})
  public String store;

  /** False: nobody else reads. Then there is no foreign read. */
  @Param({"true", "false"})
  public boolean shared;

  private StoreUnderLoad load;

  /** Stores them all. */
  @Setup
  public void setUp() {
    load = new StoreUnderLoad(shared ? Stores.shared(store) : store, items, PERCENT);
  }

  /** Gives the memory back. */
  @TearDown
  public void tearDown() {
    load.close();
  }

  /** An owner that sets one batch after another of the same items, on a thread of its own. */
  @State(Scope.Thread)
  public static class Owner {
    /** Or none. */
    @Param({"0", "1"})
    public int writers;

    private Thread thread;
    private volatile boolean over;

    private void start(StoreUnderLoad load) {
      thread = new Thread(() -> write(load.another()));
      thread.start();
    }

    private void write(StoreUnderLoad load) {
      while (!over) {
        load.setBatch(BATCH);
      }
    }

    /** Before the memory goes. */
    @TearDown
    public void stop() throws InterruptedException {
      over = true;
      if (thread != null) {
        thread.join();
      }
    }
  }

  /** A read and a copy, once more where the owner was at work. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long foreign(Owner owner) {
    if (owner.writers > 0 && owner.thread == null) {
      owner.start(load);
    }
    return load.readBatch(BATCH);
  }

  /** By the owner: a find and a copy. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long local() {
    return load.getBatch(BATCH);
  }

  /** By the owner: a new value for a key that is there. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long set() {
    return load.setBatch(BATCH);
  }
}
