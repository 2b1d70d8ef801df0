package io.gannet.engine.block;

import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.TwoChoices;
import java.lang.foreign.MemorySegment;

/**
 * How a region is divided into headers, blocks and an index, down to its last byte.
 *
 * <pre>
 * 0      headersOffset      heapOffset                                 indexEnd
 * +------+------------------+---------+-----+---------+----------------+------+
 * | lead | blocksMax × 64   | block 0 |  …  | block n | buckets × 64   | tail |
 * +------+------------------+---------+-----+---------+----------------+------+
 *                                                     ^
 *                                                     where the index may find its size
 * </pre>
 *
 * Lead and tail, less than a cache line each, are what is left over: what does not suffice for one
 * more block goes to the index. The {@link Boundary} moves: so there are headers for as many blocks
 * as there are when the index is smallest.
 *
 * @param headersOffset where the headers of the blocks begin, on a cache line
 * @param blocksMax how many blocks there may be
 * @param blocks how many there are at first
 * @param heapOffset where block 0 begins, on a cache line
 * @param blockShift a block has {@code 1 << blockShift} bytes
 * @param indexEnd where the buckets of {@link TwoChoices} end
 * @param leftoverBytes lead and tail
 */
public record BlockLayout(
    long headersOffset,
    int blocksMax,
    int blocks,
    long heapOffset,
    int blockShift,
    long indexEnd,
    long leftoverBytes) {

  /** Fewer make no cache: one is being filled, one cleaned, one is free, one holds items. */
  public static final int BLOCKS_MIN = 4;

  /** The smallest index has a slot for two items of each block. */
  private static final int BLOCKS_PER_BUCKET = 4;

  /** Fewer blocks are not left to items, however small these are. */
  private static final int BLOCKS_LEFT_MIN = 8;

  private static final int BLOCKS_WANTED = 48;
  private static final int BLOCK_BYTES_AUTO_MIN = 64 << 10;

  /**
   * Divides a region so that the index may take blocks, the last one first, and give them back.
   *
   * @param address its first byte's, to align the buckets
   * @param noun what a block is called, also by the option for its size
   * @param blockBytes a power of two, or 0 to size blocks to the region
   * @param itemBytes what an item is expected to take of its block, to begin with
   * @param blocksTold how many blocks can be told apart
   * @throws IllegalArgumentException if the region is too small, or so large that some of it would
   *     be put to no use; the message says the cure
   */
  public static BlockLayout of(
      long address, long regionBytes, String noun, int blockBytes, double itemBytes,
      long blocksTold) {
    int size = blockBytes != 0 ? blockBytes : blockBytesFor(regionBytes);
    long bytes = (lines(address, regionBytes) - 1) * CacheLine.BYTES;
    double perBlockMax = size + (1 + 1.0 / BLOCKS_PER_BUCKET) * CacheLine.BYTES;
    long blocksMax = (long) (bytes / perBlockMax);
    long bytesLeft = bytes - blocksMax * CacheLine.BYTES;
    double perBlock = size + bucketsPerBlock(size, itemBytes) * CacheLine.BYTES;
    long blocks = Math.min((long) (bytesLeft / perBlock), blocksMax);
    check(regionBytes, noun, size, blocks, blocksMax, blocksTold);
    return tile(address, regionBytes, size, (int) blocks, (int) blocksMax);
  }

  private static long lines(long address, long regionBytes) {
    return (regionBytes - CacheLine.bytesToNext(address)) / CacheLine.BYTES;
  }

  private static double bucketsPerBlock(int blockBytes, double itemBytes) {
    return blockBytes / itemBytes / TwoChoices.LOAD / TwoChoices.SLOTS_PER_BUCKET;
  }

  private static void check(
      long regionBytes, String noun, int size, long blocks, long blocksMax, long blocksTold) {
    if (blocks < BLOCKS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + BLOCKS_MIN + " " + noun + "s of " + size
              + ": give more memory or a smaller " + noun + "-size");
    }
    if (blocksMax > blocksTold) {
      throw new IllegalArgumentException(
          regionBytes + " bytes of a shard are more than " + blocksTold + " " + noun + "s of "
              + size + ": give a larger " + noun + "-size or more threads");
    }
  }

  private static BlockLayout tile(
      long address, long regionBytes, int blockBytes, int blocks, int blocksMax) {
    long lead = CacheLine.bytesToNext(address);
    long usedBytes = lines(address, regionBytes) * CacheLine.BYTES;
    long heapOffset = lead + (long) blocksMax * CacheLine.BYTES;
    int shift = Integer.numberOfTrailingZeros(blockBytes);
    return new BlockLayout(
        lead, blocksMax, blocks, heapOffset, shift, lead + usedBytes, regionBytes - usedBytes);
  }

  private static int blockBytesFor(long regionBytes) {
    int blockBytes = BlockOptions.BLOCK_BYTES_MAX;
    while (blockBytes > BLOCK_BYTES_AUTO_MIN
        && regionBytes / blockBytes < BLOCKS_WANTED + BLOCKS_WANTED / 4) {
      blockBytes >>>= 1;
    }
    return blockBytes;
  }

  /** Clears headers and index, as those need it who are made over them. */
  public void clear(MemorySegment region) {
    region.asSlice(headersOffset, headersBytes()).fill((byte) 0);
    region.asSlice(offset(blocks), indexBytes()).fill((byte) 0);
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return 1 << blockShift;
  }

  /** Bytes of all blocks there are at first. */
  public long heapBytes() {
    return heapBytes(blocks);
  }

  /** Bytes of so many blocks. */
  public long heapBytes(int blocks) {
    return (long) blocks << blockShift;
  }

  /** Buckets that there are at first. */
  public long buckets() {
    return buckets(blocks);
  }

  /** Buckets for which there is memory beside so many blocks. */
  public long buckets(int blocks) {
    return (indexEnd - offset(blocks)) / TwoChoices.BUCKET_BYTES;
  }

  /** How many blocks are left to items at least: more where these would be too many buckets. */
  public int blocksMin() {
    long beyond = Math.max(0, buckets(BLOCKS_LEFT_MIN) - TwoChoices.BUCKETS_MAX);
    return BLOCKS_LEFT_MIN + (int) Math.ceilDiv(beyond * TwoChoices.BUCKET_BYTES, blockBytes());
  }

  /** Bytes of the index at first. */
  public long indexBytes() {
    return indexBytes(blocks);
  }

  /** Bytes of the index beside so many blocks. */
  public long indexBytes(int blocks) {
    return indexEnd - offset(blocks);
  }

  /** Bytes of the headers. */
  public long headersBytes() {
    return (long) blocksMax * CacheLine.BYTES;
  }

  /** Items that the index has room for at first. */
  public long indexSlots() {
    return indexSlots(blocks);
  }

  /** Slots of an index that has all memory beside so many blocks. */
  public long indexSlots(int blocks) {
    return indexBytes(blocks) / Long.BYTES;
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
