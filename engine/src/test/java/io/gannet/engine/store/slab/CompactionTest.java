package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How slabs are emptied, whose they become, and what is left alone. */
class CompactionTest {
  private static final String VALUE = "x".repeat(100);

  private static Shard shard(EvictionPolicy policy, int slabs) {
    SlabOptions options =
        SlabOptions.defaults().withSlabBytes(Shard.SLAB_BYTES).withEviction(policy.text());
    return new Shard(options, slabs * (Shard.SLAB_BYTES + 1024L));
  }

  /** Fills all slabs but the last free one; the keys by their slabs. */
  private static List<List<String>> fill(Shard shard) {
    List<List<String>> slabs = new ArrayList<>();
    for (int i = 0; i < shard.store.slabs(); i++) {
      slabs.add(new ArrayList<>());
    }
    for (int i = 0; shard.metrics().slabsFree.get() > 2; i++) {
      slabs.get(slabOf(shard, shard.set("k" + i, VALUE))).add("k" + i);
    }
    return slabs;
  }

  private static int slabOf(Shard shard, long item) {
    return (int) ((item - heapOffset(shard)) / Shard.SLAB_BYTES);
  }

  private static long heapOffset(Shard shard) {
    long pin = shard.store.pin(shard.set("first", "x"));
    long item = shard.find("first");
    shard.store.unpin(pin);
    shard.delete("first");
    return item - pin * Shard.SLAB_BYTES;
  }

  @Test
  void theSparsestSlabIsEmptiedAndTokensAndDeadlinesGoAlong() {
    try (Shard shard = shard(EvictionPolicy.RANDOM, 32)) {
      List<List<String>> slabs = fill(shard);
      List<List<String>> used = slabs.stream().filter(keys -> keys.size() > 20).toList();
      List<String> sparse = used.get(used.size() - 5);
      for (List<String> keys : used) { // one in ten goes, and of one slab all but two
        keys.stream().limit(keys == sparse ? keys.size() - 2 : 3).forEach(shard::delete);
      }
      String moved = sparse.getLast();
      shard.touch(moved, shard.in(500));
      long cas = shard.cas(moved);
      long place = shard.find(moved);
      long before = shard.metrics().evictions.get();
      for (int i = 0; shard.metrics().slabsCompacted.get() == 0; i++) {
        assertTrue(shard.set("other" + i, "y".repeat(900)) >= 0);
      }
      while (shard.metrics().itemsMoved.get() < 2) {
        assertTrue(shard.store.maintain(1));
      }
      assertEquals(before, shard.metrics().evictions.get());
      assertNotEquals(place, shard.find(moved), "a fuller slab is emptied");
      assertEquals(VALUE, shard.get(moved));
      assertEquals(cas, shard.cas(moved));
      assertEquals(shard.in(500), shard.store.expiresAtSec(shard.find(moved)));
      shard.pass(500);
      assertEquals(Store.ABSENT, shard.find(moved));
    }
  }

  /** Its places could not be used anew: to forget them would be in vain. */
  @ParameterizedTest
  @EnumSource
  void nothingIsForgottenOfASlabThatIsRead(EvictionPolicy policy) {
    SlabOptions options =
        SlabOptions.defaults()
            .withSlabBytes(64 << 10)
            .withMeanItemBytes(16)
            .withEviction(policy.text());
    try (Shard shard = new Shard(options, 4 << 20)) {
      int tiny = 0;
      for (; shard.metrics().slabsEvicted.get() == 0; tiny++) {
        shard.set("k" + tiny, "");
      }
      List<String> read = new ArrayList<>();
      long pin = Store.NO_MEMORY;
      for (int i = 0; i < 400; i++) {
        String key = "large" + i;
        long item = shard.set(key, "x".repeat(5_000));
        if (item >= 0 && pin < 0) {
          pin = shard.store.pin(item);
        }
        if (item >= 0 && isIn(shard, item, pin)) {
          read.add(key);
        }
        for (int j = 0; j < 40; j++) {
          shard.set("k" + tiny++, "");
        }
      }
      assertTrue(shard.metrics().singleEvictions.get() > 0, "this tests nothing");
      assertTrue(read.size() > 4, read.size() + " are read");
      for (String key : read) {
        assertEquals(5_000, shard.get(key).length(), key);
      }
      shard.store.unpin(pin);
    }
  }

  private static boolean isIn(Shard shard, long item, long slab) {
    long pin = shard.store.pin(item);
    if (pin >= 0) {
      shard.store.unpin(pin);
    }
    return pin == slab;
  }

  /** Calcification: memory full of one size is another's after it was filled once. */
  @ParameterizedTest
  @EnumSource
  void aWorkloadThatMovesToOtherSizesHasItsHitsAfterOneTurnover(EvictionPolicy policy) {
    for (int[] sizes : new int[][] {{100, 1_000}, {1_000, 100}, {30, 3_000}, {3_000, 30}}) {
      try (Shard shard = shard(policy, 256)) {
        long heapBytes = 256L * Shard.SLAB_BYTES;
        for (long i = 0; i < 2 * heapBytes / (sizes[0] + 30); i++) {
          assertTrue(shard.set("old" + i, "x".repeat(sizes[0])) >= 0);
        }
        SplittableRandom random = new SplittableRandom(1);
        int keys = (int) (heapBytes / 2 / (sizes[1] + 30));
        hits(shard, keys, sizes[1], heapBytes / sizes[1], random);
        double hits = hits(shard, keys, sizes[1], heapBytes / sizes[1], random);
        // Any slab may be evicted, also one that is new: a third of the old ones is still there.
        double hitsMin = policy == EvictionPolicy.RANDOM ? 0.8 : 0.9;
        assertTrue(hits > hitsMin, hits + " of " + sizes[0] + " to " + sizes[1]);
      }
    }
  }

  /** The share of gets that find something; what they do not find is set. */
  private static double hits(
      Shard shard, int keys, int valueBytes, long gets, SplittableRandom random) {
    long found = 0;
    for (long i = 0; i < gets; i++) {
      String key = "new" + random.nextInt(keys);
      boolean hit = shard.find(key) != Store.ABSENT;
      found += hit ? 1 : 0;
      if (!hit) {
        assertTrue(shard.set(key, "y".repeat(valueBytes)) >= 0, "refused");
      }
    }
    return (double) found / gets;
  }

  /** Sizes that are never the same: one after the other, none is refused. */
  @ParameterizedTest
  @EnumSource
  void alternatingSizesAtFullMemoryAreAllStored(EvictionPolicy policy) {
    SlabOptions options =
        SlabOptions.defaults().withMeanItemBytes(16).withEviction(policy.text());
    try (Shard shard = new Shard(options, 8 << 20)) {
      int[] sizes = {10, 100_000, 50, 30_000, 1, 80_000, 700, 5_000};
      for (int i = 0; i < 4_000; i++) {
        String value = "x".repeat(sizes[i / 100 % 2 == 0 ? i % 8 : i / 200 % 8]);
        for (int tries = 0; shard.set("k" + i % 1_000, value) < 0; tries++) {
          assertTrue(tries < 1_000, "item " + i + " waits for ever");
          shard.store.maintain(256);
        }
        assertEquals(value.length(), shard.store.valueLength(shard.find("k" + i % 1_000)));
      }
    }
  }
}
