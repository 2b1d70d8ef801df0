package io.gannet.bench.micro;

import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Reply;
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
 * Writing a reply. {@link #value} is a whole answer to a get, the copy of its 64 bytes of value
 * included; {@link #stored} one whose text is fixed; {@link #decimal} a number alone.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ComposeBenchmark {
  private static final int KEY_BYTES = 12;
  private static final int VALUE_BYTES = 64;

  private final MemorySegment item = Arena.ofAuto().allocate(128, 64);
  private final MemorySegment out = Arena.ofAuto().allocate(4096, 64);
  private int number = 123_456_789;

  /** {@code VALUE <key> 0 64}, the value, {@code END}. */
  @Benchmark
  public long value() {
    long at = MemcacheComposer.putValueHead(out, 0, item, 0, KEY_BYTES, 0, VALUE_BYTES);
    at = MemcacheComposer.putLineEnd(out, at);
    MemorySegment.copy(item, KEY_BYTES, out, at, VALUE_BYTES);
    return Reply.VALUES_END.put(out, at + VALUE_BYTES);
  }

  /** {@code STORED}. */
  @Benchmark
  public long stored() {
    return Reply.STORED.put(out, 0);
  }

  /** Nine digits. */
  @Benchmark
  public long decimal() {
    return MemcacheComposer.putSpaceDecimal(out, 0, number);
  }
}
