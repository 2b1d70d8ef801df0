package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;

/** The slots of direct descriptors: IORING_REGISTER_FILES2. One thread. */
final class FileTable {
  private static final OpenFile[] NONE = {};

  private final OpenFiles files;
  private OpenFile[] slots = NONE;

  FileTable(OpenFiles files) {
    this.files = files;
  }

  /** Empty slots, once: 0, or -errno. */
  int register(int count) {
    if (slots != NONE) {
      return -Errno.EBUSY;
    }
    slots = new OpenFile[count];
    return 0;
  }

  /** What is in a slot, or null. */
  OpenFile at(int slot) {
    return slot >= 0 && slot < slots.length ? slots[slot] : null;
  }

  /** Puts a copy of a descriptor into a slot, whatever was there; -1 empties it: 0, or -errno. */
  int update(int slot, int fd) {
    if (slots == NONE) {
      return -Errno.ENXIO;
    }
    if (slot < 0 || slot >= slots.length) {
      return -Errno.EINVAL;
    }
    empty(slot);
    if (fd == -1) {
      return 0;
    }
    int index = files.open(fd, true);
    if (index < 0) {
      return index;
    }
    slots[slot] = files.at(index);
    return 0;
  }

  /** Empties a slot: 0, or -errno. */
  int close(int slot) {
    if (slots == NONE) {
      return -Errno.ENXIO;
    }
    if (slot < 0 || slot >= slots.length) {
      return -Errno.EINVAL;
    }
    return empty(slot) ? 0 : -Errno.EBADF;
  }

  private boolean empty(int slot) {
    OpenFile file = slots[slot];
    if (file == null) {
      return false;
    }
    slots[slot] = null;
    files.release(file);
    return true;
  }
}
