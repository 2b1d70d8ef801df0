package io.gannet.engine.bytes;

import java.lang.foreign.MemorySegment;

/**
 * A stretch of memory with a position that only moves forward: what is left to read.
 *
 * <p>One window is moved over many stretches ({@link #set}), so nothing is allocated per read. The
 * bytes of {@code [position, limit)} belong to whoever holds the window until it is set again. Any
 * thread, one at a time.
 */
public final class Window {
  /** The memory read; offsets are its own. */
  public MemorySegment memory = MemorySegment.NULL;

  /** Offset of the next byte to read. */
  public long position;

  /** Offset behind the last byte to read. */
  public long limit;

  /** Moves this window over {@code length} bytes of {@code memory} from {@code offset}. */
  public Window set(MemorySegment memory, long offset, long length) {
    assert offset >= 0 && length >= 0 && offset + length <= memory.byteSize();
    this.memory = memory;
    this.position = offset;
    this.limit = offset + length;
    return this;
  }

  /** Bytes left to read. */
  public long remaining() {
    return limit - position;
  }
}
