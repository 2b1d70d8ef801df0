package io.gannet.server.worker.turn;

import io.gannet.engine.process.Output;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The blocks that replies are composed in and the chunks that queues of replies are made of, shared
 * by all connections: none may take more than a part of what is free ({@link Share}). Of the chunks
 * each has some for certain: {@link #OWN_CHUNKS}. Both are sized once.
 *
 * <p>A block returns to the pool when nobody composes in it and its last chunk was sent.
 *
 * <p>Each chunk has some room of its own besides, which is touched only if it was a promise, and
 * was fulfilled when nothing else was to be had.
 *
 * <pre>
 *   rows:   ┌───┬───┬───┬─…─┬──────────┬──────────┬──────────┬─…
 *           │ 0 │ 1 │ 2 │   │ kept, 0  │ kept, 1  │ kept, 2  │
 *           └───┴───┴───┴─…─┴──────────┴──────────┴──────────┴─…
 * </pre>
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

  private static final long KEPT_BYTES = Output.PROMISE_BYTES_MAX;

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
  private final MemorySegment kept;
  private int holes;
  private long overtaken;
  private long composedBytes;

  /**
   * @param blocks the blocks' memory, a multiple of {@code blockBytes}
   * @param rows zeroed, {@link #rowBytes} of them
   */
  ChunkPool(MemorySegment blocks, int blockBytes, MemorySegment rows) {
    this.blocks = blocks;
    this.blockBytes = blockBytes;
    long rowCount = rows.byteSize() / (ChunkTable.ROW_BYTES + KEPT_BYTES);
    assert rowCount <= Ticket.CHUNKS_MAX;
    this.chunks = new ChunkTable(rows.asSlice(0, rowCount * ChunkTable.ROW_BYTES));
    this.kept = rows.asSlice(rowCount * ChunkTable.ROW_BYTES);
    int blockCount = Math.toIntExact(blocks.byteSize() / blockBytes);
    freeBlocks = new int[blockCount];
    uses = new int[blockCount];
    Arrays.setAll(freeBlocks, i -> blockCount - 1 - i);
    freeBlockCount = blockCount;
    sharedChunks = blockCount * CHUNKS_PER_BLOCK;
    freeSharedChunks = sharedChunks;
  }

  /** Bytes of all the chunks that there may be, and of the room that is kept for each. */
  static long rowBytes(int blocks, int connections) {
    long shared = (long) blocks * CHUNKS_PER_BLOCK;
    return (shared + (long) connections * OWN_CHUNKS) * (ChunkTable.ROW_BYTES + KEPT_BYTES);
  }

  /** The memory that the chunks' own rooms lie in. */
  MemorySegment keptMemory() {
    return kept;
  }

  /** Where a chunk's own room is. */
  long keptOffset(int chunk) {
    return chunk * KEPT_BYTES;
  }

  /** Promises that are not fulfilled yet. */
  int holes() {
    return holes;
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
    use(source);
    return chunks.take(source, offset, length, 0);
  }

  private void use(int source) {
    assert source != ChunkTable.STORE && source != ChunkTable.HOLE;
    if (source >= 0) {
      assert uses[source] > 0 : "nobody composes in it";
      uses[source]++;
    }
  }

  /** A chunk of the store of a shard, where {@code pin} keeps it; it was reserved. */
  int takePinned(int shard, long offset, long length, long pin) {
    int chunk = chunks.take(ChunkTable.STORE, offset, length, pin);
    chunks.shard(chunk, shard);
    return chunk;
  }

  /**
   * A chunk in whose place there is nothing yet; it was reserved.
   *
   * @param whose what its connection is known by
   * @param bytes that are kept for it
   * @param sinceNs when it was promised
   */
  int takeHole(long whose, int bytes, long sinceNs) {
    assert 0 < bytes && bytes <= KEPT_BYTES;
    holes++;
    return chunks.take(ChunkTable.HOLE, whose, bytes, sinceNs);
  }

  /** A hole is filled, before one that was there first or not. */
  void overtakes(boolean another) {
    overtaken += another ? 1 : 0;
  }

  /** How often a hole was filled before one that was there first. */
  long overtaken() {
    return overtaken;
  }

  /** So many bytes were composed, which lie in blocks now. */
  void composed(long bytes) {
    composedBytes += bytes;
  }

  /** All bytes of replies but those that are sent from where they lie in a store. */
  long composedBytes() {
    return composedBytes;
  }

  /** So many holes are none any more: they were filled, or their connection is gone. */
  void holesLeft(int count) {
    holes -= count;
    assert holes >= 0;
  }

  /** What was a hole is a chunk of a block, of a connection's own place, or of its own room. */
  void fillComposed(int chunk, int source, long offset, long length) {
    assert chunks.isHole(chunk);
    use(source);
    chunks.fill(chunk, source, offset, length, 0);
  }

  /** What was a hole is a chunk of the store of a shard. */
  void fillPinned(int chunk, int shard, long offset, long length, long pin) {
    assert chunks.isHole(chunk) && length > 0;
    chunks.fill(chunk, ChunkTable.STORE, offset, length, pin);
    chunks.shard(chunk, shard);
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
