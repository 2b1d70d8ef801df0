package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class TtlBucketsTest {
  private static final int NOW_SEC = 1_000;

  @Test
  void widthsGrowBySixteenFromFamilyToFamily() {
    assertEquals(0, of(7));
    assertEquals(1, of(8));
    assertEquals(255, of(2_047));
    assertEquals(256 + 16, of(2_048));
    assertEquals(511, of(32_767));
    assertEquals(512 + 16, of(32_768));
    assertEquals(767, of(524_287));
    assertEquals(768 + 16, of(524_288));
    assertEquals(1023, of(8_388_607));
  }

  @Test
  void yearsGoToTheLastBucketAndNeverToItsOwn() {
    assertEquals(1023, of(8_388_608));
    assertEquals(1023, TtlBuckets.of(Integer.MAX_VALUE, NOW_SEC));
    assertEquals(TtlBuckets.NEVER_BUCKET, TtlBuckets.of(0, NOW_SEC));
  }

  @Test
  void aPastDeadlineGoesToTheFirst() {
    assertEquals(0, TtlBuckets.of(NOW_SEC - 5, NOW_SEC));
  }

  @Test
  void noTtlIsShorterThanTheFloorOfItsBucketNorFartherThanItsWidth() {
    for (int ttlSec = 1; ttlSec < 8_388_608; ttlSec += 1 + ttlSec / 97) {
      int bucket = of(ttlSec);
      assertTrue(TtlBuckets.floorSec(bucket) <= ttlSec, "TTL " + ttlSec);
      assertTrue(ttlSec - TtlBuckets.floorSec(bucket) <= 32_767, "TTL " + ttlSec);
      assertEquals(bucket, of(TtlBuckets.floorSec(bucket)), "TTL " + ttlSec);
    }
  }

  @Test
  void theNearestOpenBucketIsFoundOnBothSides() {
    try (Arena arena = Arena.ofConfined()) {
      TtlBuckets buckets = new TtlBuckets(new SegmentTable(arena.allocate(64, 64), 0, 1));
      assertEquals(SegmentTable.NONE, buckets.nearestOpen(500));
      int[] open = {0, 63, 64, 700, TtlBuckets.NEVER_BUCKET};
      for (int bucket : open) {
        buckets.open(bucket, 1);
      }
      for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
        assertEquals(nearest(open, bucket), buckets.nearestOpen(bucket), "bucket " + bucket);
      }
      assertEquals(open.length, buckets.openCount());
      buckets.open(64, 2);
      assertEquals(open.length, buckets.openCount());
      buckets.open(64, SegmentTable.NONE);
      assertEquals(63, buckets.nearestOpen(65));
      assertEquals(open.length - 1, buckets.openCount());
    }
  }

  private static int nearest(int[] open, int bucket) {
    int nearest = open[0];
    for (int other : open) {
      if (Math.abs(other - bucket) <= Math.abs(nearest - bucket)) {
        nearest = other;
      }
    }
    return nearest;
  }

  private static int of(int ttlSec) {
    return TtlBuckets.of(NOW_SEC + ttlSec, NOW_SEC);
  }
}
