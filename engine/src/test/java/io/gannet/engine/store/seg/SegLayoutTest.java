package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.BlockLayout;
import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import org.junit.jupiter.api.Test;

class SegLayoutTest {
  @Test
  void everyByteHasAUseOrIsCountedAsLeftOver() {
    for (long bytes = 1 << 20; bytes < 1L << 40; bytes = bytes * 3 + 7) {
      for (long address : new long[] {0, 1, 63, 4096}) {
        SegLayout layout = SegLayout.of(address, bytes, SegOptions.defaults());
        BlockLayout blocks = layout.blocks();
        long used = blocks.indexBytes() + blocks.headersBytes() + blocks.heapBytes();
        assertEquals(bytes, used + blocks.leftoverBytes());
        assertTrue(blocks.leftoverBytes() < 128, "left over: " + blocks.leftoverBytes());
        assertEquals(0, (address + blocks.indexEnd()) % 64, "a bucket is one cache line");
        assertTrue(layout.item(layout.segments() - 1, layout.segmentBytes() - 1) < bytes);
      }
    }
  }

  @Test
  void theIndexHasRoomForTheItemsThatFit() {
    for (int mean : new int[] {1, 40, 64, 1000, 100_000}) {
      SegLayout layout = SegLayout.of(0, 1L << 30, new SegOptions(0, mean, 1 << 20));
      double items = (double) layout.blocks().heapBytes() / (mean + SegLayout.HEADER_BYTES_EXPECTED);
      assertTrue(items / layout.blocks().indexSlots() <= TwoChoices.LOAD, "mean " + mean);
    }
  }

  @Test
  void segmentsAreAsLargeAsFortyEightOfThemMayBe() {
    long mebi = 1 << 20;
    assertEquals(1 << 20, segmentBytes(1024 * mebi));
    assertEquals(1 << 20, segmentBytes(64 * mebi));
    assertEquals(1 << 19, segmentBytes(32 * mebi));
    assertEquals(1 << 16, segmentBytes(4 * mebi));
    assertEquals(1 << 16, segmentBytes(mebi));
    assertTrue(SegLayout.of(0, 64 * mebi, SegOptions.defaults()).segments() >= 48);
    assertTrue(SegLayout.of(0, 32 * mebi, SegOptions.defaults()).segments() >= 48);
  }

  private static int segmentBytes(long regionBytes) {
    return SegLayout.of(0, regionBytes, SegOptions.defaults()).segmentBytes();
  }

  @Test
  void anItemsSegmentAndOffsetAreFoundAgain() {
    SegLayout layout = SegLayout.of(24, 10_000_000, SegOptions.defaults());
    for (int segment = 0; segment < layout.segments(); segment++) {
      for (int offset : new int[] {0, 1, layout.segmentBytes() - 1}) {
        long item = layout.item(segment, offset);
        assertEquals(segment, layout.segment(item));
        assertEquals(offset, layout.offset(item));
      }
    }
  }

  @Test
  void tooLittleMemoryIsRefusedWithTheCure() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> SegLayout.of(0, 200_000, SegOptions.defaults()));
    assertTrue(refusal.getMessage().contains("segment-size"), refusal.getMessage());
    assertEquals(16 << 10, SegLayout.of(0, 200_000, options(16 << 10)).segmentBytes());
  }

  @Test
  void aSegmentSizeThatIsNoPowerOfTwoIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> options(100_000));
    assertThrows(IllegalArgumentException.class, () -> options(2 << 20));
    assertThrows(IllegalArgumentException.class, () -> options(512));
  }

  private static SegOptions options(int segmentBytes) {
    return new SegOptions(segmentBytes, 64, 1 << 20);
  }

  @Test
  void everySegmentSizeOnOfferIsUnderstood() {
    int expected = 0;
    for (String choice : SegOptions.SEGMENT_SIZE.choices()) {
      assertEquals(expected, SegOptions.from(new Given(choice)).segmentBytes(), choice);
      expected = expected == 0 ? 4 << 10 : expected * 2;
    }
  }

  @Test
  void theDefaultsAreThoseOfTheOptions() {
    SegOptions read = SegOptions.from(new Given(SegOptions.SEGMENT_SIZE.defaultText()));
    assertEquals(SegOptions.defaults(), read);
    assertEquals("64", SegOptions.MEAN_ITEM_SIZE.defaultText());
    assertEquals("1m", SegOptions.ITEM_SIZE_MAX.defaultText());
  }

  private record Given(String segmentSize) implements Settings {
    @Override
    public String text(Option option) {
      return option.equals(SegOptions.SEGMENT_SIZE) ? segmentSize : option.defaultText();
    }

    @Override
    public long number(Option option) {
      return option.equals(SegOptions.MEAN_ITEM_SIZE) ? 64 : 1 << 20;
    }

    @Override
    public boolean on(Option option) {
      assertEquals(BlockOptions.EVICT, option);
      return true;
    }

    @Override
    public boolean isSet(Option option) {
      return false;
    }
  }
}
