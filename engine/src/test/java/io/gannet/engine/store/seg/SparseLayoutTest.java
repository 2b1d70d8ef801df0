package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.SparseMemory;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever memory and segment size options allow, first and last of everything lie in memory, and
 * each for itself, wherever the boundary is; or it is refused, and the cure is said.
 */
class SparseLayoutTest {
  private static final int HEADER_BYTES = 64;
  private static final int WORD = Long.BYTES;

  private final SparseMemory sparse = new SparseMemory(SparseMemory.BYTES_MAX);
  private int laid;
  private int refused;

  @AfterEach
  void unmap() {
    sparse.close();
  }

  @Test
  void everySegmentSizeHasItsPlacesInUpTo64TebibytesOrIsRefused() {
    for (long bytes = 2 << 20; bytes <= SparseMemory.BYTES_MAX; bytes *= 4) {
      for (String choice : SegOptions.SEGMENT_SIZE.choices()) {
        for (int meanItemBytes : new int[] {1, BlockOptions.MEAN_ITEM_BYTES, 1 << 20}) {
          check(bytes, new SegOptions(BlockOptions.blockBytes(choice), meanItemBytes, 1 << 20));
        }
      }
    }
    assertTrue(laid > 100 && refused > 10, laid + " laid, " + refused + " refused");
  }

  private void check(long bytes, SegOptions options) {
    MemorySegment region = sparse.memory().asSlice(0, bytes);
    SegLayout layout;
    try {
      layout = SegLayout.of(region.address(), bytes, options);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().matches(".*give (a larger|more).*"), e.getMessage());
      refused++;
      return;
    }
    laid++;
    checkPlaces(region, layout, layout.segments());
    checkPlaces(region, layout, layout.segmentsMax());
    checkPlaces(region, layout, Math.min(layout.blocks().blocksMin(), layout.segments()));
    double heap = (double) layout.heapBytes(layout.segmentsMax()) / bytes;
    assertTrue(heap > 0.95 || bytes < 64 << 20, options + " in " + bytes + ": " + heap);
  }

  /** Writes the first and the last word of everything there is, and reads all of them. */
  private static void checkPlaces(MemorySegment region, SegLayout layout, int segments) {
    long buckets = layout.blocks().buckets(segments);
    TwoChoices slots = new TwoChoices(region, layout.blocks().indexEnd(), buckets, Slot.TAG_WIDTH);
    int last = segments - 1;
    int end = layout.segmentBytes() - WORD;
    long headers = layout.blocks().headersOffset();
    List<Long> places =
        List.of(
            headers,
            headers + (long) layout.segmentsMax() * HEADER_BYTES - WORD,
            layout.item(0, 0),
            layout.item(last, 0),
            layout.item(last, end),
            slots.bucket(buckets - 1),
            slots.bucket(0),
            slots.bucket(0) + TwoChoices.BUCKET_BYTES - WORD);
    for (int i = 0; i < places.size(); i++) {
      Bits.putLong(region, places.get(i), i + 1);
    }
    for (int i = 0; i < places.size(); i++) {
      assertEquals(i + 1, Bits.getLong(region, places.get(i)), layout + ", place " + i);
    }
    long slot = Slot.pack(1, 0, 0, last, end);
    assertEquals(layout.item(last, end), layout.item(Slot.segment(slot), Slot.offset(slot)));
    assertEquals(last, layout.segment(layout.item(last, end)));
    assertEquals(end, layout.offset(layout.item(last, end)));
  }

  /** Of its terabyte a store touches headers, the index it begins with, and what is stored. */
  @Test
  void aStoreServesFromATebibyte() {
    MemorySegment region = sparse.memory().asSlice(SparseMemory.BYTES_MAX - (1L << 40));
    SegOptions options = new SegOptions(1 << 20, 1 << 20, 1 << 20);
    CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
    SegStore store = new SegStore(region, options, clock, 1);
    assertTrue(store.segments() > 1_000_000, store.segments() + " segments");
    MemorySegment bytes = MemorySegment.ofArray(new long[512]);
    Key key = new Key();
    for (int number = 0; number < 3_000; number++) {
      Bits.putLong(bytes, 0, number);
      store.hash(key.set(bytes, 0, WORD));
      assertTrue(store.put(key, 0, Store.NEVER, bytes, 0, 1_000) >= 0);
      assertTrue(store.find(key) >= 0);
    }
    assertEquals(List.of(), store.walk().faults());
  }
}
