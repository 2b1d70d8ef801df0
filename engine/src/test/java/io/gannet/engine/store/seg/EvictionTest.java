package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.hash.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each policy keeps, and that none of them stops freeing memory. */
class EvictionTest {
  private static final int SEGMENTS = 48;
  private static final int VALUE_BYTES = 80;

  /** Bytes of all segments. */
  private static final int HEAP_BYTES = SEGMENTS * Shard.SEGMENT_BYTES;

  private static Shard shard(EvictionPolicy policy) {
    SegOptions options = new SegOptions(Shard.SEGMENT_BYTES, 64, 1 << 20, policy);
    return new Shard(options, SEGMENTS * (Shard.SEGMENT_BYTES + 1024L));
  }

  /** Writes as many new items as the heap holds so many times over, asking for some meanwhile. */
  private static void churn(Shard shard, String name, int heaps, String... wanted) {
    int items = heaps * HEAP_BYTES / (VALUE_BYTES + 16);
    for (int i = 0; i < items; i++) {
      shard.set(name + i, "x".repeat(VALUE_BYTES));
      shard.store.maintain(16);
      if (i % 64 == 0) {
        shard.pass(1);
        for (String key : wanted) {
          shard.get(key);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void whatIsAskedForOftenStays(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      shard.set("often", "still here");
      churn(shard, "new", 5, "often");
      assertEquals("still here", shard.get("often"));
      assertTrue(shard.metrics().itemsKept.get() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"FIFO", "RANDOM", "CTE"})
  void theOthersForgetItAllTheSame(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      shard.set("often", "still here");
      churn(shard, "new", 20, "often");
      assertNull(shard.get("often"));
      assertEquals(0, shard.metrics().itemsKept.get());
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void aTokenThatWasToldOutlivesTheMove(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      shard.set("told", "value");
      shard.set("untold", "value");
      long token = shard.cas("told");
      long moves = shard.metrics().itemsKept.get();
      churn(shard, "new", 5, "told", "untold");
      assertTrue(shard.metrics().itemsKept.get() > moves);
      assertEquals(token, shard.cas("told"));
      shard.set("told", "another");
      assertNotEquals(token, shard.cas("told"));
    }
  }

  @Test
  void anItemWhoseTokenNobodyKnowsMovesWithoutIt() {
    try (Shard shard = shard(EvictionPolicy.MERGE)) {
      shard.set("untold", "value");
      long before = shard.metrics().metadataBytes.get();
      assertEquals(Item.HEADER_BYTES, before);
      churn(shard, "new", 5, "untold");
      assertNotNull(shard.get("untold"));
      long items = shard.metrics().items.get();
      assertEquals(items * Item.HEADER_BYTES, shard.metrics().metadataBytes.get());
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void memoryIsFreedThoughEverythingIsHot(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      for (int i = 0; i < 20 * HEAP_BYTES / 100; i++) {
        assertTrue(shard.set("hot" + i, "x".repeat(VALUE_BYTES)) >= 0);
        shard.store.maintain(16);
        int to = i;
        if (i % 100 == 0) {
          shard.pass(1);
          IntStream.rangeClosed(Math.max(0, to - 2000), to).forEach(k -> shard.get("hot" + k));
        }
      }
      assertTrue(shard.metrics().evictions.get() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(EvictionPolicy.class)
  void itemsOfHalfASegmentAreEvictedLikeOthers(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      for (int i = 0; i < 10 * SEGMENTS; i++) {
        assertTrue(shard.set("large" + i, "x".repeat(Shard.SEGMENT_BYTES * 6 / 10)) >= 0);
        shard.pass(1);
        shard.get("large" + i);
        shard.get("large" + (i - 5));
      }
      assertTrue(shard.metrics().items.get() > SEGMENTS / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void aFlushInTheMidstOfAMergeLeavesNothing(EvictionPolicy policy) {
    try (Shard shard = shard(policy)) {
      shard.set("often", "gone");
      churn(shard, "new", 3, "often");
      shard.store.flush();
      assertNull(shard.get("often"));
      shard.settle();
      assertEquals(0, shard.metrics().items.get());
      assertEquals(shard.store.segments(), shard.metrics().segmentsFree.get());
      churn(shard, "later", 2, "often");
    }
  }

  @Test
  void keptItemsExpireToTheSecond() {
    try (Shard shard = shard(EvictionPolicy.MERGE)) {
      shard.set("mortal", "value", 100_000);
      int deadlineSec = shard.clock.nowSec() + 100_000;
      for (int i = 0; shard.metrics().itemsKept.get() < 3 && i < 20; i++) {
        churn(shard, "n" + i, 1, "mortal");
      }
      shard.pass(deadlineSec - shard.clock.nowSec() - 1);
      assertNotNull(shard.get("mortal"));
      shard.pass(1);
      assertNull(shard.get("mortal"));
    }
  }

  @Test
  void soonestToExpireGoesFirst() {
    try (Shard shard = shard(EvictionPolicy.CTE)) {
      shard.set("never", "value");
      fillSegment(shard, "late", 50_000);
      fillSegment(shard, "soon", 500);
      List<String> held = new ArrayList<>(List.of("never", "late", "soon"));
      List<String> forgotten = new ArrayList<>();
      for (int i = 0; i < 2_000 && !held.isEmpty(); i++) {
        shard.set("filler" + i, "x".repeat(100));
        held.stream().filter(key -> shard.get(key) == null).forEach(forgotten::add);
        held.removeAll(forgotten);
      }
      assertEquals(List.of("soon", "late", "never"), forgotten);
    }
  }

  @Test
  void soonestToExpireSparesTheSegmentThatTakesNewItems() {
    try (Shard shard = shard(EvictionPolicy.CTE)) {
      fillSegment(shard, "late", 50_000);
      for (int i = 0; i < SEGMENTS / 2 * Shard.SEGMENT_BYTES / 100; i++) {
        shard.set("half" + i, "x".repeat(100));
      }
      shard.set("soon", "value", 500);
      shard.evict(1);
      shard.settle();
      assertNull(shard.get("late"));
      assertNotNull(shard.get("soon"));
    }
  }

  /** An item and more than there is room for beside it. */
  private static void fillSegment(Shard shard, String key, int ttlSec) {
    shard.set(key, "value", ttlSec);
    for (int i = 0; i * 100 < Shard.SEGMENT_BYTES; i++) {
      shard.set(key + i, "x".repeat(100), ttlSec);
    }
  }

  @Test
  void soonestToExpireSparesTheSegmentThatTakesNewItemsThoughItIsTheFirst() {
    try (Shard shard = shard(EvictionPolicy.CTE)) {
      shard.set("small", "x".repeat(100));
      for (int i = 0; i < 2 * SEGMENTS; i++) { // each needs a segment of its own
        shard.set("large" + i, "x".repeat(Shard.SEGMENT_BYTES - 96));
      }
      assertTrue(shard.metrics().segmentsEvicted.get() > SEGMENTS / 2);
      assertNotNull(shard.get("small"));
    }
  }

  /** A scan of items that nobody asks for twice. */
  @Test
  void s3FifoLetsAScanPass() {
    try (Shard shard = shard(EvictionPolicy.S3FIFO)) {
      String[] wanted = IntStream.range(0, 200).mapToObj(i -> "wanted" + i).toArray(String[]::new);
      for (String key : wanted) {
        shard.set(key, "x".repeat(VALUE_BYTES));
      }
      churn(shard, "warm", 2, wanted);
      churn(shard, "scan", 2);
      int kept = 0;
      for (String key : wanted) {
        kept += shard.get(key) != null ? 1 : 0;
      }
      assertTrue(kept > 150, kept + " of 200 were kept");
    }
  }

  @Test
  void aGhostOpensTheWayToMain() {
    try (Shard shard = shard(EvictionPolicy.S3FIFO)) {
      churn(shard, "first", 4); // the index has given what it does not need: with that go ghosts
      shard.set("back", "x".repeat(VALUE_BYTES));
      turnOver(shard, "more");
      assertNull(shard.get("back"));
      shard.set("back", "x".repeat(VALUE_BYTES));
      turnOver(shard, "other");
      assertNotNull(shard.get("back"));
    }
  }

  @Test
  void aGhostIsForgottenOnceMemoryWasTurnedOver() {
    try (Shard shard = shard(EvictionPolicy.S3FIFO)) {
      churn(shard, "first", 2);
      shard.set("back", "x".repeat(VALUE_BYTES));
      churn(shard, "second", 3);
      assertNull(shard.get("back"));
      shard.set("back", "x".repeat(VALUE_BYTES));
      turnOver(shard, "other");
      assertNull(shard.get("back"));
    }
  }

  /** Whatever heats there are, the cutoff finds the one that four fifths of the bytes reach. */
  @Test
  void mergeKeepsFourFifthsWhereAllIsHot() {
    try (Arena arena = Arena.ofConfined()) {
      MergeEviction merge = merge(arena);
      int kept = 0;
      for (int i = 0; i < 200_000; i++) {
        boolean keeps = merge.keeps(1, 1 + i * 7 % 15);
        kept += i >= 100_000 && keeps ? 1 : 0;
      }
      assertTrue(kept > 70_000 && kept < 90_000, kept + " of 100,000");
    }
  }

  /** Where less than that was asked for, no more than this. */
  @Test
  void mergeKeepsAllThatIsWarmAndNothingElseWhereHalfIs() {
    try (Arena arena = Arena.ofConfined()) {
      MergeEviction merge = merge(arena);
      int[] kept = new int[2];
      for (int i = 0; i < 200_000; i++) {
        boolean keeps = merge.keeps(1, i % 2);
        kept[i % 2] += i >= 100_000 && keeps ? 1 : 0;
      }
      assertEquals(0, kept[0]);
      assertEquals(50_000, kept[1]);
    }
  }

  /** Heat is for each byte: ten small ones that were found as often are worth more. */
  @Test
  void mergeKeepsTheSmallOfThoseEquallyHot() {
    try (Arena arena = Arena.ofConfined()) {
      MergeEviction merge = merge(arena);
      int[] kept = new int[2];
      for (int i = 0; i < 220_000; i++) {
        boolean large = i % 11 == 10;
        boolean keeps = merge.keeps(large ? 10 : 1, 8);
        kept[large ? 1 : 0] += i >= 110_000 && keeps ? 1 : 0;
      }
      assertTrue(kept[0] > 95_000, kept[0] + " of 100,000 small ones");
      assertTrue(kept[1] < 8_000, kept[1] + " of 10,000 large ones");
    }
  }

  private static MergeEviction merge(Arena arena) {
    MemorySegment region = arena.allocate(1 << 20, 64);
    SegLayout layout =
        SegLayout.of(region.address(), 1 << 20, new SegOptions(Shard.SEGMENT_BYTES, 64, 1 << 20));
    SegMetrics metrics = new SegMetrics(layout);
    Heap heap = new Heap(region, layout, metrics, new Sequences(false));
    return new MergeEviction(heap, layout);
  }

  /** Each bucket's survivors lie apart as long as there are few buckets. */
  @Test
  void survivorsOfTwoKindsOfDeadlinesHaveADestinationEach() {
    try (Shard shard = shard(EvictionPolicy.MERGE)) {
      SegMetrics metrics = shard.metrics();
      for (int i = 0; metrics.itemsKept.get() < 500; i++) {
        assertTrue(i < 100_000, "nothing is kept");
        shard.set("k" + i, "x".repeat(VALUE_BYTES), i % 2 == 0 ? 10_000 : 1_000_000);
        shard.store.maintain(16);
        shard.get("k" + (i - 300));
      }
      List<Integer> kinds = new ArrayList<>();
      for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
        if (metrics.buckets.items.get(bucket) > 0) {
          kinds.add(bucket);
        }
      }
      assertEquals(2, kinds.size());
      shard.pass(11_000);
      shard.settle();
      assertEquals(0, metrics.buckets.items.get(kinds.getFirst()), "the dead lie among others");
    }
  }

  /** E10: what is being filled with survivors expires like any other segment. */
  @Test
  void whatExpiresWhereSurvivorsGoIsTakenBack() {
    try (Shard shard = shard(EvictionPolicy.MERGE)) {
      for (int i = 0; shard.metrics().itemsKept.get() < 5; i++) {
        assertTrue(i < 100_000, "nothing is kept");
        shard.set("k" + i, "x".repeat(VALUE_BYTES), 10_000);
        shard.get("k" + (i - 300));
      }
      shard.pass(10_001);
      shard.settle();
      assertEquals(0, shard.metrics().items.get());
      assertEquals(shard.store.segments(), shard.metrics().segmentsFree.get());
    }
  }

  /** A few more new items than memory holds: nothing was kept, so all of it is admission. */
  private static void turnOver(Shard shard, String name) {
    for (int i = 0; i < HEAP_BYTES / VALUE_BYTES; i++) {
      shard.set(name + i, "x".repeat(VALUE_BYTES));
      shard.store.maintain(16);
    }
  }
}
