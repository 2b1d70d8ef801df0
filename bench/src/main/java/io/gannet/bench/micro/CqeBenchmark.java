package io.gannet.bench.micro;

import io.gannet.ffi.uring.Cqe;
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
 * Reading completions, per completion: 32 wait in the queue and are read again and again, as
 * nothing gives them back. {@link #poll} is the look at the tail alone, which is what a spinning
 * worker does.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CqeBenchmark {
  private static final int BATCH = 32;

  private Ring ring;

  /** On the benchmark's thread: a ring is entered by the one that opened it. */
  @Setup
  public void openRing() {
    ring = Ring.open(RingOptions.defaults());
    ring.enable();
    for (int i = 0; i < BATCH; i++) {
      ring.getSqe().prepNop().userData(i);
    }
    ring.submitAndWait(BATCH);
  }

  /** Closes the ring on its own thread. */
  @TearDown
  public void closeRing() {
    ring.close();
  }

  /** What it was, how it went, and whether there is more to come. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long reap() {
    int ready = ring.cqReady();
    long seen = 0;
    for (int i = 0; i < ready; i++) {
      Cqe cqe = ring.cqe(i);
      seen += cqe.userData() + cqe.res() + (cqe.more() ? 1 : 0);
    }
    return seen;
  }

  /** The acquire of the tail. */
  @Benchmark
  public int poll() {
    return ring.cqReady();
  }
}
