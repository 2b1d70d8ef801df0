package io.gannet.engine.store.cuckoo;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a find and a store cost in CPU time, and the longest operation of many at a full table
 * beside the longest of doing nothing. Not a test: {@code engine/docs/040-cuckoo-table.md} has the
 * command and figures.
 *
 * <p>Argument: items (default 1000000).
 */
public final class CuckooStoreCost {
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final int BATCH = 32;
  private static final int ROUNDS = 5;
  private static final int FINDS = 2_000_000;
  private static final int PAUSES = 3_000_000;
  private static final long LONG_NS = 200_000;
  private static final int VALUE_BYTES = 32;

  private final int items;
  private final CuckooStore store;
  private final CoarseClock clock = new CoarseClock(0, 0);
  private final MemorySegment keyBytes;
  private final Key[] batch = new Key[BATCH];
  private final SplittableRandom random = new SplittableRandom(7);
  private long sink;

  private CuckooStoreCost(Arena arena, int items) {
    this.items = items;
    MemorySegment region = arena.allocate(items * 72L, 1 << 21);
    store = new CuckooStore(region, CuckooOptions.defaults(), clock, 42);
    keyBytes = arena.allocate(BATCH * Long.BYTES, 8);
    for (int i = 0; i < BATCH; i++) {
      batch[i] = new Key().set(keyBytes, (long) i * Long.BYTES, Long.BYTES);
    }
  }

  public static void main(String[] arguments) {
    int items = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    try (Arena arena = Arena.ofConfined()) {
      new CuckooStoreCost(arena, items).run();
    }
  }

  private void run() {
    for (int i = 0; i < items; i++) {
      put(aim(0, i));
    }
    System.out.printf(
        "%d of %d items, %d slots%n", store.metrics().items.get(), items, store.slots());
    for (int round = 0; round < ROUNDS; round++) {
      System.out.printf(
          Locale.ROOT, "hash %.1f  find %.1f  miss %.1f  batch %.1f  and item %.1f  put %.1f ns%n",
          time(() -> aimAll(0)), time(() -> findAll(0)), time(() -> findAll(items)),
          time(() -> findBatched(false)), time(() -> findBatched(true)), time(this::putAll));
    }
    for (int round = 0; round < ROUNDS; round++) {
      longest("stores of new keys", true);
      longest("times nothing", false);
    }
  }

  private static double time(Runnable task) {
    long from = THREAD.getCurrentThreadCpuTime();
    task.run();
    return (double) (THREAD.getCurrentThreadCpuTime() - from) / FINDS;
  }

  private Key aim(int place, long number) {
    Bits.putLong(keyBytes, (long) place * Long.BYTES, number);
    store.hash(batch[place]);
    return batch[place];
  }

  private void aimAll(int base) {
    for (int i = 0; i < FINDS; i++) {
      sink += aim(0, base + random.nextInt(items)).hash;
    }
  }

  private void findAll(int base) {
    for (int i = 0; i < FINDS; i++) {
      read(store.find(aim(0, base + random.nextInt(items))));
    }
  }

  private void read(long item) {
    if (item >= 0) {
      sink += Bits.getLong(store.memory(), store.valueOffset(item));
    }
  }

  private void findBatched(boolean itemsToo) {
    for (int i = 0; i < FINDS; i += BATCH) {
      for (int k = 0; k < BATCH; k++) {
        sink += store.prefetchIndex(aim(k, random.nextInt(items)));
      }
      for (int k = 0; itemsToo && k < BATCH; k++) {
        sink += store.prefetchItem(batch[k]);
      }
      for (int k = 0; k < BATCH; k++) {
        read(store.find(batch[k]));
      }
    }
  }

  private void putAll() {
    for (int i = 0; i < FINDS; i++) {
      put(aim(0, random.nextInt(items)));
      if (i % BATCH == 0) {
        store.maintain(64);
      }
    }
  }

  private void put(Key key) {
    long item = store.reserve(key, VALUE_BYTES, 0, Store.NEVER);
    Bits.putLong(store.memory(), store.valueOffset(item), key.hash);
    store.publish(item, key.hash);
  }

  /** In CPU time, which a hypervisor's stalls are part of: hence the control. */
  private void longest(String what, boolean working) {
    long longestNs = 0;
    int longOnes = 0;
    for (int i = 0; i < PAUSES; i++) {
      long fromNs = THREAD.getCurrentThreadCpuTime();
      if (working) {
        put(aim(0, random.nextLong()));
        store.maintain(64);
      }
      long ns = THREAD.getCurrentThreadCpuTime() - fromNs;
      longestNs = Math.max(longestNs, ns);
      longOnes += ns > LONG_NS ? 1 : 0;
    }
    System.out.printf(
        "%d %s: longest %d us, %d over %d us%n",
        PAUSES, what, longestNs / 1000, longOnes, LONG_NS / 1000);
  }
}
