package io.gannet.server.worker;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The blocks that replies are composed in, and the chunks that queues of replies are made of.
 *
 * <p>A chunk is a stretch of bytes to be sent: of a block, or of the store. Chunks are rows in
 * parallel arrays, named by their number; queues link them by {@link #next}. A block returns to the
 * pool when nobody composes in it and its last chunk was sent. Both are sized once. One thread.
 */
final class ChunkPool {
  static final int NONE = -1;

  /** The pin of a chunk that lies in a block. */
  static final long NOT_PINNED = -1;

  /** Chunks per block: replies with values sent from their place take two each. */
  private static final int CHUNKS_PER_BLOCK = 4;

  private final MemorySegment blocks;
  private final int blockBytes;
  private final int[] freeBlocks;
  private final int[] uses;
  private int freeBlockCount;

  private final int[] next;
  private final int[] block;
  private final long[] offset;
  private final long[] length;
  private final long[] pin;
  private int freeChunk;
  private int freeChunkCount;

  /**
   * @param blocks the blocks' memory, a multiple of {@code blockBytes}
   */
  ChunkPool(MemorySegment blocks, int blockBytes) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
    int blockCount = Math.toIntExact(blocks.byteSize() / blockBytes);
    freeBlocks = new int[blockCount];
    uses = new int[blockCount];
    Arrays.setAll(freeBlocks, i -> blockCount - 1 - i);
    freeBlockCount = blockCount;
    int chunkCount = blockCount * CHUNKS_PER_BLOCK;
    next = new int[chunkCount];
    block = new int[chunkCount];
    offset = new long[chunkCount];
    length = new long[chunkCount];
    pin = new long[chunkCount];
    Arrays.setAll(next, i -> i + 1 < chunkCount ? i + 1 : NONE);
    freeChunkCount = chunkCount;
  }

  /** The memory that blocks lie in. */
  MemorySegment blockMemory() {
    return blocks;
  }

  int blockBytes() {
    return blockBytes;
  }

  long blockOffset(int number) {
    return (long) number * blockBytes;
  }

  /** Blocks in use. */
  int blocksUsed() {
    return freeBlocks.length - freeBlockCount;
  }

  /** True if no block is to be had. */
  boolean isExhausted() {
    return freeBlockCount == 0;
  }

  /** A block to compose in, or {@link #NONE}. */
  int takeBlock() {
    if (freeBlockCount == 0) {
      return NONE;
    }
    int taken = freeBlocks[--freeBlockCount];
    assert uses[taken] == 0;
    uses[taken] = 1;
    return taken;
  }

  /** Nobody composes in the block any more. */
  void leaveBlock(int number) {
    assert uses[number] > 0;
    if (--uses[number] == 0) {
      freeBlocks[freeBlockCount++] = number;
    }
  }

  /**
   * True if there are chunks for pinned values: so many are kept back that each block can be sent.
   */
  boolean hasChunksToPin() {
    return freeChunkCount > freeBlocks.length + 2;
  }

  /** A chunk of a block. There is always one: see {@link #hasChunksToPin}. */
  int takeChunk(int ofBlock, long from, long bytes) {
    uses[ofBlock]++;
    return take(ofBlock, from, bytes, NOT_PINNED);
  }

  /** A chunk of the store, where {@code pin} keeps it. */
  int takePinned(long from, long bytes, long pin) {
    assert pin != NOT_PINNED;
    return take(NONE, from, bytes, pin);
  }

  private int take(int ofBlock, long from, long bytes, long pinned) {
    assert freeChunkCount > 0 && bytes > 0;
    int chunk = freeChunk;
    freeChunk = next[chunk];
    freeChunkCount--;
    next[chunk] = NONE;
    block[chunk] = ofBlock;
    offset[chunk] = from;
    length[chunk] = bytes;
    pin[chunk] = pinned;
    return chunk;
  }

  /** Gives a chunk back; its pin, if it has one, is the caller's to end. */
  void free(int chunk) {
    if (block[chunk] != NONE) {
      leaveBlock(block[chunk]);
    }
    next[chunk] = freeChunk;
    freeChunk = chunk;
    freeChunkCount++;
  }

  int next(int chunk) {
    return next[chunk];
  }

  void link(int chunk, int follower) {
    next[chunk] = follower;
  }

  boolean isPinned(int chunk) {
    return pin[chunk] != NOT_PINNED;
  }

  long pin(int chunk) {
    return pin[chunk];
  }

  long offset(int chunk) {
    return offset[chunk];
  }

  long length(int chunk) {
    return length[chunk];
  }

  /** The first {@code bytes} bytes of the chunk were sent. */
  void advance(int chunk, long bytes) {
    assert bytes > 0 && bytes < length[chunk];
    offset[chunk] += bytes;
    length[chunk] -= bytes;
  }
}
