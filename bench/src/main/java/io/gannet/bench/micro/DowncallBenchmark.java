package io.gannet.bench.micro;

import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.probe.Downcalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to call C, and to enter the kernel. Read by differences: {@link #critical} is the
 * call itself, {@link #plain} adds the thread's change of state, {@link #errnoCaptured} the saving
 * of errno, {@link #systemCall} the way into the kernel and back. Only the last two are what the
 * data plane does, and that once a turn.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DowncallBenchmark {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = Downcalls.newErrno(arena);
  private long value = -7;

  /** No transition: what a call of C costs C. */
  @Benchmark
  public long critical() {
    return Downcalls.critical(value);
  }

  /** The usual way. */
  @Benchmark
  public long plain() {
    return Downcalls.plain(value);
  }

  /** The usual way, with errno saved into memory that the caller keeps. */
  @Benchmark
  public long errnoCaptured() {
    return Downcalls.capturing(errno, value);
  }

  /** gettid(2), which libc does not cache, through the one handle of all system calls. */
  @Benchmark
  public int systemCall() {
    return Unistd.gettid();
  }
}
