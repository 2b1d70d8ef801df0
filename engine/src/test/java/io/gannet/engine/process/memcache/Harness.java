package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.process.Processor.Progress;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.TestOutput;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One client of a {@link KeyValueProcessor}, as a worker would serve it: its bytes come in chunks,
 * each in memory of exactly its size (a read outside of it throws), its replies go to an output
 * that may refuse.
 */
final class Harness {
  static final int ITEM_BYTES_MAX = (1 << 20) - 64;
  static final int PINNED_BYTES_MIN = 1024;
  static final long START_WALL_SEC = 1_800_000_000L;
  private static final int CALLS_MAX = 10_000_000;
  private static final int WAITS_MAX = 100;
  private static final int MAINTAIN_ITEMS = 256;

  final CoarseClock clock;
  final MemcacheMetrics metrics;
  final Statistics statistics;
  final AtomicInteger shutdowns;

  /** The store, unless it is one that tests do not look into. */
  final MapStore store;

  private final Store made;
  final KeyValueProcessor processor;
  final Session session;
  Random random;
  final TestOutput out = new TestOutput(PINNED_BYTES_MIN);
  boolean closed;

  private MemorySegment chunk = Arena.ofAuto().allocate(1 << 16);
  private long nowNs;

  Harness() {
    this(false);
  }

  /** Another client of the same server. */
  Harness(Harness other) {
    clock = other.clock;
    metrics = other.metrics;
    statistics = other.statistics;
    shutdowns = other.shutdowns;
    store = other.store;
    made = other.made;
    processor = other.processor;
    session = processor.newSession(Arena.ofAuto().allocate(processor.carryBytes()));
  }

  /** Over any store, in so much memory. */
  static Harness over(Subject subject, Scale scale) {
    return new Harness(
        false,
        clock -> {
          MemorySegment region = Arena.ofAuto().allocate(scale.regionBytes(), 64);
          return subject.maker().make(region, scale, clock, 4711).store();
        });
  }

  /** Over a small store. */
  static Harness over(Subject subject) {
    return over(subject, Scale.of(256 << 10));
  }

  /** Over a segment store instead of a map. */
  static Harness overSegments() {
    SegOptions options = new SegOptions(0, 64, 1 << 20);
    return new Harness(
        false,
        clock -> new SegStore(Arena.ofAuto().allocate(96 << 20, 64), options, clock, 4711));
  }

  /** Over a slab store. */
  static Harness overSlabs() {
    SlabOptions options = SlabOptions.defaults();
    return new Harness(
        false,
        clock -> new SlabStore(Arena.ofAuto().allocate(96 << 20, 64), options, clock, 4711));
  }

  Harness(boolean shutdownEnabled) {
    this(shutdownEnabled, clock -> new MapStore(clock, 16 << 20, ITEM_BYTES_MAX));
  }

  Harness(boolean shutdownEnabled, Function<CoarseClock, Store> stores) {
    this(shutdownEnabled, Admittance.ALL, stores);
  }

  /** Of which clients, and in what, is served so far. */
  static Harness admitting(Admittance admittance) {
    return new Harness(
        false, admittance, clock -> new MapStore(clock, 16 << 20, ITEM_BYTES_MAX));
  }

  private Harness(
      boolean shutdownEnabled, Admittance admittance, Function<CoarseClock, Store> stores) {
    clock = new CoarseClock(START_WALL_SEC, 0);
    metrics = new MemcacheMetrics();
    statistics = new Statistics();
    shutdowns = new AtomicInteger();
    made = stores.apply(clock);
    store = made instanceof MapStore map ? map : null;
    processor =
        Memcache.processor(
            made,
            clock,
            metrics,
            statistics,
            "1.6.18",
            admittance.with(
                new Grants(shutdownEnabled ? shutdowns::incrementAndGet : null, null, null, "")),
            Ownership.ALONE);
    statistics.section("").add("version", "1.6.18").add("pid", Metric.Kind.GAUGE, () -> 42);
    statistics.section("").add(metrics);
    session = processor.newSession(Arena.ofAuto().allocate(processor.carryBytes()));
  }

  /** From now on outputs refuse, and values are received in place, as {@code random} says. */
  Harness unruly(Random random) {
    this.random = random;
    out.rule(random, 0.3);
    return this;
  }

  void advanceSec(long seconds) {
    nowNs += seconds * 1_000_000_000L;
    clock.advance(nowNs);
  }

  /** Sends all in one piece; returns the replies to it. */
  String talk(String request) {
    out.rule(null, 0);
    send(request.getBytes(ISO_8859_1));
    return replies();
  }

  /** Sends {@code bytes} cut at {@code cuts}, which ascend. */
  Harness send(byte[] bytes, int... cuts) {
    int from = 0;
    for (int cut : cuts) {
      sendChunk(bytes, from, cut);
      from = cut;
    }
    sendChunk(bytes, from, bytes.length);
    return this;
  }

  /** What the store has looked at so far. */
  long steps() {
    return made.steps();
  }

  /** Everything that was replied since the last call of {@link #talk}. */
  String replies() {
    return new String(out.bytes(), ISO_8859_1);
  }

  /** The client is gone. */
  void leave() {
    processor.reset(session);
    closed = false;
    out.takePins().forEach(processor::unpin);
  }

  /** A new client, an empty store, and an output that does as it is told. */
  Harness afresh() {
    leave();
    random = null;
    talk("flush_all\r\nstats reset\r\n"); // also ends a flush that was to come later
    if (store != null) {
      store.clear();
    }
    out.rule(null, 0);
    return this;
  }

  private void sendChunk(byte[] bytes, int from, int to) {
    int at = receiveInPlace(bytes, from, to);
    Window in = window(bytes, at, to);
    int waits = 0;
    for (int calls = 0; !closed; calls++) {
      out.budget = random == null ? Integer.MAX_VALUE : random.nextInt(3) * random.nextInt(40);
      Progress progress = processor.process(session, in, out);
      out.takePins().forEach(processor::unpin);
      closed = progress == Progress.CLOSE;
      if (progress == Progress.WAIT && !processor.maintain(MAINTAIN_ITEMS)
          && ++waits % WAITS_MAX == 0) {
        processor.giveUp(session);
      }
      if (progress == Progress.DRAINED) {
        if (in.remaining() != 0) {
          throw new AssertionError("drained, but " + in.remaining() + " bytes are left");
        }
        return;
      }
      boolean stuck = progress == Progress.FULL || progress == Progress.YIELD;
      if (calls == CALLS_MAX || stuck && random == null) {
        throw new AssertionError("no progress at " + in.position + " of " + to);
      }
      if (random != null && random.nextInt(4) == 0) {
        at += (int) in.position;
        in = window(bytes, at, to); // the rest may be given from other memory
      }
    }
  }

  private int receiveInPlace(byte[] bytes, int from, int to) {
    int awaited = (int) Math.min(session.awaitedBytes(), to - from);
    if (closed || random == null || awaited == 0 || random.nextBoolean()) {
      return from;
    }
    int count = 1 + random.nextInt(awaited);
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), from, processor.memory(), session.awaitedOffset(), count);
    processor.received(session, count);
    return from + count;
  }

  /** A window over memory of exactly the chunk's size. */
  private Window window(byte[] bytes, int from, int to) {
    if (chunk.byteSize() < to - from) {
      chunk = Arena.ofAuto().allocate(to - from);
    }
    MemorySegment memory = chunk.asSlice(0, to - from);
    MemorySegment.copy(bytes, from, memory, ValueLayout.JAVA_BYTE, 0, to - from);
    return new Window().set(memory, 0, to - from);
  }
}
