package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.SparseMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever memory and slab size options allow, first and last of everything lie in memory, and each
 * for itself, wherever the boundary is; or it is refused, and the cure is said.
 */
class SparseLayoutTest {
  private static final int HEADER_BYTES = 64;
  private static final int WORD = Long.BYTES;

  private int laid;
  private int refused;

  @Test
  void everySlabSizeHasItsPlacesInUpTo64TebibytesOrIsRefused() {
    try (SparseMemory sparse = new SparseMemory(SparseMemory.BYTES_MAX)) {
      for (long bytes = 2 << 20; bytes <= SparseMemory.BYTES_MAX; bytes *= 4) {
        for (String choice : SlabOptions.SLAB_SIZE.choices()) {
          for (int meanItemBytes : new int[] {1, BlockOptions.MEAN_ITEM_BYTES, 1 << 20}) {
            SlabOptions options =
                SlabOptions.defaults()
                    .withSlabBytes(BlockOptions.blockBytes(choice))
                    .withMeanItemBytes(meanItemBytes);
            check(sparse.memory().asSlice(0, bytes), options);
          }
        }
      }
    }
    assertTrue(laid > 100 && refused > 10, laid + " laid, " + refused + " refused");
  }

  private void check(MemorySegment region, SlabOptions options) {
    SlabLayout layout;
    try {
      layout = SlabLayout.of(region.address(), region.byteSize(), options);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().matches(".*give (a larger|more).*"), e.getMessage());
      refused++;
      return;
    }
    laid++;
    checkPlaces(region, layout, layout.slabs());
    checkPlaces(region, layout, layout.slabsMax());
    checkPlaces(region, layout, Math.min(layout.blocks().blocksMin(), layout.slabs()));
  }

  /** Writes the first and the last word of everything there is, and reads all of them. */
  private static void checkPlaces(MemorySegment region, SlabLayout layout, int slabs) {
    long buckets = layout.blocks().buckets(slabs);
    TwoChoices slots = new TwoChoices(region, layout.blocks().indexEnd(), buckets, Slot.TAG_WIDTH);
    long headers = layout.blocks().headersOffset();
    long last = layout.slabOffset(slabs - 1);
    long end = last + layout.slabBytes() - WORD;
    List<Long> places =
        List.of(
            headers,
            headers + (long) layout.slabsMax() * HEADER_BYTES - WORD,
            layout.slabOffset(0),
            last,
            end,
            slots.bucket(buckets - 1),
            slots.bucket(0) + TwoChoices.BUCKET_BYTES - WORD);
    for (int i = 0; i < places.size(); i++) {
      Bits.putLong(region, places.get(i), i + 1);
    }
    for (int i = 0; i < places.size(); i++) {
      assertEquals(i + 1, Bits.getLong(region, places.get(i)), layout + ", place " + i);
    }
    assertEquals(end, layout.item(Slot.place(Slot.pack(1, layout.place(end)))));
    assertEquals(slabs - 1, layout.slab(end));
  }
}
