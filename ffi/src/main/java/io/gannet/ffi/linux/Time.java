package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** time.h: clocks that Java has no word for. Any thread. */
@Header("time.h")
public final class Time {
  /** What {@link System#currentTimeMillis} is: may be set, and jump. */
  public static final int CLOCK_REALTIME = 0;

  /** What {@link System#nanoTime} is: stands still while the system is suspended. */
  public static final int CLOCK_MONOTONIC = 1;

  /** The same, and goes on while the system is suspended. */
  public static final int CLOCK_BOOTTIME = 7;

  /** A worker's tick reads clocks, and allocates nothing but this, once. */
  private static final ThreadLocal<MemorySegment> OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(KernelTimespec.LAYOUT));

  private Time() {}

  /** clock_gettime(2): a clock's time in nanoseconds, or -errno. A system call: some 100 ns. */
  public static long clock_gettime(int clock) {
    MemorySegment time = OF_THREAD.get();
    long address = Native.address(time, 0, KernelTimespec.LAYOUT.byteSize());
    long result = Libc.syscall(Syscall.CLOCK_GETTIME, clock, address, 0);
    return result < 0 ? result : KernelTimespec.ns(time);
  }
}
