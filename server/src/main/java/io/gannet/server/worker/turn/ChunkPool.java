package io.gannet.server.worker.turn;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The blocks that replies are composed in and the chunks that queues of replies are made of, shared
 * by all connections: none may take more than a part of what is free ({@link Share}). Of the chunks
 * each has some for certain: {@link #OWN_CHUNKS}. Both are sized once.
 *
 * <p>A block returns to the pool when nobody composes in it and its last chunk was sent.
 *
 * <p>One thread.
 */
final class ChunkPool {
  /**
   * Chunks that every connection can have whatever the others hold: the head of a reply, a value
   * that lies in the store, what follows it, and one more.
   */
  static final int OWN_CHUNKS = 4;

  /** Chunks per block: replies with values sent from their place take two each. */
  private static final int CHUNKS_PER_BLOCK = 4;

  /** The chunks themselves. */
  final ChunkTable chunks;

  private final MemorySegment blocks;
  private final int blockBytes;
  private final int[] freeBlocks;
  private final int[] uses;
  private int freeBlockCount;

  private final int sharedChunks;
  private int freeSharedChunks;
  private int usedChunks;

  /**
   * @param blocks the blocks' memory, a multiple of {@code blockBytes}
   * @param rows zeroed, {@link #rowBytes} of them
   */
  ChunkPool(MemorySegment blocks, int blockBytes, MemorySegment rows) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
    this.chunks = new ChunkTable(rows);
    int blockCount = Math.toIntExact(blocks.byteSize() / blockBytes);
    freeBlocks = new int[blockCount];
    uses = new int[blockCount];
    Arrays.setAll(freeBlocks, i -> blockCount - 1 - i);
    freeBlockCount = blockCount;
    sharedChunks = blockCount * CHUNKS_PER_BLOCK;
    freeSharedChunks = sharedChunks;
  }

  /** Bytes of all the chunks that there may be. */
  static long rowBytes(int blocks, int connections) {
    long shared = (long) blocks * CHUNKS_PER_BLOCK;
    return (shared + (long) connections * OWN_CHUNKS) * ChunkTable.ROW_BYTES;
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

  /** Chunks in use. */
  int chunksUsed() {
    return usedChunks;
  }

  /** True if a connection that holds {@code held} blocks may take {@code wanted} more. */
  boolean mayTakeBlocks(int held, int wanted) {
    return Share.allows(held, wanted, freeBlockCount);
  }

  /** A block to compose in, which {@link #mayTakeBlocks} has allowed. */
  int takeBlock() {
    assert freeBlockCount > 0;
    int taken = freeBlocks[--freeBlockCount];
    assert uses[taken] == 0;
    uses[taken] = 1;
    return taken;
  }

  /** Nobody composes in the block any more. */
  void leaveBlock(int number) {
    assert uses[number] > 0;
    if (--uses[number] == 0) {
      assert freeBlockCount < freeBlocks.length;
      freeBlocks[freeBlockCount++] = number;
    }
  }

  /** True if the block is back in the pool: nobody composes in it, and all of it was sent. */
  boolean isFree(int number) {
    return uses[number] == 0;
  }

  /** True if a connection that holds {@code held} chunks may take {@code wanted} more. */
  boolean mayTakeChunks(int held, int wanted) {
    int shared = Math.max(0, held - OWN_CHUNKS);
    int sharedWanted = Math.max(0, held + wanted - OWN_CHUNKS) - shared;
    return sharedWanted == 0 || Share.allows(shared, sharedWanted, freeSharedChunks);
  }

  /**
   * Sets a chunk aside for a connection that holds {@code held}, as {@link #mayTakeChunks} has
   * allowed: it will be there when it is taken.
   */
  void reserveChunk(int held) {
    if (held >= OWN_CHUNKS) {
      assert freeSharedChunks > 0;
      freeSharedChunks--;
    }
    usedChunks++;
    assert sharedChunks - freeSharedChunks <= usedChunks;
  }

  /** The opposite, for a connection that holds {@code held} of which this is one. */
  void returnChunk(int held) {
    assert held > 0 && usedChunks > 0;
    if (held > OWN_CHUNKS) {
      freeSharedChunks++;
      assert freeSharedChunks <= sharedChunks;
    }
    usedChunks--;
  }

  /** A chunk of a block or of a connection's own place; it was reserved. */
  int takeComposed(int source, long offset, long length) {
    assert source != ChunkTable.STORE && length > 0;
    if (source >= 0) {
      assert uses[source] > 0 : "nobody composes in it";
      uses[source]++;
    }
    return chunks.take(source, offset, length, 0);
  }

  /** A chunk of the store, where {@code pin} keeps it; it was reserved. */
  int takePinned(long offset, long length, long pin) {
    assert length > 0;
    return chunks.take(ChunkTable.STORE, offset, length, pin);
  }

  /** Gives a chunk back; its pin, if it has one, is the caller's to end. */
  void free(int chunk) {
    int source = chunks.source(chunk);
    if (source >= 0) {
      leaveBlock(source);
    }
    chunks.give(chunk);
  }
}
