package io.gannet.bench.micro;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.protocol.memcache.MemcacheParser;
import io.gannet.engine.protocol.memcache.ParserState;
import io.gannet.engine.protocol.memcache.Request;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
 * A request's way from bytes to {@code Request}, one of 32 that arrived together, in nanoseconds
 * per request. The receive buffer is in the first-level cache, as after the kernel's copy.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseBenchmark {
  private static final int BATCH = 32;

  /** What the 32 are: 64 bytes of value where there is one. */
  @Param({"get", "mg", "set", "gets-of-many", "delete"})
  public String kind;

  private final MemcacheParser parser = new MemcacheParser();
  private final ParserState state =
      new ParserState(Arena.ofAuto().allocate(MemcacheParser.CARRY_BYTES));
  private final Request[] requests = new Request[BATCH];
  private final Window window = new Window();
  private MemorySegment in;
  private long length;

  /** The bytes of 32 requests. */
  @Setup
  public void setUp() {
    for (int i = 0; i < BATCH; i++) {
      requests[i] = new Request();
    }
    String text = Requests.batch(kind, BATCH);
    length = text.length();
    in = Arena.ofAuto().allocateFrom(text);
  }

  /** All 32. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int parse() {
    int parsed = parser.parse(state, window.set(in, 0, length), requests);
    if (parsed != BATCH) {
      throw new IllegalStateException("parsed " + parsed);
    }
    return parsed;
  }
}
