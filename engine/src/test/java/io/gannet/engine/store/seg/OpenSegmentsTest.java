package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which segment takes a deadline's items, where not each may have one. */
class OpenSegmentsTest {
  @Test
  void theNearestOpenBucketIsFoundOnBothSides() {
    OpenSegments segments = new OpenSegments();
    assertEquals(SegmentTable.NONE, segments.nearest(500));
    int[] open = {0, 63, 64, 700, TtlBuckets.NEVER_BUCKET};
    for (int bucket : open) {
      segments.set(bucket, 1);
    }
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      assertEquals(nearest(open, bucket), segments.nearest(bucket), "bucket " + bucket);
    }
    assertEquals(open.length, segments.count());
    segments.set(64, 2);
    assertEquals(open.length, segments.count());
    segments.set(64, SegmentTable.NONE);
    assertEquals(63, segments.nearest(65));
    assertEquals(open.length - 1, segments.count());
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

  @Test
  void howManyThereMayBeFollowsTheMemory() {
    OpenSegments segments = new OpenSegments();
    segments.resized(15);
    assertTrue(segments.mayBeMore());
    segments.set(TtlBuckets.ANY_BUCKET, 0);
    assertTrue(segments.mayBeMore(), "that for any deadline does not count");
    segments.set(7, 1);
    assertFalse(segments.mayBeMore());
    segments.resized(16);
    assertTrue(segments.mayBeMore());
    segments.set(8, 2);
    assertFalse(segments.mayBeMore());
    segments.resized(3 * 14);
    assertTrue(segments.mayBeMore());
  }
}
