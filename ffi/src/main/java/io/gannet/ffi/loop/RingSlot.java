package io.gannet.ffi.loop;

import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.UserData;

/**
 * A slot among a ring's direct descriptors, used by one connection after another, and what is in
 * flight on it. The kernel may use a user's memory until each operation has ended, so the slot has
 * its next user only then:
 *
 * <pre>
 *   began · ended · …  ─►  cancelAll ─► ended … the last of all ─► its file is closed ─► nextUser
 * </pre>
 *
 * <p>Of an operation there is one in flight at a time, of cancels there may be many. The ring's
 * driver only.
 */
public abstract class RingSlot {
  private static final int ALL_OF_FILE =
      IoUring.IORING_ASYNC_CANCEL_ALL | IoUring.IORING_ASYNC_CANCEL_FD_FIXED;

  /** Its place among the ring's files and in its owner's table: the index of {@link UserData}. */
  public final int index;

  private final int cancelOp;

  /** Is in a {@link SlotList}. */
  boolean listed;

  private int generation;

  /** Operations whose last CQE has not come, a bit each, but for cancels. */
  private int operations;

  private int cancels;

  /** {@code cancelOp}: the owner's number for cancels; its numbers for operations are below 32. */
  protected RingSlot(int index, int cancelOp) {
    assert index >= 0 && 0 <= cancelOp && cancelOp < Integer.SIZE;
    this.index = index;
    this.cancelOp = cancelOp;
  }

  /** What CQEs of an operation in flight bring back. */
  public final long userData(int op) {
    return UserData.pack(op, generation, index);
  }

  /** True if a CQE is the present user's, false if it is one's who is gone. */
  public final boolean isMeant(long userData) {
    return UserData.generation(userData) == generation;
  }

  /** An operation is submitted: its user data. */
  public long began(int op) {
    assert 0 <= op && op < Integer.SIZE : op;
    assert op == cancelOp || !isInFlight(op) : "op " + op + " is in flight";
    if (op == cancelOp) {
      cancels++;
    } else {
      operations |= 1 << op;
    }
    return userData(op);
  }

  /** An operation has completed for good; true if it was the last. */
  public boolean ended(int op) {
    assert isInFlight(op) : "op " + op + " has not begun";
    if (op == cancelOp) {
      cancels--;
    } else {
      operations &= ~(1 << op);
    }
    return inFlight() == 0;
  }

  /** Whether an operation's last CQE has not come. */
  public final boolean isInFlight(int op) {
    return op == cancelOp ? cancels > 0 : (operations & 1 << op) != 0;
  }

  /** How many operations' last CQEs have not come. */
  public final int inFlight() {
    return Integer.bitCount(operations) + cancels;
  }

  /** Which operations are in flight, a bit each, but for cancels. */
  protected final int operations() {
    return operations;
  }

  /** Has all that is in flight end soon, as a close is to follow; false if nothing is. */
  public final boolean cancelAll(Ring ring) {
    if (inFlight() == 0) {
      return false;
    }
    ring.getSqe().prepCancelFd(index, ALL_OF_FILE).userData(began(cancelOp));
    return true;
  }

  /** From now on CQEs of the user that it had are not {@link #isMeant meant}. */
  protected final void nextUser() {
    assert inFlight() == 0 : inFlight() + " operations of one that is gone";
    generation = generation + 1 & UserData.GENERATION_MASK;
  }
}
