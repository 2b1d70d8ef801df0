package io.gannet.server.worker;

import static io.gannet.server.worker.ChunkPool.NONE;

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
 * into a chunk is never written again. One thread.
 */
final class Outbox extends Output {
  private final ChunkPool pool;
  private final Processor processor;
  private final long unsentBytesMax;
  private final int pinnedBytesMin;

  private int first = NONE;
  private int last = NONE;
  private long sealedBytes;
  private int openBlock = NONE;
  private long composedFrom;

  Outbox(ChunkPool pool, Processor processor, long unsentBytesMax, int pinnedBytesMin) {
    this.pool = pool;
    this.processor = processor;
    this.unsentBytesMax = unsentBytesMax;
    this.pinnedBytesMin = pinnedBytesMin;
    this.memory = pool.blockMemory();
  }

  /** Bytes appended and not yet known to be sent. */
  long unsentBytes() {
    return sealedBytes + (position - composedFrom);
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
    int block = pool.takeBlock();
    if (block == NONE) {
      return false;
    }
    closeBlock();
    openBlock = block;
    composedFrom = pool.blockOffset(block);
    position = composedFrom;
    limit = composedFrom + pool.blockBytes();
    return true;
  }

  @Override
  public boolean appendPinned(MemorySegment store, long offset, long bytes, long pin) {
    assert store == processor.memory();
    if (!pool.hasChunksToPin()) {
      return false;
    }
    seal();
    append(pool.takePinned(offset, bytes, pin), bytes);
    return true;
  }

  /** The first chunk to send, or {@code NONE}; everything composed so far is in the queue. */
  int seal() {
    long bytes = position - composedFrom;
    if (bytes > 0) {
      append(pool.takeChunk(openBlock, composedFrom, bytes), bytes);
      composedFrom = position;
    }
    return first;
  }

  private void append(int chunk, long bytes) {
    if (first == NONE) {
      first = chunk;
    } else {
      pool.link(last, chunk);
    }
    last = chunk;
    sealedBytes += bytes;
  }

  /** The first {@code bytes} sealed bytes were sent. */
  void sent(long bytes) {
    assert bytes <= sealedBytes;
    sealedBytes -= bytes;
    long left = bytes;
    while (left > 0 && left >= pool.length(first)) {
      left -= pool.length(first);
      dropFirst();
    }
    if (left > 0) {
      pool.advance(first, left);
    }
    if (unsentBytes() == 0) {
      closeBlock();
    }
  }

  /** Forgets everything, for a connection that is closed and has nothing in flight. */
  void clear() {
    while (first != NONE) {
      dropFirst();
    }
    sealedBytes = 0;
    composedFrom = position;
    closeBlock();
  }

  private void dropFirst() {
    int chunk = first;
    first = pool.next(chunk);
    if (first == NONE) {
      last = NONE;
    }
    if (pool.isPinned(chunk)) {
      processor.unpin(pool.pin(chunk));
    }
    pool.free(chunk);
  }

  private void closeBlock() {
    if (openBlock != NONE) {
      seal();
      pool.leaveBlock(openBlock);
      openBlock = NONE;
    }
    position = 0;
    limit = 0;
    composedFrom = 0;
  }
}
