package io.gannet.server.worker.turn;

import io.gannet.ffi.uring.BufferRing;
import java.lang.foreign.MemorySegment;

/**
 * The provided buffers of a worker: lent by the kernel with each receive, given back in the same
 * turn, or kept in an {@link Inbox} until it is their connection's turn. When most are kept,
 * connections receive into their own {@link Place} instead, so nobody is unheard for want of one.
 *
 * <p>Kept buffers form a queue per connection, linked here by their numbers. Invariant: of a buffer
 * that is kept something is left, of all others nothing. One thread.
 */
final class ReceiveBuffers {
  static final int NONE = -1;

  /** Of each so many buffers one is for receives that are armed already. */
  private static final int BUFFERS_PER_SPARE = 4;

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

  int group() {
    return ring.group();
  }

  long offset(int buffer) {
    return ring.offset(buffer);
  }

  /** Bytes that one has room for. */
  int bufferBytes() {
    return ring.bufferBytes();
  }

  /** Buffers that are kept. */
  int heldCount() {
    return heldCount;
  }

  /** True if so many are kept that no further connection should rely on there being one. */
  boolean isScarce() {
    return heldCount > next.length - next.length / BUFFERS_PER_SPARE;
  }

  /** Keeps a stretch of a buffer. */
  void hold(int buffer, long from, long to) {
    assert !isHeld(buffer) && ring.offset(buffer) <= from && from < to;
    assert to <= ring.offset(buffer) + ring.bufferBytes();
    position[buffer] = from;
    limit[buffer] = to;
    next[buffer] = NONE;
    heldCount++;
    assert heldCount <= next.length;
  }

  private boolean isHeld(int buffer) {
    return position[buffer] < limit[buffer];
  }

  int next(int buffer) {
    assert isHeld(buffer);
    return next[buffer];
  }

  void link(int buffer, int follower) {
    assert isHeld(buffer) && isHeld(follower) && next[buffer] == NONE;
    next[buffer] = follower;
  }

  long position(int buffer) {
    return position[buffer];
  }

  long limit(int buffer) {
    return limit[buffer];
  }

  /** What is kept of the buffer begins here from now on. */
  void position(int buffer, long from) {
    assert position[buffer] <= from && from < limit[buffer];
    position[buffer] = from;
  }

  /** Gives a kept buffer back to the kernel. */
  void release(int buffer) {
    assert isHeld(buffer) && heldCount > 0;
    position[buffer] = limit[buffer];
    heldCount--;
    recycle(buffer);
  }

  /** Gives a buffer back, visible to the kernel from the next {@link #publish}. */
  void recycle(int buffer) {
    assert !isHeld(buffer);
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
