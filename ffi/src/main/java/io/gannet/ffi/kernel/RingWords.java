package io.gannet.ffi.kernel;

import io.gannet.ffi.uring.IoCqringOffsets;
import io.gannet.ffi.uring.IoSqringOffsets;
import io.gannet.ffi.uring.IoUringParams;
import java.lang.foreign.MemorySegment;

/**
 * Where the words of both queues lie in the memory that a ring shares with its driver:
 *
 * <pre>
 *    0         4         8         12        16        20                64
 *   │sq head  │sq tail  │cq head  │cq tail  │sq flags │overflow │ …     │cqes …
 * </pre>
 *
 * <p>One thread writes and reads them all, so they may share a cache line.
 */
final class RingWords {
  static final int SQ_HEAD = 0;
  static final int SQ_TAIL = 4;
  static final int CQ_HEAD = 8;
  static final int CQ_TAIL = 12;
  static final int SQ_FLAGS = 16;
  static final int CQ_OVERFLOW = 20;
  static final int CQES = 64;

  static {
    assert CQ_OVERFLOW + Integer.BYTES <= CQES;
  }

  private RingWords() {}

  /** Tells a caller of io_uring_setup(2). */
  static void tell(MemorySegment params) {
    IoSqringOffsets.set(IoUringParams.sqOff(params), SQ_HEAD, SQ_TAIL, SQ_FLAGS);
    IoCqringOffsets.set(IoUringParams.cqOff(params), CQ_HEAD, CQ_TAIL, CQ_OVERFLOW, CQES);
  }
}
