package io.gannet.ffi.simulated;

import io.gannet.ffi.uring.IoCqringOffsets;
import io.gannet.ffi.uring.IoSqringOffsets;
import io.gannet.ffi.uring.IoUringParams;
import java.lang.foreign.MemorySegment;

/** Where the words of both queues lie in the memory that is shared with the driver. */
final class RingWords {
  static final int SQ_HEAD = 0;
  static final int SQ_TAIL = 4;
  static final int CQ_HEAD = 8;
  static final int CQ_TAIL = 12;
  static final int SQ_FLAGS = 16;
  static final int CQ_OVERFLOW = 20;
  static final int CQES = 64;

  private RingWords() {}

  static void tell(MemorySegment params) {
    IoSqringOffsets.set(IoUringParams.sqOff(params), SQ_HEAD, SQ_TAIL, SQ_FLAGS);
    IoCqringOffsets.set(IoUringParams.cqOff(params), CQ_HEAD, CQ_TAIL, CQ_OVERFLOW, CQES);
  }
}
