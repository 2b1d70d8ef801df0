package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Ratio;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** What every store tells of its inside, against what a walk finds. */
class InsideTest {
  private static final int OPERATIONS = 20_000;

  @EachSubject
  void memoryIsToldToTheLastByte(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      fill(shard, new Random(17));
      long parts = 0;
      for (String part :
          List.of(
              "key_bytes", "value_bytes", "metadata_bytes", "slack_bytes", "hash_bytes",
              "headers_bytes", "idle_bytes", "leftover_bytes")) {
        assertTrue(shard.stat(part) >= 0, part + " is " + shard.stat(part));
        parts += shard.stat(part);
      }
      assertEquals(shard.store.memory().byteSize(), parts);
      assertEquals(parts, shard.stat("limit_maxbytes"));
      assertTrue(shard.stat("idle_bytes") < parts / 2, "half of a full store is idle");
    }
  }

  @EachSubject
  void overheadIsWhatAWalkFindsByItem(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      fill(shard, new Random(18));
      Map<String, Long> found = new HashMap<>();
      Walk walk = shard.store.walk();
      walk.counts().forEach(count -> found.put(count.stat(), count.found()));
      long items = found.get("curr_items");
      assertEquals(items, walk.items());
      long own = found.get("key_bytes") + found.get("value_bytes");
      long beyond = shard.store.memory().byteSize() - own;
      assertEquals(
          Ratio.parts(beyond, items), ratio(shard, "memory_overhead_bytes_per_item"));
      assertEquals(own + found.get("metadata_bytes"), walk.itemBytes());
      long itself =
          found.get("metadata_bytes") + shard.stat("slack_bytes") + shard.stat("hash_bytes");
      assertEquals(Ratio.parts(itself, items), ratio(shard, "overhead_bytes_per_item"));
    }
  }

  @EachSubject
  void causesAddUpToTheEvictions(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      fill(shard, new Random(19));
      long causes = 0;
      for (MetricGroup group : shard.made.metrics().all()) {
        if (group instanceof EvictionCauses) {
          Column column = group.columns().get(0);
          for (int row = 0; row < group.labels().texts().size(); row++) {
            causes += column.value().applyAsLong(row);
          }
        }
      }
      assertTrue(causes > 0, "nothing was evicted");
      assertEquals(shard.stat("evictions"), causes);
    }
  }

  @EachSubject
  void noNameIsToldTwice(Subject subject) {
    try (StoreShard<Store> shard = subject.shard()) {
      TreeSet<String> names = new TreeSet<>();
      TreeSet<String> stats = new TreeSet<>();
      for (MetricGroup group : shard.made.metrics().all()) {
        group.metrics().forEach(one -> add(names, stats, group, one.name(), one.stat()));
        group.ratios().forEach(one -> add(names, stats, group, one.name(), one.stat()));
        for (Column one : group.columns()) {
          String stat = one.stat() == null ? null : group.labels().prefix() + ":" + one.stat();
          add(names, stats, group, one.name(), stat);
        }
        for (Distribution one : group.distributions()) {
          add(names, stats, group, one.name(), one.stat());
        }
      }
    }
  }

  /** Prometheus' library knows a counter by its name without the end. */
  private static void add(
      TreeSet<String> names, TreeSet<String> stats, MetricGroup group, String name, String stat) {
    if (name != null) {
      assertTrue(names.add(name.replaceFirst("_total$", "")), name + " is told twice");
    }
    if (stat != null) {
      String told = "stats " + group.section() + ": " + stat;
      assertTrue(stats.add(told), told + " is told twice");
    }
  }

  private static void fill(StoreShard<Store> shard, Random random) {
    int longest = Math.min(60, shard.made.keyAndValueBytesMax() - 8);
    for (int i = 0; i < OPERATIONS; i++) {
      String key = "k" + random.nextInt(100_000);
      int ttlSec = random.nextInt(3) == 0 ? 1 + random.nextInt(5_000) : 0;
      String value = "v".repeat(random.nextInt(longest));
      shard.set(key, value, random.nextInt(2), ttlSec == 0 ? Store.NEVER : shard.in(ttlSec));
      shard.store.maintain(8);
      if (i % 97 == 0) {
        shard.pass(1);
      }
    }
    assertTrue(shard.stat("evictions") > 0, "the store was never full");
  }

  private static long ratio(StoreShard<Store> shard, String stat) {
    for (Ratio ratio : shard.made.metrics().ratios()) {
      if (stat.equals(ratio.stat())) {
        return Ratio.parts(ratio.value().getAsLong(), ratio.per().getAsLong());
      }
    }
    throw new AssertionError("the store does not tell " + stat);
  }
}
