package io.gannet.engine.block;

import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.TwoChoices;

/**
 * How a region is divided into an index, headers and blocks, down to its last byte.
 *
 * <pre>
 * 0      indexOffset        headersOffset       heapOffset
 * +------+------------------+-------------------+---------+-----+---------+------+
 * | lead | buckets × 64     | blocks × 64       | block 0 |  …  | block n | tail |
 * +------+------------------+-------------------+---------+-----+---------+------+
 * </pre>
 *
 * Lead and tail, less than a cache line each, are what is left over: what does not suffice for one
 * more block goes to the index.
 *
 * @param indexOffset where the buckets of {@link TwoChoices} begin, on a cache line
 * @param buckets how many
 * @param headersOffset where the headers of the blocks begin
 * @param blocks how many
 * @param heapOffset where block 0 begins, on a cache line
 * @param blockShift a block has {@code 1 << blockShift} bytes
 * @param leftoverBytes lead and tail
 */
public record BlockLayout(
    long indexOffset,
    long buckets,
    long headersOffset,
    int blocks,
    long heapOffset,
    int blockShift,
    long leftoverBytes) {

  /** Fewer make no cache: one is being filled, one cleaned, one is free, one holds items. */
  public static final int BLOCKS_MIN = 4;

  /** {@link TwoChoices} finds no more. */
  private static final int BUCKETS_MAX = Integer.MAX_VALUE;

  private static final int BLOCKS_WANTED = 48;
  private static final int BLOCK_BYTES_AUTO_MIN = 64 << 10;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   * @param noun what a block is called, also by the option for its size
   * @param blockBytes a power of two, or 0 to size blocks to the region
   * @param itemBytes what an item is expected to take of its block
   * @param blocksMax how many blocks can be told apart
   * @throws IllegalArgumentException if the region is too small, or so large that some of it would
   *     be put to no use; the message says the cure
   */
  public static BlockLayout of(
      long address, long regionBytes, String noun, int blockBytes, double itemBytes,
      long blocksMax) {
    int size = blockBytes != 0 ? blockBytes : blockBytesFor(regionBytes);
    int lead = CacheLine.bytesToNext(address);
    long bytes = regionBytes - lead;
    double bucketsPerBlock = size / itemBytes / TwoChoices.LOAD / TwoChoices.SLOTS_PER_BUCKET;
    double lineBytesPerBlock = (1 + bucketsPerBlock) * CacheLine.BYTES;
    long blocks = (long) ((bytes - CacheLine.BYTES) / (size + lineBytesPerBlock));
    if (blocks < BLOCKS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + BLOCKS_MIN + " " + noun + "s of " + size
              + ": give more memory or a smaller " + noun + "-size");
    }
    if (blocks > blocksMax) {
      throw new IllegalArgumentException(
          regionBytes + " bytes of a shard are more than " + blocksMax + " " + noun + "s of "
              + size + ": give a larger " + noun + "-size or more threads");
    }
    if (blocks * bucketsPerBlock > BUCKETS_MAX) {
      throw new IllegalArgumentException(
          regionBytes + " bytes of a shard hold more items than an index has slots: give a "
              + "larger mean-item-size or more threads");
    }
    return tile(lead, bytes, (int) blocks, size);
  }

  private static BlockLayout tile(long lead, long bytes, int blocks, int blockBytes) {
    long lines = (bytes - (long) blocks * blockBytes) / CacheLine.BYTES;
    long buckets = Math.min(lines - blocks, BUCKETS_MAX);
    long headersOffset = lead + buckets * CacheLine.BYTES;
    long heapOffset = headersOffset + (long) blocks * CacheLine.BYTES;
    long end = heapOffset + (long) blocks * blockBytes;
    int shift = Integer.numberOfTrailingZeros(blockBytes);
    return new BlockLayout(
        lead, buckets, headersOffset, blocks, heapOffset, shift, lead + (lead + bytes - end));
  }

  private static int blockBytesFor(long regionBytes) {
    int blockBytes = BlockOptions.BLOCK_BYTES_MAX;
    while (blockBytes > BLOCK_BYTES_AUTO_MIN
        && regionBytes / blockBytes < BLOCKS_WANTED + BLOCKS_WANTED / 4) {
      blockBytes >>>= 1;
    }
    return blockBytes;
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return 1 << blockShift;
  }

  /** Bytes of all blocks. */
  public long heapBytes() {
    return (long) blocks << blockShift;
  }

  /** Bytes of the index. */
  public long indexBytes() {
    return buckets * TwoChoices.BUCKET_BYTES;
  }

  /** Bytes of the headers. */
  public long headersBytes() {
    return (long) blocks * CacheLine.BYTES;
  }

  /** Items that the index has room for. */
  public long indexSlots() {
    return buckets * TwoChoices.SLOTS_PER_BUCKET;
  }

  /** Where a block begins in the region. */
  public long offset(int block) {
    return heapOffset + ((long) block << blockShift);
  }

  /** The block that a byte of the region is in. */
  public int block(long offset) {
    return (int) (offset - heapOffset >>> blockShift);
  }

  /** How far that byte is from its block's begin. */
  public int offsetInBlock(long offset) {
    return (int) (offset - heapOffset) & blockBytes() - 1;
  }
}
