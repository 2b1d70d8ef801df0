package io.gannet.bench.micro;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.memcache.Memcache;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.slow.SlowMetrics;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request's whole way through the engine, bytes to bytes, one of 32 in a batch, over a store of
 * 100,000 items, counted and timed as in a server: what is left of a request when the kernel is
 * left out. From it minus {@link ParseBenchmark} and {@link StoreBenchmark} follows the composing.
 */
@DataPlane
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProcessBenchmark {
  private static final int BATCH = 32;
  private static final long REGION_BYTES = 32 << 20;
  private static final int OUT_BYTES = 1 << 16;
  private static final int PINNED_BYTES_MIN = 1 << 14;
  private static final int SAMPLE = 100;
  private static final int HOT_KEYS_SAMPLE = 100;
  private static final long TURN_NS = 10_000;

  /** What the 32 are: 64 bytes of value where there is one. */
  @Param({"get", "mg", "set", "delete"})
  public String kind;

  /**
   * Whether each request is logged, and the log emptied by another thread; or told of if it was
   * slow, which none is.
   */
  @Param({"off", "slow", "sampled", "full"})
  public String klog;

  private KeyValueProcessor processor;
  private CommandLog log;
  private LogDrain drain;
  private Session session;
  private final Window window = new Window();
  private MemorySegment in;
  private long length;
  private final OneBlock out = new OneBlock(Arena.ofAuto().allocate(OUT_BYTES), PINNED_BYTES_MIN);

  /** A store that has what is asked for. */
  @Setup
  public void setUp() {
    CoarseClock clock = new CoarseClock(0, 0);
    Store store = Stores.open("seg", Arena.ofAuto().allocate(REGION_BYTES, 64));
    new Items(1).storeAll(store, Items.IN_CACHE);
    processor =
        Memcache.processor(store, clock, new MemcacheMetrics(), new Statistics(), "0", null);
    processor.countKeys(new HotKeys(HOT_KEYS_SAMPLE, 1));
    if (klog.equals("slow")) {
      processor.logTo(
          null,
          new SlowLog(0, Long.MAX_VALUE, System::nanoTime, (c, m, at) -> at, new SlowMetrics()),
          LogDrain.kept());
    } else if (!klog.equals("off")) {
      drain = new LogDrain();
      log = drain.log(klog.equals("full") ? 1 : SAMPLE);
      processor.logTo(log, null, LogDrain.kept());
    }
    session = processor.newSession(Arena.ofAuto().allocate(processor.carryBytes()));
    String text = Requests.batch(kind, BATCH);
    length = text.length();
    in = Arena.ofAuto().allocateFrom(text);
  }

  /** Ends the thread that empties the log. */
  @TearDown
  public void tearDown() {
    if (drain != null) {
      drain.close();
    }
  }

  /** All 32. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long process() {
    out.position = 0;
    out.budget = Integer.MAX_VALUE;
    if (processor.process(session, window.set(in, 0, length), out) != Progress.DRAINED) {
      throw new IllegalStateException("not all was answered");
    }
    processor.maintain(BATCH);
    processor.turnEnded(TURN_NS);
    if (log != null) {
      log.publish();
    }
    return out.position;
  }
}
