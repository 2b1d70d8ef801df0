package io.gannet.engine.process;

import java.lang.foreign.MemorySegment;

/**
 * Where replies are composed: a block of memory that is written from {@link #position} on, and,
 * when it is full, the next. Replies leave in the order in which they were appended.
 *
 * <p>A composer asks for room with {@link #ensure}, writes at {@code memory[position, limit)} and
 * moves the position.
 *
 * <p>An answer that is not known yet has its place kept: {@link #promise} leaves a hole, and what
 * is composed afterwards goes behind it. When the answer is known it is composed like any other,
 * between {@link #begin} and {@link #end}, and lies in the hole's place then. Promises are
 * fulfilled in any order; nothing behind a hole leaves before it is filled.
 *
 * <pre>
 *   promise ─► ticket ─► begin ─► composed, in the ticket's place ─┬─► end
 *                 ▲       └─ no room now                           └─► postpone
 *                 └────────────┴───────────────────────────────────────────┘
 * </pre>
 *
 * <p>One thread.
 */
public abstract class Output {
  /** The most bytes that {@link #ensure} may be asked for. */
  public static final int ENSURE_BYTES_MAX = 4096;

  /** The most bytes that may be kept for a promised answer. */
  public static final int PROMISE_BYTES_MAX = 128;

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
   * Bytes composed so far and not known to be sent: what it grows by while a reply is composed is
   * the reply's. What has one block counts from its begin.
   */
  public long unsentBytes() {
    return position;
  }

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
   * The same of the store of any shard, which is told of the pin's end: {@link Pins}.
   *
   * @param shard the number of the one in whose memory they lie
   */
  public boolean appendPinned(int shard, long offset, long bytes, long pin) {
    throw new UnsupportedOperationException("knows no shards");
  }

  /**
   * Leaves a hole for an answer that is to come, behind what was composed so far.
   *
   * @param bytes 1 to {@link #PROMISE_BYTES_MAX}: an answer of no more, in one piece, always has
   *     room when it comes
   * @return the ticket that the answer is composed by, or -1 if no room is to be had now: the
   *     caller undoes nothing, stops before the request, and is called again later
   */
  public int promise(int bytes) {
    throw new UnsupportedOperationException("promises nothing");
  }

  /**
   * From here on the answer is composed that the ticket was given for, until its end; nothing else
   * meanwhile.
   *
   * @param bytes room in one piece to begin with, at most {@link #ENSURE_BYTES_MAX}
   * @return false if there is none now, never for as many as were kept: the ticket is good still,
   *     and the caller asks again later. Who is first of those promised, and has nothing before it
   *     unsent, has room in the end.
   */
  public boolean begin(int ticket, int bytes) {
    throw new UnsupportedOperationException("promises nothing");
  }

  /**
   * Takes back what was composed since {@link #begin}: something of the answer has no room now. The
   * ticket is good still. Not once a value was appended.
   */
  public void postpone(int ticket) {
    throw new UnsupportedOperationException("promises nothing");
  }

  /** The answer is whole, and may be empty. The ticket is void. */
  public void end(int ticket) {
    throw new UnsupportedOperationException("promises nothing");
  }

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
