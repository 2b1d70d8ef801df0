package io.gannet.ffi.epoll;

import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.uring.IoUring;
import java.util.Arrays;

/**
 * Completions on their way into the queue. What it has no room for is kept here, in its order, and
 * goes into it with a later enter (IORING_FEAT_NODROP). One thread.
 */
final class Completions {
  private static final int TASKRUN = IoUring.IORING_SQ_TASKRUN;

  private final Queues queues;
  private final boolean taskrunFlag;

  /** User data, then result and flags in one word, each. */
  private long[] kept = new long[64];

  private int keptCount;

  Completions(Queues queues, boolean taskrunFlag) {
    this.queues = queues;
    this.taskrunFlag = taskrunFlag;
  }

  /** Nobody can see from outside whether an entry is worth it: so it is said always. */
  void flag() {
    int overflow = keptCount > 0 ? IoUring.IORING_SQ_CQ_OVERFLOW : 0;
    queues.flags((taskrunFlag ? TASKRUN : 0) | overflow);
  }

  private boolean hasRoom() {
    return keptCount == 0 && queues.ready() < queues.cqEntries();
  }

  /** A completion, whether there is room for it or not. */
  void post(long userData, int res, int flags) {
    if (!postIfRoom(userData, res, flags)) {
      keep(userData, res, flags);
    }
  }

  /** A completion of one that lives on: false if there is no room, and then it must not. */
  boolean postIfRoom(long userData, int res, int flags) {
    if (!hasRoom()) {
      return false;
    }
    queues.complete(userData, res, flags);
    return true;
  }

  private void keep(long userData, int res, int flags) {
    if (2 * keptCount == kept.length) {
      kept = Arrays.copyOf(kept, 2 * kept.length);
    }
    kept[2 * keptCount] = userData;
    kept[2 * keptCount + 1] = (long) res << Integer.SIZE | Integer.toUnsignedLong(flags);
    keptCount++;
    flag();
  }

  /** Moves what is kept into the queue, as far as there is room. */
  void flush() {
    if (keptCount == 0) {
      return;
    }
    int moved = Math.min(keptCount, queues.cqEntries() - queues.ready());
    for (int i = 0; i < moved; i++) {
      long both = kept[2 * i + 1];
      queues.complete(kept[2 * i], (int) (both >> Integer.SIZE), (int) both);
    }
    keptCount -= moved;
    System.arraycopy(kept, 2 * moved, kept, 0, 2 * keptCount);
    flag();
  }
}
