package io.gannet.bench.micro;

import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * Handing something from one thread to another over a bounded queue with one producer and one
 * consumer, as a request would go to the worker that owns its key. The group {@code hop} is the
 * cost in steady flow on two CPUs that have nothing else to do; {@link #offerAndPoll}, by one
 * thread, is the queue's own instructions, without a cache line that travels. No wake-up is in
 * either.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SpscBenchmark {
  private static final int CAPACITY = 1024;

  /** By one thread. */
  @State(Scope.Thread)
  public static class Own {
    final Queue<Object> queue = new SpscAtomicArrayQueue<>(CAPACITY);
  }

  /** Of the two threads. */
  @State(Scope.Group)
  public static class Shared {
    final Queue<Object> queue = new SpscAtomicArrayQueue<>(CAPACITY);
  }

  private final Object message = new Object();

  /** In and out. */
  @Benchmark
  public Object offerAndPoll(Own own) {
    own.queue.offer(message);
    return own.queue.poll();
  }

  /** The producer's half: a full queue is waited for. */
  @Benchmark
  @Group("hop")
  @GroupThreads(1)
  public void offer(Shared shared, Control control) {
    while (!shared.queue.offer(message) && !control.stopMeasurement) {
      Thread.onSpinWait();
    }
  }

  /** The consumer's half: an empty queue is waited for. */
  @Benchmark
  @Group("hop")
  @GroupThreads(1)
  public Object poll(Shared shared, Control control) {
    Object taken = shared.queue.poll();
    while (taken == null && !control.stopMeasurement) {
      Thread.onSpinWait();
      taken = shared.queue.poll();
    }
    return taken;
  }
}
