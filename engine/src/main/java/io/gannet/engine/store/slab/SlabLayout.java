package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockLayout;
import io.gannet.engine.block.Window;
import io.gannet.engine.bytes.Bits;

/**
 * How a region is divided, where slabs are the blocks, and where an item lies among them. How many
 * of the slabs there are is not told here: the boundary moves.
 *
 * @param blocks index, headers and slabs
 */
record SlabLayout(BlockLayout blocks) {
  static final String NOUN = "slab";

  private static final int SLABS_MAX = 1 << 26;

  /** One item may have one in so many. */
  private static final int SLABS_PER_ITEM = 2;

  /** With less than an eighth of memory to be had, or two slabs, not all of that is gathered. */
  private static final int LOADED_SHIFT = 3;

  private static final int LOADED_SLABS = 2;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   */
  static SlabLayout of(long address, long regionBytes, SlabOptions options) {
    long itemBytes = Bits.alignUp(options.meanItemBytes() + Item.HEADER_BYTES, Item.UNIT_BYTES);
    return new SlabLayout(
        BlockLayout.of(
            address, regionBytes, NOUN, options.slabBytes(), itemBytes, SLABS_MAX));
  }

  /** How many slabs there are at first. */
  int slabs() {
    return blocks.blocks();
  }

  /** How many there may be. */
  int slabsMax() {
    return blocks.blocksMax();
  }

  int slabBytes() {
    return blocks.blockBytes();
  }

  /** The largest item: half of the slabs that there are at first. */
  int itemBytesMax() {
    int span = Math.clamp(slabs() / SLABS_PER_ITEM, 1, Window.BLOCKS_MAX);
    return (int) Math.min(heapBytes(span), Integer.MAX_VALUE);
  }

  /** How many slabs an item of so many bytes has. */
  int spanOf(int bytes) {
    return Math.ceilDiv(bytes, slabBytes());
  }

  /** Bytes of so many slabs. */
  long heapBytes(int slabs) {
    return blocks.heapBytes(slabs);
  }

  /** Bytes without items, of so many slabs, with less than which memory is loaded. */
  long idleBytesMin(int slabs) {
    return Math.max(heapBytes(slabs) >>> LOADED_SHIFT, LOADED_SLABS * slabBytes() + 1L);
  }

  /** Where a slab begins in the region. */
  long slabOffset(int slab) {
    return blocks.offset(slab);
  }

  /** The slab of an item. */
  int slab(long item) {
    return blocks.block(item);
  }

  /** An item's place, in units from the heap's begin. */
  long place(long item) {
    return item - blocks.heapOffset() >>> Item.UNIT_SHIFT;
  }

  /** The item at a place. */
  long item(long place) {
    return blocks.heapOffset() + (place << Item.UNIT_SHIFT);
  }
}
