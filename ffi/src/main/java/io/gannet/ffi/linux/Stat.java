package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;

/** sys/stat.h: who may do what with files. */
public final class Stat {
  private Stat() {}

  /**
   * umask(2): which permissions files that are made from now on don't get. It is the process's: who
   * sets it for the moment of a bind(2) sets it for every thread's files.
   *
   * @param mask of the bits {@code 0777}
   * @return the mask before; this call can't fail
   */
  public static int umask(int mask) {
    return (int) Libc.syscall(Syscall.UMASK, mask, 0, 0);
  }
}
