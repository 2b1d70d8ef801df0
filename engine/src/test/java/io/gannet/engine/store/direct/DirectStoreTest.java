package io.gannet.engine.store.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;
import org.junit.jupiter.api.Test;

/** What the direct-mapped store does beside what every store promises. */
class DirectStoreTest {
  private static final int SLOT_BYTES = 96;

  private static StoreShard<DirectStore> shard(int regionBytes) {
    DirectOptions options = new DirectOptions(SLOT_BYTES);
    return new StoreShard<>(
        regionBytes,
        (region, clock, hashSeed) -> {
          DirectStore store = new DirectStore(region, options, clock, hashSeed);
          return new Made<>(
              store,
              store.metrics(),
              () -> store.walk().faults(),
              options.keyAndValueBytesMax(),
              true);
        });
  }

  @Test
  void moreMemoryThanSlotsCanBeToldApartIsRefusedWithTheCure() {
    assertEquals(Integer.MAX_VALUE - 1, Buckets.slotsOf(100L * (Integer.MAX_VALUE - 1), 96));
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Buckets.slotsOf(100L * Integer.MAX_VALUE, 96));
    assertTrue(refusal.getMessage().contains("larger slot-size"), refusal.getMessage());
    assertEquals(1 << 25, Buckets.slotsOf(1L << 46, (2 << 20) - 4));
  }

  /** n keys thrown at n buckets leave 1/e of them empty. */
  @Test
  void ofAsManyKeysAsThereAreBucketsNotTwoThirdsAreKept() {
    try (StoreShard<DirectStore> shard = shard(1_000_000)) {
      long buckets = shard.stat("buckets");
      for (int i = 0; i < buckets; i++) {
        shard.set("key" + i, "v");
      }
      assertEquals(1 - 1 / Math.E, (double) shard.stat("curr_items") / buckets, 0.02);
      assertEquals(buckets, shard.stat("curr_items") + shard.stat("evictions"));
    }
  }

  @Test
  void anItemIsReplacedWhileItsOldValueIsBeingSent() {
    try (StoreShard<DirectStore> shard = shard(10_000)) {
      shard.set("a", "old");
      long item = shard.find("a");
      long pin = shard.store.pin(item);
      shard.set("a", "new");
      assertEquals("new", shard.get("a"));
      assertEquals("old", shard.value(item));
      shard.store.unpin(pin);
    }
  }

  @Test
  void aSlotOfNoUseIsRefused() {
    for (int slotBytes : new int[] {-1, 0, 63, (2 << 20) + 1}) {
      assertThrows(IllegalArgumentException.class, () -> new DirectOptions(slotBytes));
    }
  }

  @Test
  void tooLittleMemoryIsRefusedWithTheCure() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> shard(8 * SLOT_BYTES));
    assertTrue(e.getMessage().endsWith("give more memory or a smaller slot-size"), e.getMessage());
  }
}
