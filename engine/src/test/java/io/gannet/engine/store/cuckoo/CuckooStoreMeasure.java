package io.gannet.engine.store.cuckoo;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints the tables of {@code engine/docs/040-cuckoo-table.md}: items kept and moves against
 * inserts, by the bound of the search, and the hit ratio of each policy. Not a test.
 */
public final class CuckooStoreMeasure {
  private static final int SLOTS = 1 << 20;
  private static final int[] NODES = {8, 40, 168, 512};
  private static final int[] PERCENTS = {80, 85, 90, 92, 94, 95, 96, 97, 98, 99, 100, 110, 150};
  private static final int KEYS = 1 << 20;
  private static final int REQUESTS = 4_000_000;

  private CuckooStoreMeasure() {}

  public static void main(String[] arguments) {
    for (int nodes : NODES) {
      fill(nodes);
    }
    for (int slots : new int[] {KEYS / 100, KEYS / 10}) {
      for (EvictionPolicy policy : EvictionPolicy.values()) {
        System.out.printf(
            Locale.ROOT, "%d slots, %s: %.1f %% hits%n", slots, policy.text(),
            hitsPercent(slots, policy));
      }
    }
  }

  private static void fill(int nodes) {
    System.out.println("at most " + nodes + " items looked at");
    CuckooOptions options = new CuckooOptions(32, false, EvictionPolicy.RANDOM);
    try (Shard shard = new Shard(options, SLOTS, nodes)) {
      int inserted = 0;
      for (int percent : PERCENTS) {
        long moves = shard.metrics().moves.get();
        long startNs = System.nanoTime();
        int from = inserted;
        for (; inserted < (long) shard.store.slots() * percent / 100; inserted++) {
          shard.set("k" + inserted, "");
        }
        long ns = System.nanoTime() - startNs;
        double items = shard.metrics().items.get();
        System.out.printf(
            Locale.ROOT, "inserts %.2f  kept %.4f  load %.4f  moves an insert %.3f  %d ns%n",
            percent / 100.0, items / inserted, items / shard.store.slots(),
            (double) (shard.metrics().moves.get() - moves) / (inserted - from),
            ns / (inserted - from));
      }
    }
  }

  /** Of keys by Zipf's law, those not found are stored. */
  private static double hitsPercent(int slots, EvictionPolicy policy) {
    double[] sums = new double[KEYS];
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sums[i] = sum += 1 / Math.pow(i + 1, 0.99);
    }
    SplittableRandom random = new SplittableRandom(11);
    int hits = 0;
    try (Shard shard = new Shard(new CuckooOptions(32, false, policy), slots)) {
      for (int i = 0; i < 2 * REQUESTS; i++) {
        int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
        String key = "k" + (found < 0 ? -found - 1 : found);
        boolean hit = shard.store.find(shard.key(key)) >= 0;
        hits += hit && i >= REQUESTS ? 1 : 0;
        if (!hit) {
          shard.set(key, "");
        }
      }
    }
    return 100.0 * hits / REQUESTS;
  }
}
