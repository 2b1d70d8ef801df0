package io.gannet.server.worker;

import io.gannet.ffi.uring.RingOptions;

/** How large a worker's ring is: a start opens such a one, and the doctor tries the same. */
public final class RingSize {
  private static final int SQ_ENTRIES = 4096;

  /** CQEs of multishots outnumber SQEs: four times as many make an overflow unheard of. */
  private static final int CQ_ENTRIES = 4 * SQ_ENTRIES;

  private RingSize() {}

  /** For so many connections at once. */
  public static RingOptions of(int connectionsMax) {
    return new RingOptions(SQ_ENTRIES, CQ_ENTRIES, true);
  }
}
