package io.gannet.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.trace.Trace;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedCachesTest {
  private final long seed = System.nanoTime();

  @Test
  void lruDoesWhatALinkedHashMapInAccessOrderDoes() {
    Trace trace = Traces.mixed(seed, 60_000, 500, 300);
    agrees(trace, new QueueCache(trace, 9_000, 8, true), new Oracle(trace, 9_000, 8, true));
  }

  @Test
  void fifoDoesWhatALinkedHashMapInInsertionOrderDoes() {
    Trace trace = Traces.mixed(seed, 60_000, 500, 300);
    agrees(trace, new QueueCache(trace, 9_000, 0, false), new Oracle(trace, 9_000, 0, false));
  }

  private void agrees(Trace trace, Cache cache, Cache oracle) {
    Tally expected = Replay.run(trace, oracle, 0);
    assertTrue(expected.hits() > 1_000 && expected.misses() > 1_000, expected.toString());
    assertEquals(expected, Replay.run(trace, cache, 0), "seed " + seed);
  }

  @Test
  void s3FifoKeepsWhatIsAskedOftenWhileAScanPasses() {
    // Ten keys again and again, and between them keys that never come again.
    long[] turn = {0};
    Trace trace = Trace.of(
        Traces.workload(
            ask -> {
              long i = turn[0]++;
              ask.key = i % 2 == 0 ? i / 2 % 10 : 1_000 + i;
              ask.keyBytes = 16;
              ask.valueBytes = 1;
              return true;
            }),
        10_000);
    long memoryBytes = 17 * 15;
    long s3Fifo = misses(trace, new S3FifoCache(trace, memoryBytes, 0));
    assertTrue(s3Fifo < 5_000 + 100, "misses " + s3Fifo);
    assertEquals(10_000, misses(trace, new QueueCache(trace, memoryBytes, 0, true)));
  }

  @Test
  void s3FifoDoesWhatItsDescriptionSays() {
    Trace trace = Traces.mixed(seed, 60_000, 500, 300);
    agrees(trace, new S3FifoCache(trace, 9_000, 0), new S3FifoOracle(trace, 9_000));
  }

  @Test
  void anItemThatCannotFitIsRefusedAndItsOlderValueIsGone() {
    Trace trace = Traces.gets(1, 100, 1, 100);
    for (boolean recent : new boolean[] {true, false}) {
      try (Cache cache = new QueueCache(trace, 16, 0, recent)) {
        assertFalse(cache.set(0));
        assertFalse(cache.get(0));
      }
    }
  }

  @Test
  void nothingMissesLessThanBeladyWithItemsOfOneSize() {
    Trace trace = Traces.gets(seed, 20_000, 300, 1);
    for (int items = 1; items <= 300; items += 37) {
      long memoryBytes = items * 17L;
      long belady = misses(trace, new BeladyCache(trace, memoryBytes, 0, false));
      assertTrue(belady <= misses(trace, new QueueCache(trace, memoryBytes, 0, true)), told());
      assertTrue(belady <= misses(trace, new QueueCache(trace, memoryBytes, 0, false)), told());
    }
  }

  @Test
  void beladyIsOptimalWhereAllChoicesCanBeTried() {
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      Trace trace = Traces.gets(random.nextLong(), 60, 10, 1);
      long best = new Exhaustive(trace, 5).misses(0, 0);
      assertEquals(best, misses(trace, new BeladyCache(trace, 5 * 17, 0, false)), told());
    }
  }

  @Test
  void beladyNeverHoldsMoreThanItMayAndForgetsWhatIsDeleted() {
    Trace trace = Traces.mixed(seed, 30_000, 400, 300);
    Tally tally = Replay.run(trace, new BeladyCache(trace, 1 << 30, 0, false), 0);
    Tally lru = Replay.run(trace, new QueueCache(trace, 1 << 30, 0, true), 0);
    assertEquals(lru, tally, told());
  }

  private String told() {
    return "seed " + seed;
  }

  private static long misses(Trace trace, Cache cache) {
    return Replay.run(trace, cache, 0).misses();
  }

  /** All ways to evict, or not to keep what was missed. */
  private static final class Exhaustive {
    private final Trace trace;
    private final int items;
    private final int[][] known;

    Exhaustive(Trace trace, int items) {
      this.trace = trace;
      this.items = items;
      this.known = new int[trace.requests()][1 << trace.keys()];
    }

    /** The fewest from a request on, when the keys of these bits are held. */
    int misses(int request, int held) {
      if (request == trace.requests()) {
        return 0;
      }
      if (known[request][held] == 0) {
        known[request][held] = 1 + least(request, held);
      }
      return known[request][held] - 1;
    }

    private int least(int request, int held) {
      int key = 1 << trace.key(request);
      if ((held & key) != 0) {
        return misses(request + 1, held);
      }
      if (Integer.bitCount(held) < items) {
        return 1 + misses(request + 1, held | key);
      }
      int best = misses(request + 1, held);
      for (int left = held; left != 0; left &= left - 1) {
        int victim = Integer.lowestOneBit(left);
        best = Math.min(best, misses(request + 1, held & ~victim | key));
      }
      return 1 + best;
    }
  }

  /** The plainest thing that can be said about it. */
  private static final class Oracle implements Cache {
    private record Item(long bytes, long expiresAtSec) {}

    private final Trace trace;
    private final long memoryBytes;
    private final int overheadBytes;
    private final Map<Integer, Item> items;
    private long nowSec;

    Oracle(Trace trace, long memoryBytes, int overheadBytes, boolean recent) {
      this.trace = trace;
      this.memoryBytes = memoryBytes;
      this.overheadBytes = overheadBytes;
      this.items = new LinkedHashMap<>(16, 0.75f, recent);
    }

    @Override
    public void turn(long nowNs) {
      nowSec = nowNs / 1_000_000_000;
      items.values().removeIf(i -> i.expiresAtSec != 0 && i.expiresAtSec <= nowSec);
    }

    @Override
    public boolean get(int request) {
      return items.get(trace.key(request)) != null;
    }

    @Override
    public boolean set(int request) {
      int key = trace.key(request);
      items.remove(key);
      long bytes = trace.keyBytes(key) + trace.valueBytes(request) + overheadBytes;
      if (bytes > memoryBytes) {
        return false;
      }
      Iterator<Item> oldest = items.values().iterator();
      long held = items.values().stream().mapToLong(Item::bytes).sum();
      for (; held + bytes > memoryBytes; oldest.remove()) {
        held -= oldest.next().bytes;
      }
      int ttlSec = trace.ttlSec(request);
      items.put(key, new Item(bytes, ttlSec == 0 ? 0 : nowSec + ttlSec));
      return true;
    }

    @Override
    public void delete(int request) {
      items.remove(trace.key(request));
    }
  }
}
