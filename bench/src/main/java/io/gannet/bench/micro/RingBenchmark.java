package io.gannet.bench.micro;

import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a turn of the ring costs, and where it goes. Both end in a system call, and a no-op does
 * nothing once there, so they are read by their differences:
 *
 * <ul>
 *   <li>{@link #noOp} is {@link DowncallBenchmark#systemCall}, plus io_uring_enter's own work and
 *       one request: fill, take, complete, reap;
 *   <li>{@link #noOpOf32} is one of 32 requests under one enter: as good as only the request. The
 *       gap to the one before is why a turn submits everything at once.
 * </ul>
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RingBenchmark {
  private static final int BATCH = 32;

  private Ring ring;

  /** On the benchmark's thread: a ring is entered by the one that opened it. */
  @Setup
  public void openRing() {
    ring = Ring.open(RingOptions.defaults());
    ring.enable();
  }

  /** Closes the ring on its own thread. */
  @TearDown
  public void closeRing() {
    ring.close();
  }

  /** A turn for one request. */
  @Benchmark
  public long noOp() {
    return turn(1);
  }

  /** One of the requests of a turn for {@value #BATCH}. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long noOpOf32() {
    return turn(BATCH);
  }

  private long turn(int count) {
    for (int i = 0; i < count; i++) {
      ring.getSqe().prepNop().userData(i);
    }
    ring.submitAndWait(count);
    int ready = ring.cqReady();
    long seen = 0;
    for (int i = 0; i < ready; i++) {
      seen += ring.cqe(i).userData();
    }
    ring.cqAdvance(ready);
    return seen;
  }
}
