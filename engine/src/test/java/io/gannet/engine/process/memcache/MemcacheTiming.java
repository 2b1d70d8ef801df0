package io.gannet.engine.process.memcache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.Session;
import io.gannet.engine.process.ping.PingProcessor;
import io.gannet.engine.protocol.memcache.binary.Packets;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;

/**
 * Nanoseconds of CPU time per request, in batches as one read would bring them, without a network.
 * Not a test: {@code engine/docs/020-memcache-batches.md} has the command and figures.
 *
 * <p>Arguments: the question, {@code ping}, {@code parse}, {@code get} or {@code packets} (one a
 * run, so that calls stay monomorphic as they are in a server); how many keys (default 100000).
 */
public final class MemcacheTiming {
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final int BATCH = 32;
  private static final int BATCHES_PER_ROUND = 1 << 12;
  private static final int STRETCHES = 8;
  private static final int BATCHES = BATCHES_PER_ROUND * STRETCHES;
  private static final int ROUNDS = 150;
  private static final int VALUE_BYTES = 32;

  private final Arena arena = Arena.ofShared();
  private final Window in = new Window();
  private final int keys;

  private MemcacheTiming(int keys) {
    this.keys = keys;
  }

  public static void main(String[] arguments) {
    String question = arguments.length > 0 ? arguments[0] : "get";
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    new MemcacheTiming(keys).run(question);
  }

  private void run(String question) {
    switch (question) {
      case "ping" -> time("ping", new PingProcessor(), requests(i -> "PING\r\n"));
      case "parse" -> {
        Processor processor = processor(new OneItemStore(arena, VALUE_BYTES));
        time("get, without a store", processor, requests(i -> "get " + key(i) + "\r\n"));
      }
      case "packets" -> runPackets();
      default -> {
        Processor processor = processor(segStore());
        Session session = processor.newSession(arena.allocate(processor.carryBytes()));
        DiscardingOutput out = new DiscardingOutput(arena.allocate(4096), 1 << 14);
        String value = "v".repeat(VALUE_BYTES);
        for (int i = 0; i < keys; i++) {
          MemorySegment set = text(set(i, value));
          out.position = 0;
          feed(processor, session, set, out, set.byteSize());
        }
        time("get", processor, requests(i -> "get " + key(i) + "\r\n"));
        time("set", processor, requests(i -> set(i, value)));
        time("get again", processor, requests(i -> "get " + key(i) + "\r\n"));
      }
    }
  }

  /** The same in packets. */
  private void runPackets() {
    Processor processor = processor(segStore());
    Session session = processor.newSession(arena.allocate(processor.carryBytes()));
    DiscardingOutput out = new DiscardingOutput(arena.allocate(4096), 1 << 14);
    String value = "v".repeat(VALUE_BYTES);
    Requests sets = i -> packet(Packets.store(0x01, i, 0, 0, 0, key(i), value));
    Requests gets = i -> packet(Packets.request(0x00, i, key(i)));
    for (int i = 0; i < keys; i++) {
      MemorySegment set = text(sets.of(i));
      out.position = 0;
      feed(processor, session, set, out, set.byteSize());
    }
    time("get in packets", processor, requests(gets));
    time("set in packets", processor, requests(sets));
    time("get in packets, again", processor, requests(gets));
  }

