package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.MetricGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeClassMetricsTest {
  /** Classes of 64, 512 and 4096 bytes. */
  private final Shard shard = shardOf("random");

  private static Shard shardOf(String policy) {
    SlabOptions options =
        new SlabOptions(
            Shard.SLAB_BYTES, 1.25, List.of(64, 512), 64, 1 << 20,
            SlabOptions.defaults().eviction());
    return new Shard(options.withEviction(policy), 12 * (Shard.SLAB_BYTES + 1024L));
  }

  /** What a section tells of a row. */
  private static Map<String, Long> row(Shard shard, String section, int row) {
    Map<String, Long> told = new HashMap<>();
    for (MetricGroup group : shard.metrics().all()) {
      if (group.section().equals(section) && group.labels().told().test(row)) {
        group.columns().stream()
            .filter(column -> column.stat() != null)
            .forEach(column -> told.put(column.stat(), column.value().applyAsLong(row)));
      }
    }
    return told;
  }

  @Test
  void slabsAreToldByClassAsMemcachedTellsThem() {
    try (shard) {
      for (int i = 0; i < 3; i++) {
        shard.set("k" + i, "x".repeat(20));
      }
      long reserved = shard.reserve("r", 20);
      Map<String, Long> small = row(shard, "slabs", 0);
      assertEquals(64, small.get("chunk_size"));
      assertEquals(64, small.get("chunks_per_page"));
      assertEquals(1, small.get("total_pages"));
      assertEquals(64, small.get("total_chunks"));
      assertEquals(4, small.get("used_chunks"));
      assertEquals(60, small.get("free_chunks"));
      assertEquals(Map.of(), row(shard, "slabs", 1), "a class without slabs");
      shard.store.abandon(reserved);
      assertEquals(3, row(shard, "slabs", 0).get("used_chunks"));
      assertEquals(3, row(shard, "items", 0).get("number"));
      assertEquals(3 * (16 + 2 + 20), row(shard, "items", 0).get("mem_requested"));
      assertEquals(3, row(shard, "sizes", 0).get(""));
      assertEquals(1, shard.metrics().classes.metrics().get(0).value().getAsLong());
    }
  }

  @Test
  void whatWasFlushedIsNoItemButItsPlaceIsUsedUntilItIsCleaned() {
    try (shard) {
      shard.set("a", "x".repeat(20));
      shard.store.flush();
      assertEquals(0, row(shard, "items", 0).get("number"));
      assertEquals(1, row(shard, "slabs", 0).get("used_chunks"));
      shard.settle();
      assertEquals(Map.of(), row(shard, "slabs", 0));
    }
  }

  @Test
  void anEvictionIsToldByClassAndAge() {
    try (Shard lrc = shardOf("lrc")) {
      lrc.set("small", "1");
      lrc.pass(50);
      List<String> large = new ArrayList<>();
      for (int i = 0; lrc.metrics().evictions.get() == 0; i++) {
        large.add("large" + i);
        lrc.set("large" + i, "x".repeat(400));
        assertTrue(i < 10_000, "nothing is evicted");
      }
      SizeClassMetrics classes = lrc.metrics().classes;
      assertEquals(1, classes.evicted.get(0));
      assertEquals(0, classes.evicted.get(1));
      assertEquals(50, classes.evictionAges.sum());
      assertEquals(1, lrc.metrics().slabEvictions.get());
      lrc.settle();
    }
  }

  @Test
  void underLraTheAgeIsCountedFromTheLastAccess() {
    try (Shard lra = shardOf("lra")) {
      lra.set("small", "1");
      lra.pass(50);
      assertEquals("1", lra.get("small"));
      lra.pass(3);
      lra.settle();
      assertEquals(3, row(lra, "items", 0).get("age"));
    }
  }

  @Test
  void anExpiredItemIsNotEvicted() {
    try (shard) {
      shard.set("a", "1", 5);
      shard.set("b", "1");
      shard.pass(100);
      shard.settle();
      assertEquals(1, shard.metrics().classes.expired.get(0));
      assertEquals(0, shard.metrics().classes.evicted.get(0));
      assertEquals(1, row(shard, "items", 0).get("number"));
    }
  }
}
