package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** linux/mempolicy.h: on which NUMA node memory is to come from. Any thread. */
@Header("linux/mempolicy.h")
public final class Mempolicy {
  public static final int MPOL_DEFAULT = 0;
  public static final int MPOL_PREFERRED = 1;
  public static final int MPOL_BIND = 2;
  public static final int MPOL_INTERLEAVE = 3;
  public static final int MPOL_LOCAL = 4;

  /** A kernel may be built for 1024 nodes; the last bit of those that are told is not read. */
  private static final int MAX_NODES = 1024 + 1;

  private Mempolicy() {}

  /**
   * mbind(2), of one node: pages of the range that are touched from now on come from there.
   *
   * @return 0, or -errno: {@code -EPERM} where a seccomp filter forbids it, as in many containers;
   *     {@code -ENOSYS} of a kernel without NUMA
   */
  public static int mbind(long address, long length, int mode, int node) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MAX_NODES / Byte.SIZE + Long.BYTES, Long.BYTES);
      mask.set(ValueLayout.JAVA_BYTE, node / Byte.SIZE, (byte) (1 << node % Byte.SIZE));
      long nodes = Native.address(mask, 0, MAX_NODES / Byte.SIZE);
      return (int) Libc.syscall(Syscall.MBIND, address, length, mode, nodes, MAX_NODES, 0);
    }
  }
}
