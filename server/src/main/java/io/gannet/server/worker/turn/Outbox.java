package io.gannet.server.worker.turn;

import static io.gannet.server.worker.turn.ChunkTable.NONE;
import static io.gannet.server.worker.turn.ChunkTable.OWN_PLACE;

import io.gannet.engine.process.Output;
import io.gannet.engine.process.Processor;
import java.lang.foreign.MemorySegment;

/**
 * What one connection has yet to send: a queue of chunks, then what is being composed.
 *
 * <pre>
 *   first ─► chunk ─► pinned chunk ─► … last     [composedFrom … position … limit)
 *   └── may be in flight: only read ──┘          └── the open block: written ──┘
 * </pre>
 *
 * <p>The open block takes further replies while earlier bytes of it are in flight: what was sealed
 * into a chunk is never written again. A block comes from the pool while this connection's share
 * lasts, and then from its own {@link Place}, so that one that has nothing unsent can always
 * answer; with nothing unsent it holds nothing but values that the kernel still reads.
 *
 * <p>Invariant: while a block is open, a chunk is reserved for what is composed in it; see {@link
 * #isSound}. One thread.
 */
final class Outbox extends Output {
  private static final int NO_BLOCK = -3;

  private final ChunkPool pool;
  private final ChunkTable rows;
  private final Processor processor;
  private final Place place;
  private final long unsentBytesMax;
  private final int pinnedBytesMin;

  private int first = NONE;
  private int last = NONE;
  private long sealedBytes;
  private int openBlock = NO_BLOCK;
  private long composedFrom;
  private int blocks;
  private int chunks;
  private int pins;
  private int ownPieces;

  Outbox(
      ChunkPool pool, Processor processor, Place place, long unsentBytesMax, int pinnedBytesMin) {
    this.pool = pool;
    this.rows = pool.chunks;
    this.processor = processor;
    this.place = place;
    this.unsentBytesMax = unsentBytesMax;
    this.pinnedBytesMin = pinnedBytesMin;
    this.memory = pool.blockMemory();
  }

  /** Bytes appended and not yet known to be sent. */
  long unsentBytes() {
    return sealedBytes + (position - composedFrom);
  }

  /** Blocks of the pool that it holds. */
  int blocks() {
    return blocks;
  }

  /** Chunks that it holds. */
  int chunks() {
    return chunks;
  }

  /** Values of the store that it keeps where they are. */
  int pins() {
    return pins;
  }

  @Override
  public boolean full() {
    return unsentBytes() >= unsentBytesMax;
  }

  @Override
  public int pinnedBytesMin() {
    return pinnedBytesMin;
  }

  @Override
  protected boolean nextBlock(int bytes) {
    // The chunk that is reserved for the open block is free again if nothing was composed in it.
    boolean reserved = openBlock != NO_BLOCK && position == composedFrom;
    if (!reserved && !pool.mayTakeChunks(chunks, 1)) {
      return false;
    }
    int block = pool.mayTakeBlocks(blocks, 1) ? pool.takeBlock() : OWN_PLACE;
    if (block == OWN_PLACE && (ownPieces > 0 || openBlock == OWN_PLACE)) {
      return false;
    }
    closeBlock();
    open(block);
    assert isSound();
    return true;
  }

  private void open(int block) {
    reserveChunk();
    openBlock = block;
    boolean own = block == OWN_PLACE;
    memory = own ? place.memory() : pool.blockMemory();
    composedFrom = own ? place.outOffset() : pool.blockOffset(block);
    position = composedFrom;
    limit = composedFrom + (own ? Place.OUT_BYTES : pool.blockBytes());
    if (own) {
      place.touched();
    } else {
      blocks++;
    }
  }

  @Override
  public boolean appendPinned(MemorySegment store, long offset, long bytes, long pin) {
    assert store == processor.memory();
    if (!pool.mayTakeChunks(chunks, 2)) {
      return false;
    }
    seal();
    reserveChunk();
    append(pool.takePinned(offset, bytes, pin), bytes);
    pins++;
    assert isSound();
    return true;
  }

  @Override
  public boolean appendCopied(MemorySegment from, long offset, long bytes) {
    if (!hasRoomToCopy(bytes - (limit - position))) {
      return false;
    }
    long at = offset;
    while (at < offset + bytes) {
      boolean room = position < limit || nextBlock(1);
      assert room : "there was room for all of it";
      long piece = Math.min(offset + bytes - at, limit - position);
      MemorySegment.copy(from, at, memory, position, piece);
      position += piece;
      at += piece;
    }
    return true;
  }

