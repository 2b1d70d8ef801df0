package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The queue of requests: we write entries and the tail, the kernel reads them and moves the head.
 *
 * <pre>
 *        taken by the kernel │ pending                    │ free
 *   ─────────────────────────┼────────────────────────────┼──────────────
 *                          head                          tail   (entries: head + entries)
 * </pre>
 *
 * <p>Both are u32 counters that wrap; what lies where is their low bits. They are cached here: the
 * tail because only we write it, the head because the kernel moves it only inside
 * io_uring_enter(2), as we use no SQPOLL. One thread.
 */
final class SubmissionQueue {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment rings;
  private final long headOffset;
  private final long tailOffset;
  private final long flagsOffset;
  private final int entries;
  private final Sqe sqe;
  private int head;
  private int tail;

  SubmissionQueue(MemorySegment rings, MemorySegment sqes, MemorySegment params) {
    MemorySegment offsets = IoUringParams.sqOff(params);
    this.rings = rings;
    this.headOffset = IoSqringOffsets.head(offsets);
    this.tailOffset = IoSqringOffsets.tail(offsets);
    this.flagsOffset = IoSqringOffsets.flags(offsets);
    this.entries = IoUringParams.sqEntries(params);
    this.sqe = new Sqe(sqes);
    if ((IoUringParams.flags(params) & IoUring.IORING_SETUP_NO_SQARRAY) == 0) {
      fillArray(IoSqringOffsets.array(offsets));
    }
  }

  /** Before 6.6 the queue holds indices of entries; ours is the identity, written once. */
  private void fillArray(long arrayOffset) {
    for (int index = 0; index < entries; index++) {
      rings.set(JAVA_INT, arrayOffset + (long) index * Integer.BYTES, index);
    }
  }

  /** The flyweight over the next free entry, zeroed; there must be one. */
  Sqe next() {
    assert spaceLeft() > 0;
    int index = tail++ & (entries - 1);
    return sqe.moveTo(index * IoUringSqe.SIZE);
  }

  int spaceLeft() {
    return entries - pending();
  }

  int pending() {
    return tail - head;
  }

  /** Makes all pending entries visible to the kernel; how many they are. */
  int publish() {
    INT.setRelease(rings, tailOffset, tail);
    return pending();
  }

  /** Learns, after io_uring_enter(2), how many entries the kernel took. */
  int taken() {
    int newHead = (int) INT.getAcquire(rings, headOffset);
    int count = newHead - head;
    head = newHead;
    return count;
  }

  /** The IORING_SQ_* bits, freshly read each time. */
  int flags() {
    return (int) INT.getOpaque(rings, flagsOffset);
  }
}
