package io.gannet.ffi.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a ring shares with the kernel: two mappings of its descriptor, unmapped with their arena.
 *
 * @param rings the words of both queues, and the completions
 * @param sqes the requests
 */
record RingMemory(MemorySegment rings, MemorySegment sqes) {
  /** One mapping holds both queues: IORING_FEAT_SINGLE_MMAP, since 5.4. */
  static RingMemory map(Kernel kernel, int fd, MemorySegment params, Arena arena) {
    return new RingMemory(
        kernel.map(fd, ringsBytes(params), IoUring.IORING_OFF_SQ_RING, arena),
        kernel.map(fd, sqesBytes(params), IoUring.IORING_OFF_SQES, arena));
  }

  private static long ringsBytes(MemorySegment params) {
    long cqes = IoCqringOffsets.cqes(IoUringParams.cqOff(params));
    long cqEnd = cqes + IoUringParams.cqEntries(params) * IoUringCqe.SIZE;
    if ((IoUringParams.flags(params) & IoUring.IORING_SETUP_NO_SQARRAY) != 0) {
      return cqEnd;
    }
    long array = IoSqringOffsets.array(IoUringParams.sqOff(params));
    return Math.max(cqEnd, array + (long) IoUringParams.sqEntries(params) * Integer.BYTES);
  }

  private static long sqesBytes(MemorySegment params) {
    return IoUringParams.sqEntries(params) * IoUringSqe.SIZE;
  }
}
