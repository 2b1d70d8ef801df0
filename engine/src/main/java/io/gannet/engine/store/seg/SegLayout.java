package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.TwoChoices;

/**
 * How a region is divided, down to its last byte.
 *
 * <pre>
 * 0      indexOffset        headersOffset            heapOffset
 * +------+------------------+------------------------+-----------+-----+-----------+------+
 * | lead | buckets × 64     | segments × 64          | segment 0 |  …  | segment n | tail |
 * +------+------------------+------------------------+-----------+-----+-----------+------+
 * </pre>
 *
 * Lead and tail, less than a cache line each, are what is left over: what does not suffice for one
 * more segment goes to the index.
 *
 * @param indexOffset where the buckets begin, on a cache line
 * @param buckets how many
 * @param headersOffset where the segment headers begin
 * @param segments how many
 * @param heapOffset where segment 0 begins
 * @param segmentShift a segment has {@code 1 << segmentShift} bytes
 * @param leftoverBytes lead and tail
 */
record SegLayout(
    long indexOffset,
    long buckets,
    long headersOffset,
    int segments,
    long heapOffset,
    int segmentShift,
    long leftoverBytes) {

  static final int CACHE_LINE_BYTES = 64;

  /** Simulated for two choices of 8: at this load 0.15 % of inserts find no empty slot. */
  static final double INDEX_LOAD = 0.85;

  /** If half of the items have a deadline. */
  static final int HEADER_BYTES_EXPECTED = Item.HEADER_BYTES + Item.SHORT_DEADLINE / 2;

  /** Fewer make no cache: one is open, one is being cleaned, one is free, one holds items. */
  static final int SEGMENTS_MIN = 4;

  private static final int SEGMENTS_WANTED = 48;
  private static final int SEGMENT_BYTES_AUTO_MIN = 64 << 10;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   */
  static SegLayout of(long address, long regionBytes, SegOptions options) {
    int segmentBytes =
        options.segmentBytes() != 0 ? options.segmentBytes() : segmentBytesFor(regionBytes);
    long lead = Bits.alignUp(address, CACHE_LINE_BYTES) - address;
    long bytes = regionBytes - lead;
    double itemBytes = options.meanItemBytes() + HEADER_BYTES_EXPECTED;
    double bucketsPerSegment = segmentBytes / itemBytes / INDEX_LOAD / TwoChoices.SLOTS_PER_BUCKET;
    double lineBytesPerSegment = (1 + bucketsPerSegment) * CACHE_LINE_BYTES;
    long segments = (long) ((bytes - CACHE_LINE_BYTES) / (segmentBytes + lineBytesPerSegment));
    segments = Math.min(segments, 1L << Slot.SEGMENT_WIDTH);
    if (segments < SEGMENTS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + SEGMENTS_MIN + " segments of " + segmentBytes
              + ": give more memory or a smaller segment-size");
    }
    return tile(lead, bytes, (int) segments, segmentBytes);
  }

  private static SegLayout tile(long lead, long bytes, int segments, int segmentBytes) {
    long lines = (bytes - (long) segments * segmentBytes) / CACHE_LINE_BYTES;
    long buckets = Math.min(lines - segments, Integer.MAX_VALUE);
    long headersOffset = lead + buckets * CACHE_LINE_BYTES;
    long heapOffset = headersOffset + (long) segments * CACHE_LINE_BYTES;
    long end = heapOffset + (long) segments * segmentBytes;
    int shift = Integer.numberOfTrailingZeros(segmentBytes);
    return new SegLayout(
        lead, buckets, headersOffset, segments, heapOffset, shift, lead + (lead + bytes - end));
  }

  private static int segmentBytesFor(long regionBytes) {
    int segmentBytes = SegOptions.SEGMENT_BYTES_MAX;
    while (segmentBytes > SEGMENT_BYTES_AUTO_MIN
        && regionBytes / segmentBytes < SEGMENTS_WANTED + SEGMENTS_WANTED / 4) {
      segmentBytes >>>= 1;
    }
    return segmentBytes;
  }

  int segmentBytes() {
    return 1 << segmentShift;
  }

  /** Bytes of all segments. */
  long heapBytes() {
    return (long) segments << segmentShift;
  }

  /** Where an item lies in the region. */
  long item(int segment, int offset) {
    return heapOffset + ((long) segment << segmentShift) + offset;
  }

  /** The segment of an item. */
  int segment(long item) {
    return (int) (item - heapOffset >>> segmentShift);
  }

  /** The offset of an item in its segment. */
  int offset(long item) {
    return (int) (item - heapOffset) & segmentBytes() - 1;
  }
}