  private static String packet(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static String key(int i) {
    return String.format("key-%08d", i);
  }

  private static String set(int i, String value) {
    return "set " + key(i) + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
  }

  private Store segStore() {
    // On the Java heap, because that is what the JVM puts on huge pages when it is asked to.
    MemorySegment region = MemorySegment.ofArray(new long[(64 << 20) / Long.BYTES]);
    return new SegStore(region, new SegOptions(0, 44, 1 << 20), clock(), 42);
  }

  private static CoarseClock clock() {
    return new CoarseClock(0, 0);
  }

  private static Processor processor(Store store) {
    return Memcache.processor(
        store, clock(), new MemcacheMetrics(), new Statistics(), "0", null);
  }

  private interface Requests {
    String of(int i);
  }

  /** All batches one behind the other, each of 32 requests for random keys. */
  private MemorySegment[] requests(Requests requests) {
    Random random = new Random(7);
    MemorySegment[] batches = new MemorySegment[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      StringBuilder batch = new StringBuilder();
      for (int j = 0; j < BATCH; j++) {
        batch.append(requests.of(random.nextInt(keys)));
      }
      batches[i] = text(batch.toString());
    }
    return batches;
  }

  private MemorySegment text(String text) {
    MemorySegment memory = arena.allocate(text.length());
    MemorySegment bytes = MemorySegment.ofArray(text.getBytes(ISO_8859_1));
    MemorySegment.copy(bytes, 0, memory, 0, text.length());
    return memory;
  }

  private void time(String what, Processor processor, MemorySegment[] batches) {
    Session session = processor.newSession(arena.allocate(processor.carryBytes()));
    DiscardingOutput out = new DiscardingOutput(arena.allocate(1 << 16), 1 << 14);
    MemorySegment read = arena.allocate(1 << 14);
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      int first = round % STRETCHES * BATCHES_PER_ROUND;
      long empty = copyAll(batches, first, read);
      long start = THREAD.getCurrentThreadCpuTime();
      for (int i = first; i < first + BATCHES_PER_ROUND; i++) {
        long bytes = batches[i].byteSize();
        MemorySegment.copy(batches[i], 0, read, 0, bytes); // as a kernel would
        out.position = 0;
        feed(processor, session, read, out, bytes);
      }
      long cpuNs = THREAD.getCurrentThreadCpuTime() - start - empty;
      rounds[round] = (double) cpuNs / BATCHES_PER_ROUND / BATCH;
    }
    Arrays.sort(rounds);
    System.out.printf(
        "%-22s best %6.1f  a tenth %6.1f  median %6.1f ns%n",
        what, rounds[0], rounds[ROUNDS / 10], rounds[ROUNDS / 2]);
  }

  /** What bringing the bytes costs; to be subtracted. */
  private static long copyAll(MemorySegment[] batches, int first, MemorySegment read) {
    long start = THREAD.getCurrentThreadCpuTime();
    for (int i = first; i < first + BATCHES_PER_ROUND; i++) {
      MemorySegment.copy(batches[i], 0, read, 0, batches[i].byteSize());
    }
    return THREAD.getCurrentThreadCpuTime() - start;
  }

  private void feed(
      Processor processor,
      Session session,
      MemorySegment memory,
      DiscardingOutput out,
      long bytes) {
    if (processor.process(session, in.set(memory, 0, bytes), out) != Processor.Progress.DRAINED) {
      throw new IllegalStateException("not all was answered");
    }
  }

  /** Every key has the same item: what is left is the protocol's cost. */
  private static final class OneItemStore implements Store {
    private final MemorySegment memory;
    private final int valueBytes;
    private final Ghosts ghosts = new Ghosts(0);

    OneItemStore(Arena arena, int valueBytes) {
      this.memory = arena.allocate(4096);
      this.valueBytes = valueBytes;
    }

    @Override
    public void hash(Key key) {}

    @Override
    public Ghosts ghosts() {
      return ghosts;
    }

    @Override
    public long prefetchIndex(Key key) {
      return 0;
    }

    @Override
    public long prefetchItem(Key key) {
      return 0;
    }

    @Override
    public long find(Key key) {
      return 0;
    }

    @Override
    public MemorySegment memory() {
      return memory;
    }

    @Override
    public long keyOffset(long item) {
      return 0;
    }

    @Override
    public int keyLength(long item) {
      return 1;
    }

    @Override
    public long valueOffset(long item) {
      return 64;
    }

    @Override
    public int valueLength(long item) {
      return valueBytes;
    }

    @Override
    public boolean hasAnnex(long item) {
      return false;
    }

    @Override
    public void annex(long reservation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int clientFlags(long item) {
      return 0;
    }

    @Override
    public int expiresAtSec(long item) {
      return NEVER;
    }

    @Override
    public long cas(long item) {
      return 1;
    }

    @Override
    public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
      return false;
    }

    @Override
    public int list(Listed listed, int steps) {
      listed.place = Listed.END;
      return 0;
    }

    @Override
    public long steps() {
      return 0;
    }

    @Override
    public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
      return NO_MEMORY;
    }

    @Override
    public void publish(long reservation, long hash) {}

    @Override
    public void abandon(long reservation) {}

    @Override
    public boolean delete(Key key) {
      return false;
    }

    @Override
    public long touch(Key key, int expiresAtSec) {
      return 0;
    }

    @Override
    public void flush() {}

    @Override
    public long pin(long item) {
      return 0;
    }

    @Override
    public void unpin(long pin) {}

    @Override
    public boolean maintain(int items) {
      return false;
    }

    @Override
    public Walk walk() {
      return Walk.ofNothing();
    }

    @Override
    public Walk beginWalk() {
      return Walk.ofNothing();
    }
  }
}
