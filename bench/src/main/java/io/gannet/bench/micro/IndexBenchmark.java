package io.gannet.bench.micro;

import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegStore;
import java.lang.foreign.Arena;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A lookup in the segment store's index by how full that is: items are so small that memory is not.
 * A fuller index has fewer empty slots to stop a search for what is not there.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class IndexBenchmark {
  private static final int BATCH = 32;
  private static final long REGION_BYTES = 8 << 20;

  /** Items for each slot. */
  @Param({"0.5", "0.6", "0.7", "0.8", "0.9"})
  public double load;

  private final Items keys = new Items(BATCH);
  private Store store;
  private int items;
  private int next;

  /** Enters as many keys as the load says, without values. */
  @Setup
  public void setUp() {
    SegStore seg = Stores.openSeg(Arena.ofAuto().allocate(REGION_BYTES, 64));
    items = (int) (load * Stores.indexSlots(seg));
    store = seg;
    for (int i = 0; i < items; i++) {
      keys.move(0, i);
      keys.store(store, 0, 0);
    }
  }

  /** For what is there; a few were evicted where both their buckets were full. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long hit() {
    next = next + BATCH < items ? next + BATCH : 0;
    return find(next);
  }

  /** For what is not there. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long miss() {
    next = next + BATCH < items ? next + BATCH : 0;
    return find(items + next);
  }

  private long find(int first) {
    long found = 0;
    for (int i = 0; i < BATCH; i++) {
      store.hash(keys.move(i, first + i));
    }
    for (int i = 0; i < BATCH; i++) {
      found += store.find(keys.key(i));
    }
    return found;
  }
}
