package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * sched.h, linux/sched.h: which CPUs a thread may run on, and what clone(2) begins. A set of CPUs
 * is a {@link BitSet} of their numbers.
 */
@Header("linux/sched.h")
public final class Sched {
  public static final int CLONE_THREAD = 0x10000;

  /** glibc's {@code CPU_SETSIZE} is 1024; a kernel can be built for 8192. */
  private static final int MAX_CPUS = 8192;

  private Sched() {}

  /**
   * sched_setaffinity(2).
   *
   * @param tid the thread, as from {@link Unistd#gettid}; 0 is the calling one
   * @return 0, or -errno: {@code -EINVAL} when none of the CPUs may be used
   */
  public static int sched_setaffinity(int tid, BitSet cpus) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MAX_CPUS / 8, Long.BYTES);
      byte[] bits = cpus.toByteArray();
      MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
      return (int) Libc.syscall(
          Syscall.SCHED_SETAFFINITY, tid, mask.byteSize(), Native.address(mask, 0, MAX_CPUS / 8));
    }
  }

  /**
   * sched_getaffinity(2): replaces what is in {@code cpus}.
   *
   * @return 0, or -errno
   */
  public static int sched_getaffinity(int tid, BitSet cpus) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MAX_CPUS / 8, Long.BYTES);
      long bytes = Libc.syscall(
          Syscall.SCHED_GETAFFINITY, tid, mask.byteSize(), Native.address(mask, 0, MAX_CPUS / 8));
      if (bytes < 0) {
        return (int) bytes;
      }
      cpus.clear();
      cpus.or(BitSet.valueOf(mask.asByteBuffer()));
      return 0;
    }
  }}
