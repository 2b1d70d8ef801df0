package io.gannet.ffi.simulated;

import io.gannet.ffi.linux.Errno;

/** A ring's direct descriptors: IORING_REGISTER_FILES2, FILES_UPDATE. */
final class FileTable {
  private SimulatedSocket[] slots;

  int register(int count) {
    if (slots != null) {
      return -Errno.EBUSY;
    }
    slots = new SimulatedSocket[count];
    return 0;
  }

  SimulatedSocket at(int slot) {
    return slots != null && slot >= 0 && slot < slots.length ? slots[slot] : null;
  }

  /** Why there can be nothing in a slot, or 0. */
  private int check(int slot) {
    if (slots == null) {
      return -Errno.ENXIO;
    }
    return slot < 0 || slot >= slots.length ? -Errno.EINVAL : 0;
  }

  int update(int slot, int fd, SimulatedSocket socket) {
    int wrong = check(slot);
    if (wrong < 0) {
      return wrong;
    }
    empty(slot);
    if (fd == -1) {
      return 0;
    }
    if (socket == null) {
      return -Errno.EBADF;
    }
    socket.hold();
    slots[slot] = socket;
    return 0;
  }

  int close(int slot) {
    int wrong = check(slot);
    if (wrong < 0) {
      return wrong;
    }
    return empty(slot) ? 0 : -Errno.EBADF;
  }

  private boolean empty(int slot) {
    SimulatedSocket socket = slots[slot];
    if (socket == null) {
      return false;
    }
    slots[slot] = null;
    socket.letGo();
    return true;
  }

  /** The ring is closed, and with it whatever is in the table. */
  void closeAll() {
    for (int slot = 0; slots != null && slot < slots.length; slot++) {
      empty(slot);
    }
  }
}
