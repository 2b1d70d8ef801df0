package io.gannet.engine.process;

import java.lang.foreign.MemorySegment;

/**
 * Where replies are composed: a block of memory that is written from {@link #position} on, and,
 * when it is full, the next. Replies leave in the order in which they were appended.
 *
 * <p>A composer asks for room with {@link #ensure}, writes at {@code memory[position, limit)} and
 * moves the position. One thread.
 */
public abstract class Output {
  /** The most bytes that {@link #ensure} may be asked for. */
  public static final int ENSURE_BYTES_MAX = 4096;

  /** The current block. */
  public MemorySegment memory = MemorySegment.NULL;

  /** Offset of the next byte to write. */
  public long position;

  /** Offset behind the last byte that may be written. */
  public long limit;

  /**
   * Work that may still be done for this conversation before others have their turn, in requests
   * of the cheapest kind; counted down by the processor, which ends with {@link
   * Processor.Progress#YIELD} once there is none left.
   */
  public int budget = Integer.MAX_VALUE;

  /**
   * Makes room for {@code bytes} bytes in one piece.
   *
   * @param bytes at most {@link #ENSURE_BYTES_MAX}
   * @return false if none is to be had now: the caller undoes nothing, stops before the request
   *     that it could not answer, and is called again later
   */
  public final boolean ensure(int bytes) {
    assert bytes <= ENSURE_BYTES_MAX;
    return limit - position >= bytes || nextBlock(bytes);
  }

  /** Moves on to a block with at least {@code bytes} bytes of room; false if none is to be had. */
  protected abstract boolean nextBlock(int bytes);

  /**
   * True if so much is unsent that no further request should be answered now. Asked before each
   * request.
   */
  public abstract boolean full();

  /** Values of at least so many bytes are to be appended with {@link #appendPinned}. */
  public abstract int pinnedBytesMin();

  /**
   * Appends bytes of the store that are sent from where they lie.
   *
   * @param pin given to {@link Processor#unpin} once the kernel is done with them
   * @return false if no room is to be had now; then nothing has changed, the position neither, and
   *     the pin remains the caller's
   */
  public abstract boolean appendPinned(MemorySegment memory, long offset, long bytes, long pin);

  /**
   * Appends a copy of bytes, all or none: here of so many as the current block has room for, and
   * over several blocks where an output has them.
   *
   * @return false if no room for all of them is to be had now; then nothing has changed
   */
  public boolean appendCopied(MemorySegment from, long offset, long bytes) {
    if (limit - position < bytes) {
      return false;
    }
    MemorySegment.copy(from, offset, memory, position, bytes);
    position += bytes;
    return true;
  }
}
