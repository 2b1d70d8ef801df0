package io.gannet.ffi.kernel;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringParams;
import java.lang.foreign.MemorySegment;

/**
 * io_uring_setup(2): which flags there are, and how large queues become ({@code
 * io_uring_fill_params}, io_uring/io_uring.c).
 */
public final class Setup {
  /** IORING_MAX_ENTRIES in io_uring/io_uring.h. */
  public static final int ENTRIES_MAX = 32768;

  /** Flags that say how this room is: one thread, whole batches, entries without an index. */
  private static final int REQUIRED =
      IoUring.IORING_SETUP_R_DISABLED
          | IoUring.IORING_SETUP_SUBMIT_ALL
          | IoUring.IORING_SETUP_SINGLE_ISSUER
          | IoUring.IORING_SETUP_NO_SQARRAY;

  /** Those that may be said too; the last two say no more than what is so anyway. */
  private static final int KNOWN =
      REQUIRED
          | IoUring.IORING_SETUP_CQSIZE
          | IoUring.IORING_SETUP_CLAMP
          | IoUring.IORING_SETUP_TASKRUN_FLAG
          | IoUring.IORING_SETUP_COOP_TASKRUN
          | IoUring.IORING_SETUP_DEFER_TASKRUN;

  private static final int FEATURES =
      IoUring.IORING_FEAT_SINGLE_MMAP
          | IoUring.IORING_FEAT_NODROP
          | IoUring.IORING_FEAT_SUBMIT_STABLE
          | IoUring.IORING_FEAT_RW_CUR_POS
          | IoUring.IORING_FEAT_FAST_POLL
          | IoUring.IORING_FEAT_EXT_ARG
          | IoUring.IORING_FEAT_CQE_SKIP
          | IoUring.IORING_FEAT_MIN_TIMEOUT;

  private Setup() {}

  /**
   * Answers in {@code params}: sizes, features, where the words of the queues lie.
   *
   * @param sqEntriesMax a power of two, as is {@code cqEntriesMax}
   * @return 0, or -errno
   */
  public static int grant(int entries, MemorySegment params, int sqEntriesMax, int cqEntriesMax) {
    int flags = IoUringParams.flags(params);
    if ((flags & REQUIRED) != REQUIRED || (flags & ~KNOWN) != 0) {
      return -Errno.EINVAL;
    }
    boolean clamp = (flags & IoUring.IORING_SETUP_CLAMP) != 0;
    int sqEntries = size(entries, sqEntriesMax, clamp);
    int cqEntries =
        (flags & IoUring.IORING_SETUP_CQSIZE) != 0
            ? size(IoUringParams.cqEntries(params), cqEntriesMax, clamp)
            : 2 * sqEntries;
    if (sqEntries < 0 || cqEntries < sqEntries) {
      return -Errno.EINVAL;
    }
    IoUringParams.grant(params, sqEntries, cqEntries, FEATURES);
    RingWords.tell(params);
    return 0;
  }

  /** The next power of two, if that is not more than there may be; or -EINVAL. */
  private static int size(int asked, int max, boolean clamp) {
    boolean tooMany = Integer.compareUnsigned(asked, max) > 0;
    if (asked == 0 || tooMany && !clamp) {
      return -Errno.EINVAL;
    }
    int least = tooMany ? max : asked;
    return least == 1 ? 1 : Integer.highestOneBit(2 * least - 1);
  }

  /** Whether the ring is to tell in a word that an enter is worth it. */
  public static boolean hasTaskrunFlag(MemorySegment params) {
    return (IoUringParams.flags(params) & IoUring.IORING_SETUP_TASKRUN_FLAG) != 0;
  }
}