  /** True if so many bytes more than the open block takes have room: in one piece, or in blocks. */
  private boolean hasRoomToCopy(long bytes) {
    if (bytes <= 0) {
      return true;
    }
    int wanted = Math.toIntExact(Math.ceilDiv(bytes, (long) pool.blockBytes()));
    return pool.mayTakeBlocks(blocks, wanted) && pool.mayTakeChunks(chunks, wanted);
  }

  /** The first chunk to send, or {@code NONE}; everything composed so far is in the queue. */
  int seal() {
    long bytes = position - composedFrom;
    if (bytes > 0) {
      if (openBlock == OWN_PLACE) {
        ownPieces++;
      }
      append(pool.takeComposed(openBlock, composedFrom, bytes), bytes);
      composedFrom = position;
      keepOpen();
    }
    return first;
  }

  /** The chunk of the open block is in the queue: it stays open if there is another. */
  private void keepOpen() {
    if (pool.mayTakeChunks(chunks, 1)) {
      reserveChunk();
    } else {
      leaveBlock();
    }
  }

  private void append(int chunk, long bytes) {
    if (first == NONE) {
      first = chunk;
    } else {
      rows.link(last, chunk);
    }
    last = chunk;
    sealedBytes += bytes;
  }

  /** The first {@code bytes} sealed bytes were sent. */
  void sent(long bytes) {
    assert bytes <= sealedBytes;
    sealedBytes -= bytes;
    long left = bytes;
    while (left > 0 && left >= rows.length(first)) {
      left -= rows.length(first);
      dropFirst();
    }
    if (left > 0) {
      rows.advance(first, left);
    }
    rest();
    assert isSound();
  }

  /** Gives the open block back if there is nothing unsent. */
  void rest() {
    if (unsentBytes() == 0) {
      closeBlock();
      assert blocks == 0 && chunks == pins && ownPieces == 0;
    }
  }

  /** What holds whenever nobody is at work in it. */
  private boolean isSound() {
    boolean open = openBlock != NO_BLOCK;
    boolean queue = first == NONE ? last == NONE && sealedBytes == 0 : sealedBytes > 0;
    boolean block = open ? composedFrom <= position && position <= limit : limit == 0;
    return queue && block && ownPieces >= 0 && pins + ownPieces + (open ? 1 : 0) <= chunks;
  }

  /** Forgets everything, for a connection that is closed and has nothing in flight. */
  void clear() {
    while (first != NONE) {
      dropFirst();
    }
    sealedBytes = 0;
    composedFrom = position;
    rest();
    assert chunks == 0 && pins == 0 && last == NONE : "nothing is in flight that could linger";
  }

  private void dropFirst() {
    int chunk = first;
    first = rows.next(chunk);
    if (first == NONE) {
      last = NONE;
    }
    if (!rows.lingers(chunk)) {
      free(chunk);
    }
  }

  /** The kernel is done with a zero-copy send of this chunk. */
  void notified(int chunk) {
    if (rows.notified(chunk)) {
      free(chunk);
    }
    assert isSound();
  }

  private void free(int chunk) {
    int source = rows.source(chunk);
    if (source == ChunkTable.STORE) {
      pins--;
      processor.unpin(rows.pin(chunk));
    } else if (source == OWN_PLACE) {
      ownPieces--;
    }
    pool.free(chunk);
    returnChunk();
    if (source >= 0 && pool.isFree(source)) {
      blocks--;
    }
  }

  /** Seals what is composed, and composes no more in this block. */
  private void closeBlock() {
    if (openBlock != NO_BLOCK) {
      seal();
    }
    if (openBlock != NO_BLOCK) {
      returnChunk();
      leaveBlock();
    }
  }

  private void leaveBlock() {
    int block = openBlock;
    openBlock = NO_BLOCK;
    position = 0;
    limit = 0;
    composedFrom = 0;
    if (block >= 0) {
      pool.leaveBlock(block);
      if (pool.isFree(block)) {
        blocks--;
      }
    }
  }

  private void reserveChunk() {
    pool.reserveChunk(chunks++);
  }

  private void returnChunk() {
    pool.returnChunk(chunks--);
  }
}
