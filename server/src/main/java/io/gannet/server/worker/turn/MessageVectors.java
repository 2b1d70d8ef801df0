package io.gannet.server.worker.turn;

import io.gannet.ffi.linux.Iovec;
import io.gannet.ffi.linux.Msghdr;
import java.lang.foreign.MemorySegment;

/**
 * The {@code msghdr}s and {@code iovec}s of one turn's sends and receives. The kernel copies them
 * when it takes the entries that point to them (IORING_FEAT_SUBMIT_STABLE), so they are free again
 * when the last of those is taken: an enter alone does not say so, as the kernel may take a part.
 * At the end of a receive it writes flags, and that there is no ancillary data, into the header
 * that it was given, whosever that is by then: members that nobody reads, or has set otherwise.
 *
 * <pre>
 *   begin() ─► add() … while hasRoom() ─► end() ─► the SQE points to it ─► enter ─► taken()
 * </pre>
 */
final class MessageVectors {
  /** Pieces of one send at most: a reply of 32 values sent from their place. */
  private static final int PIECES_MAX = 64;

  private static final int MESSAGES = 128;
  private static final long ROW_BYTES =
      Msghdr.LAYOUT.byteSize() + PIECES_MAX * Iovec.LAYOUT.byteSize();

  /** Bytes of memory that the constructor takes. */
  static final long BYTES = MESSAGES * ROW_BYTES;

  private final MemorySegment[] headers = new MemorySegment[MESSAGES];
  private final MemorySegment[] pieces = new MemorySegment[MESSAGES];
  private int message;
  private int pieceCount;

  /** Slices once what entries will point to, so that none allocates anything. */
  MessageVectors(MemorySegment memory) {
    long headerBytes = Msghdr.LAYOUT.byteSize();
    for (int i = 0; i < MESSAGES; i++) {
      MemorySegment row = memory.asSlice(i * ROW_BYTES, ROW_BYTES);
      headers[i] = row.asSlice(0, headerBytes);
      pieces[i] = row.asSlice(headerBytes);
    }
  }

  /** Starts a message; false if all are in use: then submit first. */
  boolean begin() {
    pieceCount = 0;
    return message < MESSAGES;
  }

  /** True if the message may have one more piece. */
  boolean hasRoom() {
    return pieceCount < PIECES_MAX;
  }

  /** Adds a piece to the message begun. */
  void add(MemorySegment memory, long offset, long length) {
    assert message < MESSAGES && hasRoom() && length > 0;
    Iovec.set(pieces[message], pieceCount++, memory, offset, length);
  }

  /** Ends the message: its {@code struct msghdr}. */
  MemorySegment end() {
    assert message < MESSAGES && pieceCount > 0;
    MemorySegment header = headers[message];
    Msghdr.set(header, pieces[message], pieceCount);
    message++;
    return header;
  }

  /** The kernel has its own copy of everything. */
  void taken() {
    message = 0;
  }
}
