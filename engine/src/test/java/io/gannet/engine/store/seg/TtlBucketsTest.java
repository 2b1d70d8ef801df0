package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static int of(int ttlSec) {
    return TtlBuckets.of(NOW_SEC + ttlSec, NOW_SEC);
  }
}
