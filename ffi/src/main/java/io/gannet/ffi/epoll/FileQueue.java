package io.gannet.ffi.epoll;

/** Files that are to be looked at again, though no event may come, in that order. One thread. */
final class FileQueue {
  private long[] files = new long[16];
  private int head;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** By what their events bring back, as the file may be gone by then. */
  void add(long file) {
    if (count == files.length) {
      grow();
    }
    files[head + count++ & files.length - 1] = file;
  }

  long take() {
    long file = files[head];
    head = head + 1 & files.length - 1;
    count--;
    return file;
  }

  private void grow() {
    long[] larger = new long[2 * files.length];
    for (int i = 0; i < count; i++) {
      larger[i] = files[head + i & files.length - 1];
    }
    files = larger;
    head = 0;
  }
}
