package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * What a find and a publish cost, with the lookups of a turn batched and one by one, in CPU time.
 * Not a test: {@code engine/docs/013-seg-measured.md} has the command and figures.
 *
 * <p>Arguments: items (default 100000), bytes of the region.
 */
public final class SegStoreMeasure {
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final int KEY_BYTES = 12;
  private static final int KEY_STRIDE = 16;
  private static final int VALUE_BYTES = 32;
  private static final int BATCH = 32;
  private static final int ROUNDS = 7;
  private static final int FINDS_PER_ROUND = 4_000_000;

  private final int items;
  private final SegStore store;
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final MemorySegment keyBytes;
  private final int[] order;
  private final Key key = new Key();
  private final Key[] batch = new Key[BATCH];
  private long sink;

  private SegStoreMeasure(Arena arena, int items, long regionBytes) {
    this.items = items;
    // On the Java heap, because that is what the JVM puts on huge pages when it is asked to.
    MemorySegment region = MemorySegment.ofArray(new long[(int) (regionBytes / Long.BYTES)]);
    int mean = KEY_BYTES + VALUE_BYTES;
    this.store = new SegStore(region, new SegOptions(0, mean, 1 << 20), clock, 42);
    this.keyBytes = arena.allocate((long) items * KEY_STRIDE, 64);
    for (int i = 0; i < items; i++) {
      byte[] text = String.format("key-%08d", i).getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(MemorySegment.ofArray(text), 0, keyBytes, at(i), KEY_BYTES);
    }
    this.order = new SplittableRandom(7).ints(1 << 22, 0, items).toArray();
    for (int i = 0; i < BATCH; i++) {
      batch[i] = new Key();
    }
  }

  public static void main(String[] arguments) {
    int items = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    long bytes = arguments.length > 1 ? Long.parseLong(arguments[1]) : items * 80L + (64 << 20);
    try (Arena arena = Arena.ofShared()) {
      new SegStoreMeasure(arena, items, bytes).run();
    }
  }

  private void run() {
    for (int i = 0; i < items; i++) {
      put(i);
    }
    SegMetrics metrics = store.metrics();
    System.out.printf("items %d of %d, %d segments of %d KiB, index evictions %d%n",
        metrics.items.get(), items, store.segments(), store.segmentBytes() >> 10,
        metrics.indexEvictions.get());
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      double hash = time(this::hashAll);
      double single = time(this::findOneByOne);
      double index = time(() -> findBatched(false));
      double both = time(() -> findBatched(true));
      double put = time(this::putAll);
      best = Math.min(best, both);
      System.out.printf(
          "hash %5.1f  find %6.1f  with index prefetch %6.1f  and item %6.1f  put %6.1f ns%n",
          hash, single, index, both, put);
    }
    System.out.printf("best batched find %.1f ns (sink %d)%n", best, sink & 1);
  }

  private double time(Runnable body) {
    long start = THREAD.getCurrentThreadCpuTime();
    body.run();
    clock.advance(System.nanoTime());
    return (double) (THREAD.getCurrentThreadCpuTime() - start) / FINDS_PER_ROUND;
  }

  private void hashAll() {
    for (int i = 0; i < FINDS_PER_ROUND; i++) {
      store.hash(key.set(keyBytes, at(order[i & order.length - 1]), KEY_BYTES));
      sink += key.hash;
    }
  }

  private void findOneByOne() {
    for (int i = 0; i < FINDS_PER_ROUND; i++) {
      store.hash(key.set(keyBytes, at(order[i & order.length - 1]), KEY_BYTES));
      read(key);
    }
  }

  private void findBatched(boolean items) {
    for (int i = 0; i < FINDS_PER_ROUND; i += BATCH) {
      for (int j = 0; j < BATCH; j++) {
        int number = order[i + j & order.length - 1];
        store.hash(batch[j].set(keyBytes, at(number), KEY_BYTES));
      }
      for (int j = 0; j < BATCH; j++) {
        sink += store.prefetchIndex(batch[j]);
      }
      for (int j = 0; items && j < BATCH; j++) {
        sink += store.prefetchItem(batch[j]);
      }
      for (int j = 0; j < BATCH; j++) {
        read(batch[j]);
      }
    }
  }

  private void read(Key key) {
    long item = store.find(key);
    if (item >= 0) {
      sink += Bits.getLong(store.memory(), store.valueOffset(item));
    }
  }

  private void putAll() {
    for (int i = 0; i < FINDS_PER_ROUND; i++) {
      put(order[i & order.length - 1]);
      if ((i & BATCH - 1) == 0) {
        store.maintain(2 * BATCH);
      }
    }
  }

  private void put(int number) {
    store.hash(key.set(keyBytes, at(number), KEY_BYTES));
    long item = store.reserve(key, VALUE_BYTES, 0, 0);
    MemorySegment.copy(keyBytes, 0, store.memory(), store.valueOffset(item), VALUE_BYTES);
    store.publish(item, key.hash);
  }

  private static long at(int number) {
    return (long) number * KEY_STRIDE;
  }
}
