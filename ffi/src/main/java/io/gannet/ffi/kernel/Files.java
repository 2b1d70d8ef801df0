package io.gannet.ffi.kernel;

/**
 * What files are to a kernel: descriptors of the process's, or played sockets.
 *
 * @param <F> a file
 */
public interface Files<F> {
  /**
   * Opens for a slot what a descriptor names, which the caller may close then.
   *
   * @return what {@link #opened} finds it by, or -errno
   */
  int open(int fd);

  /** The file that was just opened. */
  F opened(int index);

  /** The slot holds it no longer. */
  void release(F file);

  /** How many files may be open: no table has more slots. */
  long openMax();
}
