package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.BlockLayout;
import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlabLayoutTest {
  private static final long MIB = 1 << 20;

  @Test
  void everyByteHasAUseOrIsCountedAsLeftOver() {
    for (long bytes = MIB; bytes < 1L << 40; bytes = bytes * 3 + 7) {
      for (long address : new long[] {0, 1, 63, 4096}) {
        SlabLayout layout = SlabLayout.of(address, bytes, SlabOptions.defaults());
        BlockLayout blocks = layout.blocks();
        long used = blocks.indexBytes() + blocks.headersBytes() + blocks.heapBytes();
        assertEquals(bytes, used + blocks.leftoverBytes());
        assertTrue(blocks.leftoverBytes() < 128, "left over: " + blocks.leftoverBytes());
        assertEquals(0, (address + blocks.indexEnd()) % 64, "a bucket is one cache line");
        assertTrue(layout.slabOffset(layout.slabs()) <= bytes);
      }
    }
  }

  @Test
  void theIndexHasRoomForTheItemsThatFit() {
    for (int mean : new int[] {16, 40, 64, 1000, 100_000}) {
      SlabOptions options = SlabOptions.defaults().withMeanItemBytes(mean);
      SlabLayout layout = SlabLayout.of(0, 1L << 30, options);
      double items = (double) layout.blocks().heapBytes() / (mean + Item.HEADER_BYTES);
      assertTrue(items / layout.blocks().indexSlots() <= TwoChoices.LOAD * 1.1, "mean " + mean);
    }
  }

  @Test
  void slabsAreAsLargeAsFortyEightOfThemMayBe() {
    assertEquals(1 << 20, slabBytes(1024 * MIB));
    assertEquals(1 << 20, slabBytes(64 * MIB));
    assertEquals(1 << 19, slabBytes(32 * MIB));
    assertEquals(1 << 16, slabBytes(MIB));
    assertTrue(SlabLayout.of(0, 64 * MIB, SlabOptions.defaults()).slabs() >= 48);
  }

  private static int slabBytes(long regionBytes) {
    return SlabLayout.of(0, regionBytes, SlabOptions.defaults()).slabBytes();
  }

  @Test
  void anItemsSlabAndPlaceAreFoundAgain() {
    SlabLayout layout = SlabLayout.of(24, 10_000_000, SlabOptions.defaults());
    for (int slab = 0; slab < layout.slabs(); slab++) {
      for (int offset : new int[] {0, 8, layout.slabBytes() - 8}) {
        long item = layout.slabOffset(slab) + offset;
        assertEquals(slab, layout.slab(item));
        assertEquals(item, layout.item(layout.place(item)));
      }
    }
  }

  @Test
  void tooLittleMemoryIsRefusedWithTheCure() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SlabLayout.of(0, 200_000, SlabOptions.defaults()));
    assertTrue(refusal.getMessage().contains("slab-size"), refusal.getMessage());
  }

  @Test
  void theDefaultsAreThoseOfTheOptions() {
    assertEquals(SlabOptions.defaults(), SlabOptions.from(new Given(Map.of())));
  }

  @Test
  void everySlabSizeOnOfferIsUnderstood() {
    int expected = 0;
    for (String choice : SlabOptions.SLAB_SIZE.choices()) {
      Given given = new Given(Map.of("slab-size", choice));
      assertEquals(expected, SlabOptions.from(given).slabBytes(), choice);
      expected = expected == 0 ? 4 << 10 : expected * 2;
    }
  }

  @Test
  void aProfileIsAListOfSizes() {
    Given given = new Given(Map.of("slab-profile", "64, 128,1024"));
    assertEquals(List.of(64, 128, 1024), SlabOptions.from(given).profile());
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheCure() {
    for (String[] bad :
        new String[][] {
          {"slab-factor", "1"}, {"slab-factor", "NaN"}, {"slab-factor", "x"},
          {"slab-profile", "64,x"}, {"slab-profile", "8"}
        }) {
      Given given = new Given(Map.of(bad[0], bad[1]));
      Exception refusal =
          assertThrows(IllegalArgumentException.class, () -> SlabOptions.from(given));
      assertTrue(refusal.getMessage().startsWith(bad[0]), refusal.getMessage());
    }
  }

  private record Given(Map<String, String> texts) implements Settings {
    @Override
    public String text(Option option) {
      return texts.getOrDefault(option.name(), option.defaultText());
    }

    @Override
    public long number(Option option) {
      return option.equals(SlabOptions.MEAN_ITEM_SIZE) ? 64 : MIB;
    }

    @Override
    public boolean on(Option option) {
      assertEquals(BlockOptions.EVICT, option);
      return true;
    }

    @Override
    public boolean isSet(Option option) {
      return texts.containsKey(option.name());
    }
  }
}
