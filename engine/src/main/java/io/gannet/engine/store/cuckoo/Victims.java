package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;
import static io.gannet.engine.store.cuckoo.Table.ABSENT;

/** Chooses among the items of two full buckets the one that is given up, and counts the use. */
final class Victims {
  /** Of an item that is new: above one that was not found while others came and went. */
  private static final int HEAT_OF_NEW = 1;

  /** Up to here each hit counts; above, one hit in 2, 4, 8, … does. */
  private static final int HEAT_EXACT_MAX = 4;

  static final int CANDIDATES = 2 * SLOTS_PER_BUCKET;

  private final Cells cells;
  private final Table table;
  private final EvictionPolicy policy;
  private long random;

  Victims(Cells cells, EvictionPolicy policy, long seed) {
    this.cells = cells;
    this.table = cells.table;
    this.policy = policy;
    this.random = seed | 1;
  }

  /** True if hits are to be told to {@link #heat}. */
  boolean countsHits() {
    return policy == EvictionPolicy.LFU;
  }

  /** An item was found: one more, up to a few, then with a probability that halves each time. */
  void heat(long slot) {
    long header = table.header(slot);
    int heat = Header.heat(header);
    int rare = Math.max(0, heat - HEAT_EXACT_MAX);
    if (heat < Header.HEAT_MAX && (rare == 0 || next() >>> Long.SIZE - rare == 0)) {
      table.header(slot, Header.withHeat(header, heat + 1));
    }
  }

  /** The header of an item that takes the place of its older self, or is new: its heat is set. */
  static long warmed(long header, int olderHeat) {
    return Header.withHeat(header, Math.max(HEAT_OF_NEW, olderHeat));
  }

  /** The item to be given up, or ABSENT if all are pinned. */
  long choose(long first, long second) {
    long best = ABSENT;
    long bestRank = Long.MAX_VALUE;
    int from = (int) (next() >>> Long.SIZE - Integer.numberOfTrailingZeros(CANDIDATES));
    for (int i = 0; i < CANDIDATES; i++) {
      long slot = candidate(first, second, from + i);
      long header = table.header(slot);
      long rank = rank(header);
      if (rank < bestRank && !Header.isDead(header) && !cells.pins.isPinned(slot)) {
        best = slot;
        bestRank = rank;
      }
    }
    if (countsHits() && best != ABSENT) {
      cool(first, second, (int) bestRank);
    }
    return best;
  }

  private static long candidate(long first, long second, int number) {
    boolean ofFirst = (number & SLOTS_PER_BUCKET) == 0;
    return Table.slot(ofFirst ? first : second, number & SLOTS_PER_BUCKET - 1);
  }

  private long rank(long header) {
    return switch (policy) {
      case LFU -> Header.heat(header);
      case CTE -> Header.deadlineSec(header) == 0 ? Long.MAX_VALUE - 1 : Header.deadlineSec(header);
      case RANDOM -> 0;
    };
  }

  /** Ageing: what the victim had, the others lose, so that a hit long ago counts for less. */
  private void cool(long first, long second, int heat) {
    for (int i = 0; heat > 0 && i < CANDIDATES; i++) {
      long slot = candidate(first, second, i);
      long header = table.header(slot);
      table.header(slot, Header.withHeat(header, Math.max(0, Header.heat(header) - heat)));
    }
  }

  private long next() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return random;
  }
}
