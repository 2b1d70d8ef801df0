package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Histogram;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TtlBucketMetricsTest {
  private static final int NEVER = TtlBuckets.NEVER_BUCKET;

  private final Shard shard = new Shard(16);
  private final TtlBucketMetrics buckets = shard.metrics().buckets;

  private int bucketOf(int ttlSec) {
    return TtlBuckets.of(shard.in(ttlSec), shard.clock.nowSec());
  }

  @Test
  void aRowIsToldFromItsFirstSegmentToItsLast() {
    try (shard) {
      int bucket = bucketOf(100);
      assertFalse(buckets.labels().told().test(bucket));
      shard.set("a", "12345", 100);
      shard.set("b", "12345", 101);
      shard.set("c", "1");
      assertTrue(buckets.labels().told().test(bucket));
      assertEquals(1, buckets.blocks.get(bucket));
      assertEquals(2, buckets.items.get(bucket));
      assertEquals(1, buckets.items.get(NEVER));
      long bytes = buckets.bytes.get(bucket) + buckets.bytes.get(NEVER);
      assertEquals(shard.metrics().itemBytes(), bytes);
      shard.pass(200);
      shard.settle();
      assertFalse(buckets.labels().told().test(bucket));
      assertEquals(0, buckets.items.get(bucket));
      assertEquals(2, buckets.expired.get(bucket));
      assertEquals(0, buckets.evicted.get(bucket));
    }
  }

  @Test
  void aFlushLeavesNoItemInAnyRow() {
    try (shard) {
      shard.set("a", "12345", 100);
      shard.set("b", "12345");
      shard.store.flush();
      assertEquals(0, buckets.items.get(bucketOf(100)));
      assertEquals(0, buckets.bytes.get(NEVER));
      assertEquals(1, buckets.blocks.get(NEVER));
      shard.settle();
      assertEquals(0, buckets.blocks.get(NEVER));
    }
  }

  @Test
  void theAgeAtEvictionIsThatOfTheSegment() {
    try (Shard fifo =
        new Shard(
            new SegOptions(Shard.SEGMENT_BYTES, 64, 1 << 20).withEviction("fifo"),
            16 * (Shard.SEGMENT_BYTES + 1024L))) {
      fifo.set("first", "1");
      fifo.pass(100);
      fifo.evict(1);
      Histogram ages = fifo.metrics().buckets.evictionAges;
      assertEquals(fifo.metrics().evictions.get(), ages.count());
      assertEquals(fifo.metrics().evictions.get(), fifo.metrics().buckets.evicted.get(NEVER));
      // All that was evicted lay in the segment that was opened for the first item.
      assertEquals(100 * ages.count(), ages.sum());
      assertEquals("100", row(fifo, "evicted_time"));
    }
  }

  @Test
  void theAgeOfTheOldestSegmentIsToldOnceASecond() {
    try (shard) {
      shard.set("a", "1");
      shard.pass(7);
      shard.settle();
      assertEquals("7", row(shard, "age"));
      shard.store.flush();
      shard.pass(1);
      shard.settle();
      shard.set("b", "1");
      shard.pass(1);
      shard.settle();
      assertEquals("1", row(shard, "age"));
    }
  }

  /** A figure of items that never expire, as {@code stats items} tells it. */
  private static String row(Shard shard, String stat) {
    return shard.metrics().all().stream()
        .filter(group -> group.section().equals("items"))
        .flatMap(group -> group.columns().stream())
        .filter(column -> column.stat().equals(stat))
        .map(column -> Long.toString(column.value().applyAsLong(NEVER)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachBucketThatCanBeUsedHasATextOfItsOwn() {
    Set<String> texts = new HashSet<>();
    texts.add(buckets.labels().texts().get(NEVER));
    assertTrue(texts.contains("0"), "memcached says 0 for never");
    int last = -1;
    for (int ttlSec = 0; ttlSec < 9_000_000; ttlSec += 1 + ttlSec / 300) {
      int bucket = TtlBuckets.of(1000 + ttlSec, 1000);
      int max = Integer.parseInt(buckets.labels().texts().get(bucket));
      boolean open = bucket == NEVER - 1;
      assertTrue(open || ttlSec <= max, ttlSec + " is in the bucket up to " + max);
      if (bucket != last) {
        last = bucket;
        assertTrue(texts.add(Integer.toString(max)), max + " is two buckets'");
      }
    }
    shard.close();
  }
}
