package io.gannet.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.hash.TwoChoices;
import org.junit.jupiter.api.Test;

/** Layouts of any memory that options allow, as arithmetic: nothing is touched. */
class BlockLayoutTest {
  private static final long MEMORY_MAX = 1L << 46;
  private static final int[] MEAN_ITEM_BYTES = {22, 70, 80, 1 << 10, 1 << 20};
  private static final int[] BLOCKS_MAX_SHIFTS = {24, 26};

  @Test
  void upToWhatOptionsAllowMemoryIsPutToUseOrRefusedWithTheCure() {
    int laid = 0;
    int refused = 0;
    for (long bytes = 1 << 20; bytes <= MEMORY_MAX; bytes += bytes / 3 + 12_345) {
      for (int blockBytes = 4 << 10; blockBytes <= 1 << 20; blockBytes *= 2) {
        for (int itemBytes : MEAN_ITEM_BYTES) {
          for (int shift : BLOCKS_MAX_SHIFTS) {
            boolean uses = isLaidOrRefused(bytes, blockBytes, itemBytes, 1L << shift);
            laid += uses ? 1 : 0;
            refused += uses ? 0 : 1;
          }
        }
      }
    }
    assertTrue(laid > 1_000 && refused > 100, laid + " laid, " + refused + " refused");
  }

  private static boolean isLaidOrRefused(
      long bytes, int blockBytes, int itemBytes, long blocksMax) {
    String what = bytes + " bytes, blocks of " + blockBytes + ", items of " + itemBytes;
    BlockLayout layout;
    try {
      layout = BlockLayout.of(24, bytes, "block", blockBytes, itemBytes, blocksMax);
    } catch (IllegalArgumentException e) {
      String cure = e.getMessage();
      assertTrue(cure.contains("block-size") || cure.contains("mean-item-size"), cure);
      return false;
    }
    long used = layout.indexBytes() + layout.headersBytes() + layout.heapBytes();
    assertEquals(bytes, used + layout.leftoverBytes(), what);
    double itemBytesIndexed = itemBytes + 8 / TwoChoices.LOAD;
    long blocksUsable = (long) (bytes / (blockBytes + 64 + 16.0));
    assertTrue(layout.blocksMax() >= blocksUsable - 2, what + ": " + layout.blocksMax());
    double share = itemBytes / itemBytesIndexed;
    long blocksFirst = (long) (share * (bytes - layout.headersBytes()) / blockBytes);
    assertTrue(
        layout.blocks() >= Math.min(blocksUsable, blocksFirst) - 2, what + ": " + layout.blocks());
    assertTrue(layout.leftoverBytes() < 128, what + ": " + layout.leftoverBytes() + " are left");
    int last = layout.blocks() - 1;
    assertEquals(last, layout.block(layout.offset(last) + blockBytes - 1), what);
    assertEquals(blockBytes - 1, layout.offsetInBlock(layout.offset(last) + blockBytes - 1));
    return true;
  }

  /** 4 KiB segments at 128 GiB: half of it was index. */
  @Test
  void blocksTooSmallForTheMemoryAreRefused() {
    String message = "";
    try {
      BlockLayout.of(0, 128L << 30, "segment", 4 << 10, 70, 1 << 24);
    } catch (IllegalArgumentException e) {
      message = e.getMessage();
    }
    assertTrue(message.contains("give a larger segment-size"), message);
  }
}
