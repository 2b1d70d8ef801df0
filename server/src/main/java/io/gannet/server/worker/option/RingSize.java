package io.gannet.server.worker.option;

import io.gannet.ffi.uring.RingOptions;

/**
 * How large a worker's ring is: a start opens such a one, and the doctor tries the same. Since
 * Linux 6.14 its memory is locked memory, of which there can be little: few connections have a
 * small one.
 */
public final class RingSize {
  private static final int SQ_ENTRIES_MIN = 256;

  /** As many as a turn submits before it fills the queue anew. */
  private static final int SQ_ENTRIES_MAX = 4096;

  /** CQEs of multishots outnumber SQEs: four times as many make an overflow unheard of. */
  private static final int CQ_ENTRIES_PER_SQ_ENTRY = 4;

  /** IORING_MAX_CQ_ENTRIES in io_uring/io_uring.h. */
  private static final int CQ_ENTRIES_MAX = 65536;

  private RingSize() {}

  /** For so many connections, each of which may have a receive and a send completed at once. */
  public static RingOptions of(int connectionsMax) {
    int sqEntries = powerOfTwo(Math.clamp(connectionsMax, SQ_ENTRIES_MIN, SQ_ENTRIES_MAX));
    int completedAtOnce = powerOfTwo(2 * connectionsMax);
    int cqEntries = Math.max(CQ_ENTRIES_PER_SQ_ENTRY * sqEntries, completedAtOnce);
    return new RingOptions(sqEntries, Math.min(cqEntries, CQ_ENTRIES_MAX), true);
  }

  private static int powerOfTwo(int least) {
    return Integer.highestOneBit(2 * least - 1);
  }
}
