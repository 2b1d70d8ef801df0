package io.gannet.ffi.kernel;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;

/**
 * The slots of direct descriptors: IORING_REGISTER_FILES2, FILES_UPDATE and closes of a slot. What
 * is refused and in which order is as in io_uring/rsrc.c. One thread.
 *
 * @param <F> a file
 */
public final class FileTable<F> {
  /** IORING_MAX_FIXED_FILES in io_uring/rsrc.c. */
  private static final int SLOTS_MAX = 1 << 20;

  private static final Object[] NONE = {};

  private final Files<F> files;
  private Object[] slots = NONE;

  /** Without any slots yet. */
  public FileTable(Files<F> files) {
    this.files = files;
  }

  /** Empty slots, once: 0, or -errno. */
  int register(int count) {
    if (slots != NONE) {
      return -Errno.EBUSY;
    }
    if (Integer.toUnsignedLong(count) > Math.min(SLOTS_MAX, files.openMax())) {
      return -Errno.EMFILE;
    }
    slots = new Object[count];
    return 0;
  }

  /** What is in a slot, or null. */
  @SuppressWarnings("unchecked") // nothing else is put in
  public F at(int slot) {
    return slot >= 0 && slot < slots.length ? (F) slots[slot] : null;
  }

  /**
   * Puts files into slots, whatever was there.
   *
   * @param fds address of descriptors; -1 empties a slot, -2 leaves it as it is
   * @return as many as were put in place, or -errno: the first that can't be ends it
   */
  int update(int first, long fds, int count) {
    int wrong = check(first, count);
    if (wrong < 0) {
      return wrong;
    }
    for (int i = 0; i < count; i++) {
      int result = put(first + i, AddressSpace.getInt(fds + (long) i * Integer.BYTES));
      if (result < 0) {
        return i > 0 ? i : result;
      }
    }
    return count;
  }

  /** Why there can be nothing in some slots, or 0. */
  private int check(int first, int count) {
    if (slots == NONE) {
      return -Errno.ENXIO;
    }
    long end = Integer.toUnsignedLong(first) + Integer.toUnsignedLong(count);
    return end > slots.length ? -Errno.EINVAL : 0;
  }

  private int put(int slot, int fd) {
    if (fd == IoUring.IORING_REGISTER_FILES_SKIP) {
      return 0;
    }
    empty(slot);
    if (fd == -1) {
      return 0;
    }
    int index = files.open(fd);
    if (index < 0) {
      return index;
    }
    slots[slot] = files.opened(index);
    return 0;
  }

  /** Empties a slot: 0, or -errno. */
  public int close(int slot) {
    int wrong = check(slot, 1);
    if (wrong < 0) {
      return wrong;
    }
    return empty(slot) ? 0 : -Errno.EBADF;
  }

  private boolean empty(int slot) {
    F file = at(slot);
    if (file == null) {
      return false;
    }
    slots[slot] = null;
    files.release(file);
    return true;
  }

  /** The ring is closed, and with it whatever is in the table. */
  public void closeAll() {
    for (int slot = 0; slot < slots.length; slot++) {
      empty(slot);
    }
  }
}
