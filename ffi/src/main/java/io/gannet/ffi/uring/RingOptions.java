package io.gannet.ffi.uring;

/**
 * What to ask of a new ring.
 *
 * @param sqEntries requests between two submissions; rounded up to a power of two, at most 32768
 * @param cqEntries completions between two reapings; the same, at most 65536, and not below
 *     sqEntries. Multishots produce many per request: take four times sqEntries or more
 * @param taskrunFlag whether {@link Ring#taskrun} should see work that waits in the kernel, which
 *     makes spinning possible and costs a store per completion
 */
public record RingOptions(int sqEntries, int cqEntries, boolean taskrunFlag) {
  private static final int MAX_SQ_ENTRIES = 32768;
  private static final int MAX_CQ_ENTRIES = 2 * MAX_SQ_ENTRIES;

  /** Checks the bounds, so that the kernel's EINVAL can only mean an unknown flag. */
  public RingOptions {
    if (sqEntries < 1 || sqEntries > MAX_SQ_ENTRIES) {
      throw new IllegalArgumentException(
          "sqEntries not in 1.." + MAX_SQ_ENTRIES + ": " + sqEntries);
    }
    if (cqEntries < sqEntries || cqEntries > MAX_CQ_ENTRIES) {
      throw new IllegalArgumentException(
          "cqEntries not in sqEntries.." + MAX_CQ_ENTRIES + ": " + cqEntries);
    }
  }

  /** 256 requests, 4096 completions, with the flag. */
  public static RingOptions defaults() {
    return new RingOptions(256, 4096, true);
  }

  /** The same with other room for requests. */
  public RingOptions withSqEntries(int sqEntries) {
    return new RingOptions(sqEntries, cqEntries, taskrunFlag);
  }

  /** The same with other room for completions. */
  public RingOptions withCqEntries(int cqEntries) {
    return new RingOptions(sqEntries, cqEntries, taskrunFlag);
  }

  /** The same with or without the flag. */
  public RingOptions withTaskrunFlag(boolean taskrunFlag) {
    return new RingOptions(sqEntries, cqEntries, taskrunFlag);
  }
}
