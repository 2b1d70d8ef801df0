package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The queue of completions: the kernel writes entries and the tail, we read them and move the head.
 *
 * <p>The head is cached, since only we write it. Reading the tail is an acquire, so that entries
 * before it are seen whole; writing the head is a release, so that the kernel overwrites no entry
 * that we still read. One thread.
 */
final class CompletionQueue {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment rings;
  private final long headOffset;
  private final long tailOffset;
  private final long overflowOffset;
  private final long cqesOffset;
  private final int mask;
  private final Cqe cqe;
  private int head;

  CompletionQueue(MemorySegment rings, MemorySegment params) {
    MemorySegment offsets = IoUringParams.cqOff(params);
    this.rings = rings;
    this.headOffset = IoCqringOffsets.head(offsets);
    this.tailOffset = IoCqringOffsets.tail(offsets);
    this.overflowOffset = IoCqringOffsets.overflow(offsets);
    this.cqesOffset = IoCqringOffsets.cqes(offsets);
    this.mask = IoUringParams.cqEntries(params) - 1;
    this.cqe = new Cqe(rings);
  }

  int ready() {
    return (int) INT.getAcquire(rings, tailOffset) - head;
  }

  Cqe cqe(int index) {
    return cqe.moveTo(cqesOffset + ((head + index) & mask) * IoUringCqe.SIZE);
  }

  void advance(int count) {
    assert count >= 0 && count <= ready();
    head += count;
    INT.setRelease(rings, headOffset, head);
  }

  /** Completions that the kernel lost, because it had no memory to keep them. */
  int lost() {
    return (int) INT.getOpaque(rings, overflowOffset);
  }
}
