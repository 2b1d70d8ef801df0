package io.gannet.ffi.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringCqe;
import io.gannet.ffi.uring.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Both queues of a ring from the kernel's side: it takes entries at the head of one, and writes
 * completions at the tail of the other. One thread.
 */
public final class Queues {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long SQE_BYTES = IoUringSqe.LAYOUT.byteSize();
  private static final long CQE_BYTES = IoUringCqe.LAYOUT.byteSize();

  private final int sqEntries;
  private final int cqEntries;
  private MemorySegment rings;
  private MemorySegment sqes;
  private int sqHead;
  private int cqTail;

  /** Of so many entries each, powers of two. */
  public Queues(int sqEntries, int cqEntries) {
    assert Integer.bitCount(sqEntries) == 1 && Integer.bitCount(cqEntries) == 1;
    this.sqEntries = sqEntries;
    this.cqEntries = cqEntries;
  }

  /**
   * The memory of both queues, or of the entries, given to the driver too.
   *
   * @param offset which: IORING_OFF_SQ_RING or IORING_OFF_SQES
   */
  public void map(MemorySegment memory, long offset) {
    if (offset == IoUring.IORING_OFF_SQES) {
      sqes = memory;
    } else {
      rings = memory;
    }
  }

  // Submissions.

  /** Entries that were submitted and not taken. */
  public int pending() {
    int pending = (int) INT.getAcquire(rings, (long) RingWords.SQ_TAIL) - sqHead;
    assert pending >= 0 && pending <= sqEntries;
    return pending;
  }

  /** The memory of all entries. */
  public MemorySegment sqes() {
    return sqes;
  }

  /** Takes the next entry: where it lies. It stays as it is until {@link #releaseTaken}. */
  public long take() {
    return (sqHead++ & sqEntries - 1) * SQE_BYTES;
  }

  /** Gives the driver all entries back that were taken. */
  public void releaseTaken() {
    INT.setRelease(rings, (long) RingWords.SQ_HEAD, sqHead);
  }

  // Completions.

  /** How many the queue of completions can hold. */
  public int cqEntries() {
    return cqEntries;
  }

  /** Completions that the driver can read, and has not. */
  public int ready() {
    return cqTail - (int) INT.getAcquire(rings, (long) RingWords.CQ_HEAD);
  }

  /** Writes a completion, for which there has to be room. */
  public void complete(long userData, int res, int flags) {
    assert ready() < cqEntries;
    long base = RingWords.CQES + (cqTail & cqEntries - 1) * CQE_BYTES;
    IoUringCqe.set(rings, base, userData, res, flags);
    INT.setRelease(rings, (long) RingWords.CQ_TAIL, ++cqTail);
  }

  /** IORING_SQ_*, as the driver sees them. */
  public int flags() {
    return (int) INT.getOpaque(rings, (long) RingWords.SQ_FLAGS);
  }

  /** Shows the driver these. */
  public void flags(int flags) {
    INT.setOpaque(rings, (long) RingWords.SQ_FLAGS, flags);
  }
}
