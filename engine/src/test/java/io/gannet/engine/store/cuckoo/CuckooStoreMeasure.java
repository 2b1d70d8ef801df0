package io.gannet.engine.store.cuckoo;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints the tables of {@code engine/docs/040-cuckoo-table.md}: items kept and moves against
 * inserts, by the bound of the search, and the hit ratio of each policy. Not a test.
 */
public final class CuckooStoreMeasure implements AutoCloseable {
  private static final int SLOTS = 1 << 20;
  private static final int[] NODES = {16, 32, 144};
  private static final int[] PERCENTS = {80, 85, 90, 92, 94, 95, 96, 97, 98, 99, 100, 110, 150};
  private static final int KEYS = 1 << 20;
  private static final int REQUESTS = 4_000_000;
  private static final int SLOT_BYTES = 32;

  private final Arena arena = Arena.ofConfined();
  private final CuckooStore store;
  private final Key key = new Key();

  private CuckooStoreMeasure(int slots, EvictionPolicy policy, int nodes) {
    MemorySegment region = arena.allocate((long) slots * SLOT_BYTES, 64);
    CuckooOptions options = new CuckooOptions(SLOT_BYTES, false, policy);
    store = new CuckooStore(region, options, new CoarseClock(0, 0), 4711, nodes);
    key.set(arena.allocate(Long.BYTES, 8), 0, Long.BYTES);
  }

  public static void main(String[] arguments) {
    for (int nodes : NODES) {
      System.out.println("at most " + nodes + " items looked at");
      try (var measure = new CuckooStoreMeasure(SLOTS, EvictionPolicy.RANDOM, nodes)) {
        measure.fill();
      }
    }
    for (int slots : new int[] {KEYS / 100, KEYS / 10}) {
      for (EvictionPolicy policy : EvictionPolicy.values()) {
        try (var measure = new CuckooStoreMeasure(slots, policy, Displacement.NODES)) {
          System.out.printf(
              Locale.ROOT, "%d slots, %s: %.1f %% hits%n", slots, policy.text(),
              measure.hitsPercent());
        }
      }
    }
  }

  private void fill() {
    int inserted = 0;
    for (int percent : PERCENTS) {
      long moves = store.metrics().moves.get();
      int from = inserted;
      while (inserted < store.slots() * percent / 100) {
        aim(inserted++);
        set();
      }
      double items = store.metrics().items.get();
      System.out.printf(
          Locale.ROOT, "inserts %.2f  kept %.4f  load %.4f  moves an insert %.3f%n",
          percent / 100.0, items / inserted, items / store.slots(),
          (double) (store.metrics().moves.get() - moves) / (inserted - from));
    }
  }

  /** Of keys by Zipf's law, those not found are stored. */
  private double hitsPercent() {
    double[] sums = new double[KEYS];
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sums[i] = sum += 1 / Math.pow(i + 1, 0.99);
    }
    SplittableRandom random = new SplittableRandom(11);
    int hits = 0;
    for (int i = 0; i < 2 * REQUESTS; i++) {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
      aim(found < 0 ? -found - 1 : found);
      boolean hit = store.find(key) >= 0;
      hits += hit && i >= REQUESTS ? 1 : 0;
      if (!hit) {
        set();
      }
    }
    return 100.0 * hits / REQUESTS;
  }

  private void aim(long number) {
    Bits.putLong(key.memory, 0, number);
    store.hash(key);
  }

  private void set() {
    store.publish(store.reserve(key, 0, 0, Store.NEVER), key.hash);
  }

  @Override
  public void close() {
    arena.close();
  }
}
