package io.gannet.server.worker;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The blocks that replies are composed in, and the chunks that queues of replies are made of.
 *
 * <p>A chunk is a stretch of bytes to be sent: of a block, of a connection's own place, or of the
 * store. Chunks are rows in parallel arrays, named by their number; queues link them by {@link
 * #next}. A block returns to the pool when nobody composes in it and its last chunk was sent.
 *
 * <p>Both are sized once and shared by all connections, none of which may take more than a part of
 * what is free ({@link Share}). Of the chunks each has some for certain: {@link #OWN_CHUNKS}. One
 * thread.
 */
final class ChunkPool {
  static final int NONE = -1;

  /** What a chunk lies in, if not in a block. */
  static final int STORE = -1;

  static final int OWN_PLACE = -2;

  /**
   * Chunks that every connection can have whatever the others hold: the head of a reply, a value
   * that lies in the store, what follows it, and one more.
   */
  static final int OWN_CHUNKS = 4;

  /** Chunks per block: replies with values sent from their place take two each. */
  private static final int CHUNKS_PER_BLOCK = 4;

  private static final long NOT_PINNED = -1;

  /** In place of the next one: it has left its queue, but the kernel still reads it. */
  private static final int LINGERS = -2;

  private final MemorySegment blocks;
  private final int blockBytes;
  private final int[] freeBlocks;
  private final int[] uses;
  private int freeBlockCount;

  private final int sharedChunks;
  private int freeSharedChunks;
  private int usedChunks;

  private final int[] next;
  private final int[] source;
  private final long[] offset;
  private final long[] length;
  private final long[] pin;
  private final int[] notifications;
  private int freeChunk;

  /**
   * @param blocks the blocks' memory, a multiple of {@code blockBytes}
   * @param connections how many may hold chunks
   */
  ChunkPool(MemorySegment blocks, int blockBytes, int connections) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
    int blockCount = Math.toIntExact(blocks.byteSize() / blockBytes);
    freeBlocks = new int[blockCount];
    uses = new int[blockCount];
    Arrays.setAll(freeBlocks, i -> blockCount - 1 - i);
    freeBlockCount = blockCount;
    sharedChunks = blockCount * CHUNKS_PER_BLOCK;
    freeSharedChunks = sharedChunks;
    int chunkCount = Math.addExact(sharedChunks, Math.multiplyExact(connections, OWN_CHUNKS));
    next = new int[chunkCount];
    source = new int[chunkCount];
    offset = new long[chunkCount];
    length = new long[chunkCount];
    pin = new long[chunkCount];
    notifications = new int[chunkCount];
    Arrays.setAll(next, i -> i + 1 < chunkCount ? i + 1 : NONE);
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

  /** True if nothing but chunks not yet sent keeps the block: nobody composes in it. */
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
  }

  /** The opposite, for a connection that holds {@code held} of which this is one. */
  void returnChunk(int held) {
    assert held > 0;
    if (held > OWN_CHUNKS) {
      freeSharedChunks++;
      assert freeSharedChunks <= sharedChunks;
    }
    usedChunks--;
  }

  /** A chunk of a block or of a connection's own place; it was reserved. */
  int takeComposed(int from, long at, long bytes) {
    assert from != STORE;
    if (from >= 0) {
      uses[from]++;
    }
    return take(from, at, bytes, NOT_PINNED);
  }

  /** A chunk of the store, where {@code pinned} keeps it; it was reserved. */
  int takePinned(long at, long bytes, long pinned) {
    return take(STORE, at, bytes, pinned);
  }

  private int take(int from, long at, long bytes, long pinned) {
    assert freeChunk != NONE && bytes > 0;
    int chunk = freeChunk;
    freeChunk = next[chunk];
    next[chunk] = NONE;
    source[chunk] = from;
    offset[chunk] = at;
    length[chunk] = bytes;
    pin[chunk] = pinned;
    return chunk;
  }

  /** Gives a chunk back; its pin, if it has one, is the caller's to end. */
  void free(int chunk) {
    if (source[chunk] >= 0) {
      leaveBlock(source[chunk]);
    }
    next[chunk] = freeChunk;
    freeChunk = chunk;
  }

  int next(int chunk) {
    return next[chunk];
  }

  void link(int chunk, int follower) {
    next[chunk] = follower;
  }

  /** What the chunk lies in: the number of a block, {@link #STORE} or {@link #OWN_PLACE}. */
  int source(int chunk) {
    return source[chunk];
  }

  boolean isPinned(int chunk) {
    return source[chunk] == STORE;
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

  /** A zero-copy send of the chunk has begun: the kernel will say when it is done reading it. */
  void awaitNotification(int chunk) {
    notifications[chunk]++;
  }

  /** The kernel is done with one such send; true if the chunk was all sent and is free now. */
  boolean notified(int chunk) {
    assert notifications[chunk] > 0;
    return --notifications[chunk] == 0 && next[chunk] == LINGERS;
  }

  /** The chunk has left its queue; true if it has to stay until the kernel is done with it. */
  boolean lingers(int chunk) {
    if (notifications[chunk] == 0) {
      return false;
    }
    next[chunk] = LINGERS;
    return true;
  }

  /** The first {@code bytes} bytes of the chunk were sent. */
  void advance(int chunk, long bytes) {
    assert bytes > 0 && bytes < length[chunk];
    offset[chunk] += bytes;
    length[chunk] -= bytes;
  }
}
