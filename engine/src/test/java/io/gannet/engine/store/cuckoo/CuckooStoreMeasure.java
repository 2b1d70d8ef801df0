package io.gannet.engine.store.cuckoo;

import java.util.Locale;

/**
 * Prints the curve of engine/docs/040: items kept and moves against inserts, by the bound of the
 * search. Run by hand.
 */
final class CuckooStoreMeasure {
  private static final int SLOTS = 1 << 20;
  private static final int[] NODES = {8, 40, 168, 512};

  private CuckooStoreMeasure() {}

  public static void main(String[] args) {
    CuckooOptions options = new CuckooOptions(32, false, EvictionPolicy.RANDOM);
    for (int nodes : NODES) {
      try (Shard shard = new Shard(options, SLOTS, nodes)) {
        int slots = shard.store.slots();
        int inserted = 0;
        long moves = 0;
        System.out.println("nodes " + nodes + "  inserts ÷ slots, kept, moves per insert, ns per insert");
        for (int percent = 80; percent <= 110; percent += percent < 90 ? 5 : percent < 100 ? 1 : 5) {
          int from = inserted;
          long startNs = System.nanoTime();
          for (; inserted < (long) slots * percent / 100; inserted++) {
            shard.set("k" + inserted, "");
          }
          long ns = System.nanoTime() - startNs;
          long moved = shard.metrics().moves.get() - moves;
          moves += moved;
          System.out.printf(
              Locale.ROOT, "%.2f  kept %.4f  load %.4f  moves %.3f  %d ns%n", percent / 100.0,
              (double) shard.metrics().items.get() / inserted,
              (double) shard.metrics().items.get() / slots,
              (double) moved / (inserted - from), ns / (inserted - from));
        }
      }
    }
  }
}
