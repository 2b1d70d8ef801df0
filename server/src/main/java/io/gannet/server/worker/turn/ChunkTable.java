package io.gannet.server.worker.turn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Chunks: stretches of bytes to be sent, as rows that are named by their number. Queues link them
 * by {@link #next}. In memory of its own, of which only as much is touched as there ever were
 * chunks at a time.
 *
 * <pre>
 *    0      4        8        16       24    32              36      40
 *   ┌──────┬────────┬────────┬────────┬─────┬───────────────┬───────┐
 *   │ next │ source │ offset │ length │ pin │ notifications │ shard │
 *   └──────┴────────┴────────┴────────┴─────┴───────────────┴───────┘
 *   a hole:  HOLE     whose    kept     since
 * </pre>
 *
 * <p>One thread.
 */
final class ChunkTable {
  static final int NONE = -1;

  /** What a chunk lies in, if not in a block. */
  static final int STORE = -1;

  static final int OWN_PLACE = -2;

  /** The room that is kept for each row's own sake: {@link ChunkPool#keptOffset}. */
  static final int KEPT = -3;

  /** Nothing yet: bytes that are promised. */
  static final int HOLE = -4;

  /** In place of the next one: it has left its queue, but the kernel still reads it. */
  private static final int LINGERS = -2;

  private static final long NEXT = 0;
  private static final long SOURCE = NEXT + Integer.BYTES;
  private static final long OFFSET = SOURCE + Integer.BYTES;
  private static final long LENGTH = OFFSET + Long.BYTES;
  private static final long PIN = LENGTH + Long.BYTES;
  private static final long NOTIFICATIONS = PIN + Long.BYTES;
  private static final long SHARD = NOTIFICATIONS + Integer.BYTES;

  /** Bytes of a row. */
  static final long ROW_BYTES = SHARD + Integer.BYTES;

  private final MemorySegment rows;
  private int free = NONE;
  private int fresh;

  /**
   * @param rows zeroed, {@link #ROW_BYTES} for each chunk that there may be
   */
  ChunkTable(MemorySegment rows) {
    this.rows = rows;
  }

  /** A row for these bytes, in no queue. Whoever asks has seen to it that there is one. */
  int take(int source, long offset, long length, long pin) {
    assert length > 0;
    int chunk = free;
    if (chunk == NONE) {
      chunk = fresh++;
    } else {
      free = next(chunk);
    }
    link(chunk, NONE);
    fill(chunk, source, offset, length, pin);
    return chunk;
  }

  /** From now on the row is of these bytes, wherever it is queued. */
  void fill(int chunk, int source, long offset, long length, long pin) {
    rows.set(JAVA_INT, chunk * ROW_BYTES + SOURCE, source);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + OFFSET, offset);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + LENGTH, length);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + PIN, pin);
  }

  /** Gives a row back. */
  void give(int chunk) {
    assert notifications(chunk) == 0;
    link(chunk, free);
    free = chunk;
  }

  int next(int chunk) {
    return rows.get(JAVA_INT, chunk * ROW_BYTES + NEXT);
  }

  void link(int chunk, int follower) {
    rows.set(JAVA_INT, chunk * ROW_BYTES + NEXT, follower);
  }

  /** What the chunk lies in: the number of a block, or one of the above. */
  int source(int chunk) {
    return rows.get(JAVA_INT, chunk * ROW_BYTES + SOURCE);
  }

  boolean isPinned(int chunk) {
    return source(chunk) == STORE;
  }

  boolean isHole(int chunk) {
    return source(chunk) == HOLE;
  }

  /** The pin that keeps a chunk of the store; of a hole, since when it is one. */
  long pin(int chunk) {
    return rows.get(JAVA_LONG, chunk * ROW_BYTES + PIN);
  }

  /** The number of the shard in whose memory a chunk of the store lies. */
  int shard(int chunk) {
    return rows.get(JAVA_INT, chunk * ROW_BYTES + SHARD);
  }

  void shard(int chunk, int number) {
    rows.set(JAVA_INT, chunk * ROW_BYTES + SHARD, number);
  }

  long offset(int chunk) {
    return rows.get(JAVA_LONG, chunk * ROW_BYTES + OFFSET);
  }

  long length(int chunk) {
    return rows.get(JAVA_LONG, chunk * ROW_BYTES + LENGTH);
  }

  /** The first {@code bytes} bytes of the chunk were sent. */
  void advance(int chunk, long bytes) {
    assert bytes > 0 && bytes < length(chunk);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + OFFSET, offset(chunk) + bytes);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + LENGTH, length(chunk) - bytes);
  }

  /** True if {@code next}, which is behind the chunk, goes on in the same block where it ends. */
  boolean goesOn(int chunk, int next) {
    return source(chunk) >= 0
        && source(next) == source(chunk)
        && offset(next) == offset(chunk) + length(chunk);
  }

  /** The chunk takes in the one behind it, whose row is in no queue then. */
  void absorb(int chunk, int next) {
    assert next(chunk) == next && (goesOn(chunk, next) || length(next) == 0);
    rows.set(JAVA_LONG, chunk * ROW_BYTES + LENGTH, length(chunk) + length(next));
    link(chunk, next(next));
  }

  private int notifications(int chunk) {
    return rows.get(JAVA_INT, chunk * ROW_BYTES + NOTIFICATIONS);
  }

  private void notifications(int chunk, int count) {
    assert count >= 0;
    rows.set(JAVA_INT, chunk * ROW_BYTES + NOTIFICATIONS, count);
  }

  /** A zero-copy send of the chunk has begun: the kernel will say when it is done reading it. */
  void awaitNotification(int chunk) {
    notifications(chunk, notifications(chunk) + 1);
  }

  /** The kernel is done with one such send; true if the chunk was all sent and is free now. */
  boolean notified(int chunk) {
    int left = notifications(chunk) - 1;
    notifications(chunk, left);
    return left == 0 && next(chunk) == LINGERS;
  }

  /** The chunk has left its queue; true if it has to stay until the kernel is done with it. */
  boolean lingers(int chunk) {
    if (notifications(chunk) == 0) {
      return false;
    }
    link(chunk, LINGERS);
    return true;
  }
}
