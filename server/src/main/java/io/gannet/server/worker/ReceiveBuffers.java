package io.gannet.server.worker;

import io.gannet.ffi.uring.BufferRing;
import java.lang.foreign.MemorySegment;

/**
 * The provided buffers of a worker: lent by the kernel with each receive, given back in the same
 * turn, or held for a connection whose replies have no room.
 *
 * <p>Held buffers form a queue per connection, linked through arrays by the buffers' numbers. At
 * most half of all may be held, so that no set of slow readers starves the others. One thread.
 */
final class ReceiveBuffers {
  static final int NONE = -1;

  private final BufferRing ring;
  private final int[] next;
  private final long[] position;
  private final long[] limit;
  private int heldCount;
  private boolean changed;

  ReceiveBuffers(BufferRing ring, int count) {
    this.ring = ring;
    next = new int[count];
    position = new long[count];
    limit = new long[count];
  }

  MemorySegment memory() {
    return ring.memory();
  }

  long offset(int buffer) {
    return ring.offset(buffer);
  }

  int heldCount() {
    return heldCount;
  }

  /** True if one more may be held for a connection that is slow to read. */
  boolean mayHold() {
    return heldCount < next.length / 2;
  }

  /** Keeps the rest of a buffer for the connection, behind what it holds already. */
  void hold(Connection connection, int buffer, long from, long to) {
    position[buffer] = from;
    limit[buffer] = to;
    next[buffer] = NONE;
    if (connection.heldLast == NONE) {
      connection.heldFirst = buffer;
    } else {
      next[connection.heldLast] = buffer;
    }
    connection.heldLast = buffer;
    heldCount++;
  }

  long heldPosition(int buffer) {
    return position[buffer];
  }

  long heldLimit(int buffer) {
    return limit[buffer];
  }

  /** The first buffer that the connection holds was consumed up to {@code from}. */
  void consumedTo(int buffer, long from) {
    position[buffer] = from;
  }

  /** Gives the first buffer that the connection holds back to the kernel. */
  void releaseFirst(Connection connection) {
    int buffer = connection.heldFirst;
    connection.heldFirst = next[buffer];
    if (connection.heldFirst == NONE) {
      connection.heldLast = NONE;
    }
    heldCount--;
    recycle(buffer);
  }

  /** Gives all that the connection holds back to the kernel. */
  void releaseAll(Connection connection) {
    while (connection.heldFirst != NONE) {
      releaseFirst(connection);
    }
  }

  /** Gives a buffer back, visible to the kernel from the next {@link #publish}. */
  void recycle(int buffer) {
    ring.add(buffer);
    changed = true;
  }

  /** One release store for all buffers recycled since the last. */
  void publish() {
    if (changed) {
      ring.advance();
      changed = false;
    }
  }
}
