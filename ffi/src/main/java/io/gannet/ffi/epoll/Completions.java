package io.gannet.ffi.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringCqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The queue of completions from the kernel's side: it writes entries and the tail. What the queue
 * has no room for is kept here, in its order, and goes into the queue with a later enter
 * (IORING_FEAT_NODROP). One thread.
 */
final class Completions {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long CQE_BYTES = IoUringCqe.LAYOUT.byteSize();
  private static final int TASKRUN = IoUring.IORING_SQ_TASKRUN;

  private final int entries;
  private final boolean taskrunFlag;
  private MemorySegment rings;
  private int tail;

  /** User data, then result and flags in one word, each. */
  private long[] kept = new long[64];

  private int keptCount;

  Completions(int entries, boolean taskrunFlag) {
    this.entries = entries;
    this.taskrunFlag = taskrunFlag;
  }

  void map(MemorySegment rings) {
    this.rings = rings;
    flag();
  }

  /** Nobody can see from outside whether an entry is worth it: so it is said always. */
  private void flag() {
    int overflow = keptCount > 0 ? IoUring.IORING_SQ_CQ_OVERFLOW : 0;
    INT.setOpaque(rings, (long) RingWords.SQ_FLAGS, (taskrunFlag ? TASKRUN : 0) | overflow);
  }

  int entries() {
    return entries;
  }

  /** Completions that the driver can read. */
  int ready() {
    return tail - (int) INT.getAcquire(rings, (long) RingWords.CQ_HEAD);
  }

  private boolean hasRoom() {
    return keptCount == 0 && ready() < entries;
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
    write(userData, res, flags);
    return true;
  }

  private void write(long userData, int res, int flags) {
    long base = RingWords.CQES + (tail & entries - 1) * CQE_BYTES;
    IoUringCqe.set(rings, base, userData, res, flags);
    INT.setRelease(rings, (long) RingWords.CQ_TAIL, ++tail);
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
    int moved = Math.min(keptCount, entries - ready());
    for (int i = 0; i < moved; i++) {
      long both = kept[2 * i + 1];
      write(kept[2 * i], (int) (both >> Integer.SIZE), (int) both);
    }
    keptCount -= moved;
    System.arraycopy(kept, 2 * moved, kept, 0, 2 * keptCount);
    flag();
  }
}
