package io.gannet.engine.store.slab;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;

/**
 * How a region is divided, down to its last byte.
 *
 * <pre>
 * 0      indexOffset        headersOffset            heapOffset
 * +------+------------------+------------------------+--------+-----+--------+------+
 * | lead | buckets × 64     | slabs × 64             | slab 0 |  …  | slab n | tail |
 * +------+------------------+------------------------+--------+-----+--------+------+
 * </pre>
 *
 * Lead and tail, less than a cache line each, are what is left over: what does not suffice for one
 * more slab goes to the index.
 *
 * @param indexOffset where the buckets begin, on a cache line
 * @param buckets how many
 * @param headersOffset where the slab headers begin
 * @param slabs how many
 * @param heapOffset where slab 0 begins, on a cache line
 * @param slabShift a slab has {@code 1 << slabShift} bytes
 * @param leftoverBytes lead and tail
 */
record SlabLayout(
    long indexOffset,
    long buckets,
    long headersOffset,
    int slabs,
    long heapOffset,
    int slabShift,
    long leftoverBytes) {

  static final int CACHE_LINE_BYTES = 64;

  /** Simulated for two choices of 8: at this load 0.15 % of inserts find no empty slot. */
  static final double INDEX_LOAD = 0.85;

  /** Fewer make no cache: one is being filled, one cleaned, one is free, one holds items. */
  static final int SLABS_MIN = 4;

  private static final int SLABS_MAX = 1 << 26;
  private static final int SLABS_WANTED = 48;
  private static final int SLAB_BYTES_AUTO_MIN = 64 << 10;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   */
  static SlabLayout of(long address, long regionBytes, SlabOptions options) {
    int slabBytes = options.slabBytes() != 0 ? options.slabBytes() : slabBytesFor(regionBytes);
    long lead = Bits.alignUp(address, CACHE_LINE_BYTES) - address;
    long bytes = regionBytes - lead;
    double itemBytes = Bits.alignUp(options.meanItemBytes() + Item.HEADER_BYTES, Item.UNIT_BYTES);
    double bucketsPerSlab = slabBytes / itemBytes / INDEX_LOAD / TwoChoices.SLOTS_PER_BUCKET;
    double lineBytesPerSlab = (1 + bucketsPerSlab) * CACHE_LINE_BYTES;
    long slabs = (long) ((bytes - CACHE_LINE_BYTES) / (slabBytes + lineBytesPerSlab));
    slabs = Math.min(slabs, SLABS_MAX);
    if (slabs < SLABS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + SLABS_MIN + " slabs of " + slabBytes
              + ": give more memory or a smaller slab-size");
    }
    return tile(lead, bytes, (int) slabs, slabBytes);
  }

  private static SlabLayout tile(long lead, long bytes, int slabs, int slabBytes) {
    long lines = (bytes - (long) slabs * slabBytes) / CACHE_LINE_BYTES;
    long buckets = Math.min(lines - slabs, Integer.MAX_VALUE);
    long headersOffset = lead + buckets * CACHE_LINE_BYTES;
    long heapOffset = headersOffset + (long) slabs * CACHE_LINE_BYTES;
    long end = heapOffset + (long) slabs * slabBytes;
    int shift = Integer.numberOfTrailingZeros(slabBytes);
    return new SlabLayout(
        lead, buckets, headersOffset, slabs, heapOffset, shift, lead + (lead + bytes - end));
  }

  private static int slabBytesFor(long regionBytes) {
    int slabBytes = SlabOptions.SLAB_BYTES_MAX;
    while (slabBytes > SLAB_BYTES_AUTO_MIN
        && regionBytes / slabBytes < SLABS_WANTED + SLABS_WANTED / 4) {
      slabBytes >>>= 1;
    }
    return slabBytes;
  }

  int slabBytes() {
    return 1 << slabShift;
  }

  /** Bytes of all slabs. */
  long heapBytes() {
    return (long) slabs << slabShift;
  }

  /** Where a slab begins in the region. */
  long slabOffset(int slab) {
    return heapOffset + ((long) slab << slabShift);
  }

  /** The slab of an item. */
  int slab(long item) {
    return (int) (item - heapOffset >>> slabShift);
  }

  /** An item's place, in units from the heap's begin. */
  long place(long item) {
    return item - heapOffset >>> Item.UNIT_SHIFT;
  }

  /** The item at a place. */
  long item(long place) {
    return heapOffset + (place << Item.UNIT_SHIFT);
  }
}
