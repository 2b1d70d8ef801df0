package io.gannet.engine.store.seg;

import io.gannet.engine.block.BlockLayout;
import io.gannet.engine.block.Window;

/**
 * How a region is divided, where segments are the blocks, and where an item lies in one. How many
 * of the segments there are is not told here: the boundary moves.
 *
 * @param blocks index, headers and segments
 */
record SegLayout(BlockLayout blocks) {
  static final String NOUN = "segment";

  /** One item may take one in so many. */
  private static final int SEGMENTS_PER_ITEM = 2;

  /** If half of the items have a deadline. */
  static final int HEADER_BYTES_EXPECTED = Item.HEADER_BYTES + Item.SHORT_DEADLINE / 2;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   */
  static SegLayout of(long address, long regionBytes, SegOptions options) {
    int itemBytes = options.meanItemBytes() + HEADER_BYTES_EXPECTED;
    return new SegLayout(
        BlockLayout.of(
            address, regionBytes, NOUN, options.segmentBytes(), itemBytes,
            1L << Slot.SEGMENT_WIDTH));
  }

  /** How many segments there are at first. */
  int segments() {
    return blocks.blocks();
  }

  /** How many there may be. */
  int segmentsMax() {
    return blocks.blocksMax();
  }

  int segmentBytes() {
    return blocks.blockBytes();
  }

  /** The largest item: half of the segments that there are at first, which are one segment more. */
  int itemBytesMax() {
    int span = Math.clamp(segments() / SEGMENTS_PER_ITEM, 1, Window.BLOCKS_MAX);
    int bytes = (int) Math.min(heapBytes(span), Integer.MAX_VALUE);
    return span == 1 ? bytes : bytes - Runs.LEAD_BYTES;
  }

  /** Bytes of so many segments. */
  long heapBytes(int segments) {
    return blocks.heapBytes(segments);
  }

  /** Where an item lies in the region. */
  long item(int segment, int offset) {
    return blocks.offset(segment) + offset;
  }

  /** The segment of an item. */
  int segment(long item) {
    return blocks.block(item);
  }

  /** The offset of an item in its segment. */
  int offset(long item) {
    return blocks.offsetInBlock(item);
  }
}
