package io.gannet.server.worker;

import io.gannet.ffi.uring.RingOptions;

/** How large a worker's ring is: a start opens such a one, and the doctor tries the same. */
public final class RingSize {
  private static final int SQ_ENTRIES = 4096;

  /** CQEs of multishots outnumber SQEs: four times as many make an overflow unheard of. */
  private static final int CQ_ENTRIES_MIN = 4 * SQ_ENTRIES;

  /** IORING_MAX_CQ_ENTRIES in io_uring/io_uring.h. */
  private static final int CQ_ENTRIES_MAX = 65536;

  private RingSize() {}

  /** For so many connections, each of which may have a receive and a send completed at once. */
  public static RingOptions of(int connectionsMax) {
    int wanted = Integer.highestOneBit(Math.max(1, 2 * connectionsMax - 1)) << 1;
    return new RingOptions(SQ_ENTRIES, Math.clamp(wanted, CQ_ENTRIES_MIN, CQ_ENTRIES_MAX), true);
  }
}
