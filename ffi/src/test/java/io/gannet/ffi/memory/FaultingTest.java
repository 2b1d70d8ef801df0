package io.gannet.ffi.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FaultingTest {
  private static final long BYTES = 33 << 20; // not a multiple of a slice
  private static final BitSet ANY_CPU = new BitSet();
  private static final int NICE = 19;

  @Test
  void severalThreadsFaultInEachPageOnce() {
    try (Region region = Region.map(BYTES, Policy.OFF);
        Faulting faulting = Faulting.begin(region, 4, ANY_CPU, 0)) {
      Smaps proof = faulting.await();
      assertEquals(BYTES >> 10, proof.rssKb());
      assertEquals(BYTES, faulting.bytes());
    }
  }

  /** As a store does that serves meanwhile: whatever was written stays. */
  @Test
  void whatIsWrittenMeanwhileStays() {
    try (Region region = Region.map(BYTES, Policy.OFF);
        Faulting faulting = Faulting.begin(region, 2, ANY_CPU, NICE)) {
      MemorySegment memory = region.memory();
      for (long at = 0; at < BYTES; at += 512) {
        memory.set(JAVA_LONG, at, at);
      }
      for (int i = 0; faulting.bytes() < BYTES && i < 10_000; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      assertEquals(BYTES, faulting.bytes());
      assertEquals(0, faulting.failure());
      for (long at = 0; at < BYTES; at += 512) {
        assertEquals(at, memory.get(JAVA_LONG, at));
      }
    }
  }

  @Test
  void whoClosesItNeedNotWaitForTheRest() {
    Region region = Region.map(64L << 30, Policy.OFF); // more than there is, as a rule
    Faulting faulting = Faulting.begin(region, 2, ANY_CPU, NICE);
    faulting.close();
    assertTrue(faulting.bytes() < region.memory().byteSize());
    faulting.close();
    region.close();
  }

  @Test
  void nobodyBeginsWithFewerThanNoThreads() {
    try (Region region = Region.map(4096, Policy.OFF)) {
      assertThrows(
          IllegalArgumentException.class, () -> Faulting.begin(region, -1, ANY_CPU, 0));
      assertThrows(
          IllegalArgumentException.class, () -> Faulting.begin(region, 1, ANY_CPU, 20));
    }
  }
}
