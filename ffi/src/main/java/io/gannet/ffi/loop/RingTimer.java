package io.gannet.ffi.loop;

import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;
import java.lang.foreign.MemorySegment;

/**
 * A timeout in the ring, always as long: with one armed no enter needs a timeout of its own, since
 * none sleeps beyond it. Its CQE is a {@link UserData}; who reaps it asks {@link #fired}, and arms
 * it again if it is to repeat.
 *
 * <p>It counts from when it is armed, so it drifts by what a turn takes. An absolute time would
 * not, and a multishot would arm itself (6.4); neither is worth that not every kernel has them.
 *
 * <p>The ring's driver only.
 */
public final class RingTimer {
  /** What it needs of memory that outlives the ring. */
  public static final long BYTES = KernelTimespec.LAYOUT.byteSize();

  private final Ring ring;
  private final MemorySegment timespec;
  private final long periodNs;
  private final int op;
  private final int index;
  private boolean armed;
  private int generation;
  private long dueNs;

  /**
   * A timer that is not armed yet.
   *
   * @param memory {@link #BYTES} of native memory
   * @param op of its user data
   * @param index of its user data, where there are several of that op
   */
  public RingTimer(Ring ring, MemorySegment memory, long periodNs, int op, int index) {
    this.ring = ring;
    this.timespec = memory;
    this.periodNs = periodNs;
    this.op = op;
    this.index = index;
    KernelTimespec.set(timespec, periodNs);
  }

  /** Will fire once. */
  public void arm() {
    assert !armed : "armed twice, it would fire twice";
    armed = true;
    dueNs = ring.kernel().nowNs() + periodNs;
    ring.getSqe().prepTimeout(timespec, 0, 0).userData(UserData.pack(op, generation, index));
  }

  /** Whether it will fire. */
  public boolean isArmed() {
    return armed;
  }

  /** What a CQE of its op says: true if it has fired, false if it is an arm's given up before. */
  public boolean fired(long userData) {
    assert UserData.op(userData) == op && UserData.index(userData) == index;
    boolean current = armed && UserData.generation(userData) == generation;
    if (current) {
      giveUp();
    }
    return current;
  }

  /**
   * Arms it anew if it should have fired long ago: its completion was lost, which a kernel without
   * memory does. After reaping, when it can't be among what is ready; later, if the queue is full.
   */
  public void mend(long nowNs) {
    if (armed && nowNs - dueNs > periodNs && ring.sqSpaceLeft() > 0) {
      giveUp();
      arm();
    }
  }

  private void giveUp() {
    armed = false;
    generation = generation + 1 & UserData.GENERATION_MASK;
  }
}
