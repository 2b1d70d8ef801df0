package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class CuckooLayoutTest {
  private static final List<CuckooOptions> ALL =
      List.of(
          CuckooOptions.defaults(),
          new CuckooOptions(72, false, EvictionPolicy.LFU),
          new CuckooOptions(32, false, EvictionPolicy.LFU),
          new CuckooOptions(4096, true, EvictionPolicy.CTE));

  @Test
  void everyByteHasAUseOrIsCountedAsLeftOver() {
    for (CuckooOptions options : ALL) {
      for (long bytes = 1 << 20; bytes < 1L << 33; bytes = bytes * 3 + 7) {
        for (long address : new long[] {0, 1, 63, 4096}) {
          CuckooLayout layout = CuckooLayout.of(address, bytes, options);
          long used =
              (layout.buckets() + layout.stagingBuckets()) * (long) layout.bucketBytes()
                  + layout.told() * 16L + layout.blocks() * 4L;
          assertEquals(bytes, used + layout.leftoverBytes());
          long leftoverMax = 64 + layout.bucketBytes() + 8;
          assertTrue(layout.leftoverBytes() < leftoverMax, "left: " + layout.leftoverBytes());
          assertEquals(0, (address + layout.tableOffset()) % 64);
          assertTrue(layout.epochsOffset() + layout.blocks() * 4L <= bytes);
        }
      }
    }
  }

  @Test
  void headersOfABucketAreOneCacheLine() {
    for (int slotBytes = 32; slotBytes <= 4096; slotBytes += 8) {
      CuckooOptions options = new CuckooOptions(slotBytes, true, EvictionPolicy.LFU);
      assertEquals(0, CuckooLayout.of(0, 1 << 20, options).bucketBytes() % 64);
    }
  }

  @Test
  void nearlyAllMemoryIsSlots() {
    for (CuckooOptions options : ALL) {
      long bytes = 64L << 20;
      CuckooLayout layout = CuckooLayout.of(0, bytes, options);
      double share = (double) layout.slots() * layout.slotBytes() / bytes;
      assertTrue(share > 0.98, options + ": " + share);
    }
  }

  @Test
  void tooLittleMemoryIsRefusedWithTheCure() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> CuckooLayout.of(0, 1000, CuckooOptions.defaults()));
    assertTrue(refusal.getMessage().contains("slot-size"), refusal.getMessage());
  }

  @Test
  void aSlotSizeThatIsNoMultipleOfEightIsRefused() {
    for (int slotBytes : new int[] {0, 24, 63, 68, 4104}) {
      Exception refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> new CuckooOptions(slotBytes, true, EvictionPolicy.LFU));
      assertTrue(refusal.getMessage().contains("multiple of 8"), refusal.getMessage());
    }
  }

  @Test
  void theDefaultsAreThoseOfTheOptions() {
    assertEquals(CuckooOptions.defaults(), CuckooOptions.from(new Given(64)));
    assertEquals("64", CuckooOptions.SLOT_SIZE.defaultText());
  }

  @Test
  void aSlotSizeThatIsAskedForIsRoundedUp() {
    assertEquals(104, CuckooOptions.from(new Given(97)).slotBytes());
    assertEquals(104, CuckooOptions.from(new Given(104)).slotBytes());
    assertEquals(4096, CuckooOptions.from(new Given(4089)).slotBytes());
  }

  private record Given(long slotBytes) implements Settings {
    @Override
    public String text(Option option) {
      return option.defaultText();
    }

    @Override
    public long number(Option option) {
      return slotBytes;
    }

    @Override
    public boolean on(Option option) {
      throw new AssertionError(option);
    }

    @Override
    public boolean isSet(Option option) {
      return false;
    }
  }
}
